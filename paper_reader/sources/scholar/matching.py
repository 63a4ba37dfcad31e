"""Which result of a search is a paper that the library has. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from paper_reader.merge.authors import overlap
from paper_reader.sources.scholar.record import SOURCE
from paper_reader.titles import title_fingerprint
from paper_reader.types import Paper, Scheme, SourceRecord

_YEARS_APART = 2  # a preprint and its journal version
_MOST_AUTHORS = 0.5


def record_of_paper(paper: Paper, records: Iterable[SourceRecord]) -> SourceRecord | None:
    """The first record with the paper's title whose authors and year do not speak against it; None where none is.

    Not decided by the title alone: one of the authors or the year must be known on both sides and agree.
    """
    wanted = title_fingerprint(paper.title)
    for record in records:
        if not wanted or title_fingerprint(record.title) != wanted:
            continue
        people = overlap(paper.authors, record.authors)
        years = None if paper.year is None or record.year is None else abs(paper.year - record.year) <= _YEARS_APART
        if people is not None and people < _MOST_AUTHORS:
            continue
        if years is not False and (people is not None or years):
            return record
    return None


def cluster_of(records: Iterable[SourceRecord]) -> str | None:
    """The number of a paper on Scholar, from its records: that of the most cited one.

    Single versions have numbers too, and count no citations.
    """
    named = [
        (record.citation.count if record.citation and record.source.startswith(SOURCE) else -1, one.value)
        for record in records
        for one in record.identifiers
        if one.scheme is Scheme.SCHOLAR
    ]
    return max(named, key=lambda each: each[0])[1] if named else None
