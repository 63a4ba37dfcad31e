"""Whose word counts first, for each field of a paper.

All orders are total, so a paper never depends on which of its records came first.
"""

from __future__ import annotations

from datetime import date

from paper_reader.titles import title_fingerprint
from paper_reader.types import CitationCount, SourceRecord

# Curated by hand; the place a paper was put by its authors; registries; files of unknown origin; scraped pages.
_FAMILIES = {"starter": 0, "arxiv": 1, "crossref": 2, "openalex": 3, "semantic": 3, "s2": 3, "import": 5, "scholar": 6}
_OTHER_FAMILY = 4
_PREPRINT_SERVERS = ("arxiv", "corr", "biorxiv", "medrxiv", "preprint", "ssrn", "openreview", "researchsquare")

Order = tuple[int, str, str]


def order(record: SourceRecord) -> Order:
    """The place of a record among those of a paper; no two share one."""
    return _FAMILIES.get(record.source.split("-", 1)[0], _OTHER_FAMILY), record.source, record.key


def is_preprint_venue(venue: str) -> bool:
    """Whether a venue is only where a preprint lies, and not where the paper was published."""
    return title_fingerprint(venue).startswith(_PREPRINT_SERVERS)


def is_cut(text: str) -> bool:
    """Whether a text ends with the dots that a listing puts where it cuts."""
    return text.rstrip().endswith(("…", "..."))


def share_of_initials(authors: tuple[str, ...]) -> float:
    """How many of the names have only an initial for the given name."""
    return sum(len(name.split(" ", 1)[0].strip(".,")) <= 1 for name in authors) / len(authors)


def count_order(count: CitationCount) -> tuple[int, int, str]:
    """The newest count first, then the larger; undated ones last."""
    return -(count.observed_on or date.min).toordinal(), -count.count, count.source
