"""Papers as the rows of a table, for CSV and for spreadsheets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, TypeAlias

from paper_reader.exporting.exported import ExportedPaper
from paper_reader.exporting.plain import plain
from paper_reader.types import ReadingList, ReadingListItem

Cell: TypeAlias = str | int | None
PAPER: Final = (
    *("title", "authors", "year", "venue", "arxiv_id", "doi", "url", "citation_count", "citation_source", "id"),
    *("citation_observed_on", "published", "categories", "citation_key", "status", "abstract"),
)
ITEM: Final = ("position", "level", "role", "reason")
Row: TypeAlias = tuple[Cell, ...]


def paper_rows(exported: Iterable[ExportedPaper]) -> Iterator[Row]:
    """The header, then a row for each paper."""
    yield PAPER
    yield from map(_paper, exported)


def item_rows(listed: ReadingList, exported: Iterable[ExportedPaper]) -> Iterator[Row]:
    """The header, then a row for each item in reading order."""
    yield (*ITEM, *PAPER)
    for item, one in zip(listed.items, exported, strict=True):
        yield (*_item(item), *_paper(one))


def _item(item: ReadingListItem) -> Row:
    return item.position, item.level.value, item.role.value, plain(item.reason)


def _paper(exported: ExportedPaper) -> Row:
    paper = exported.paper
    best = paper.citation_counts[0] if paper.citation_counts else None
    return (
        plain(paper.title),
        "; ".join(plain(name).replace(";", ",") for name in paper.authors),
        paper.year,
        plain(paper.venue or "") or None,
        paper.arxiv_id,
        plain(paper.doi or "") or None,
        plain(paper.url or "") or None,
        best.count if best else None,
        best.source if best else None,
        paper.id,
        best.observed_on.isoformat() if best and best.observed_on else None,
        paper.published.isoformat() if paper.published else None,
        "; ".join(map(plain, paper.categories)) or None,
        exported.citation_key,
        exported.mark.value if exported.mark else None,
        plain(paper.abstract or "") or None,
    )
