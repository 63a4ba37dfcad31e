"""From an entry of a paper's references to the paper of the library that it is. The names decide; titles with care."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from paper_reader.titles import title_fingerprint
from paper_reader.types import DocumentReference, Identifier, Scheme

MOST_REFERENCES: Final = 2000
_SHORTEST_TITLE: Final = 16  # letters; shorter ones ("Deep learning") are the titles of many
_YEARS_APART: Final = 2  # a preprint and its publication

FindIdentifier = Callable[[Identifier], int | None]
FindTitle = Callable[[str], list[int]]
YearOf = Callable[[int], int | None]


def link_references(
    references: Iterable[DocumentReference],
    find: FindIdentifier,
    find_title: FindTitle,
    year_of: YearOf,
) -> Iterator[tuple[str, int]]:
    """The anchor of each entry that is a paper of the library, and that paper's number."""
    for number, one in enumerate(references):
        if number >= MOST_REFERENCES:
            return
        found = _by_name(one, find)
        if found is None and one.title:
            found = _by_title(one, one.title, find_title, year_of)
        if found is not None:
            yield one.anchor, found


def _by_name(reference: DocumentReference, find: FindIdentifier) -> int | None:
    names = ((Scheme.ARXIV, reference.arxiv_id), (Scheme.DOI, reference.doi))
    found = (find(Identifier(scheme, value)) for scheme, value in names if value)
    return next((paper_id for paper_id in found if paper_id is not None), None)


def _by_title(reference: DocumentReference, title: str, find_title: FindTitle, year_of: YearOf) -> int | None:
    """The one paper of this title; where the years speak against it, or several have it, none."""
    if len(title_fingerprint(title)) < _SHORTEST_TITLE:
        return None
    found = find_title(title)
    if len(found) != 1:
        return None
    year = year_of(found[0])
    if reference.year is not None and year is not None and abs(reference.year - year) > _YEARS_APART:
        return None
    return found[0]
