"""From what arXiv says of a paper, through whichever door, to a `SourceRecord`. Pure.

All three doors tell the same fields in different clothes; here they are dressed alike, so that the same paper gives the
same title and abstract whether it came by the query API of 2025, that of 2026, OAI-PMH or the feed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from paper_reader.identifiers import normalise_doi
from paper_reader.types import Identifier, Scheme, SourceRecord

_ID_MONTH = re.compile(r"(?:^|/)(\d{2})(\d{2})[\d.]")
_FIRST_YEAR = 91  # arXiv began in 1991, so "91" to "99" are of that century
_JOURNAL_LEAD = re.compile(
    r"^[\s,.;:]*(?:published (?:in|by|as)[: ]|accepted (?:at|in|by|to|for)[: ]|to appear (?:in|at)[: ]|appeared in[: ]|"
    r"appears in[: ]|in[: ]|in(?=proc))?\s*",
    re.IGNORECASE,
)
_LEADING_YEAR = re.compile(r"^(?:19|20)\d\d\b[\s,.:]*")
_AFTER_NAME = re.compile(
    r"[\s,;:(]+(?:vol(?:ume)?\b\.?|v\.|no\b\.?|issue\b|n\{|pp?\b\.?|pages?\b|art(?:icle)?\b\.?\s*\d|ch(?:apter)?\b\.?\s*\d|"
    r"\(?\s*\d+(?!\d*(?:st|nd|rd|th)\b)|\[)|"
    r"(?<=[.A-Za-z])\d|;|\s*\(\s*(?:volume|vol)\b",
    re.IGNORECASE,
)
_NO_NAMES = ("proc", "proc.", "proceedings", "proceedings of", "proceedings of the")
_LONGEST_VENUE = 160


def arxiv_record(
    *,
    source: str,
    arxiv_id: str,
    fetched_at: datetime,
    title: str,
    abstract: str | None,
    authors: Sequence[str],
    published: date | None,
    updated: date | None,
    categories: Sequence[str],
    doi: str | None = None,
    journal_ref: str | None = None,
    extra: Mapping[str, str | None] | None = None,
) -> SourceRecord:
    """Make the record of one paper. `arxiv_id` has no version; `categories` has the primary one first.

    The year is that of the first version. Where no date of it is known, or `published` cannot be one since the id
    itself is older by a year or more, the id's own year counts. LaTeX is kept; whitespace is made single spaces.
    """
    if published is not None and published.year > id_year(arxiv_id):
        published = None  # OAI-PMH's <created> may be a later version's
    details = {"journal_ref": journal_ref, "primary_category": categories[0] if categories else None, **(extra or {})}
    return SourceRecord(
        source=source,
        key=arxiv_id,
        fetched_at=fetched_at,
        title=one_line(title) or "",
        abstract=one_line(abstract),
        authors=tuple(name for author in authors if (name := one_line(author)) and re.search(r"\w", name)),
        year=published.year if published else id_year(arxiv_id),
        published=published,
        updated=updated,
        venue=venue_of(journal_ref),
        categories=tuple(dict.fromkeys(categories)),
        identifiers=(Identifier(Scheme.ARXIV, arxiv_id), *_dois(doi)),
        url=f"https://arxiv.org/abs/{arxiv_id}",
        extra={name: text for name, value in details.items() if (text := one_line(value))},
    )


def one_line(text: str | None) -> str | None:
    """Give the text with all whitespace as single spaces; None where nothing is left."""
    return " ".join(text.split()) or None if text else None


def id_year(arxiv_id: str) -> int:
    """Read the year that is part of every arXiv id: 1706.03762 is of 2017, math/0309136 of 2003."""
    match = _ID_MONTH.search(arxiv_id)
    if match is None:
        raise ValueError(f"{arxiv_id!r} is no arXiv id")
    year = int(match[1])
    return 1900 + year if year >= _FIRST_YEAR else 2000 + year


def venue_of(journal_ref: str | None) -> str | None:
    """Cut the name of the journal or conference from a journal reference, which is what authors typed.

    The rule: drop "in", "to appear in" and a year at the front, then keep what stands before the volume, number, page
    or year. "Phys.Lett.B573:94-100,2003" is "Phys.Lett.B". None where no name is left.
    """
    text = one_line(journal_ref)
    if not text:
        return None
    text = _LEADING_YEAR.sub("", _JOURNAL_LEAD.sub("", text))
    cut = _AFTER_NAME.search(text)
    name = text[: cut.start()] if cut else text
    if name.count("(") > name.count(")"):
        name = name[: name.rindex("(")]
    name = name.strip(" ,;:-–@")
    if len(name) > _LONGEST_VENUE or name.lower() in _NO_NAMES or not re.search(r"[^\W\d]{2}|[^\W\d]&", name):
        return None
    return name


def _dois(text: str | None) -> tuple[Identifier, ...]:
    """Find the DOIs that arXiv names; authors may have given several, apart by spaces, commas or semicolons."""
    found = (normalise_doi(part) for part in re.split(r"[\s;]+|,(?=\s|10\.|http)", text or "") if part)
    return tuple(Identifier(Scheme.DOI, doi) for doi in dict.fromkeys(found) if doi)
