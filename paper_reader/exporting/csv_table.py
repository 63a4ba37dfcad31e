"""Papers as a table for a spreadsheet: UTF-8, comma separated, one header line (RFC 4180)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from paper_reader.exporting.json_lines import ExportedPaper
from paper_reader.exporting.plain import plain
from paper_reader.types import Paper, ReadingList

_PAPER = ("title", "authors", "year", "venue", "arxiv_id", "doi", "url", "citation_count", "citation_source", "id")
_ITEM = ("position", "level", "role", "reason")


def papers(exported: Iterable[ExportedPaper]) -> Iterator[str]:
    """A header, then a row for each paper."""
    yield _row(_PAPER)
    for one in exported:
        yield _row(_cells(one.paper))


def reading_list(made: ReadingList) -> Iterator[str]:
    """A header, then a row for each item in reading order."""
    yield _row((*_ITEM, *_PAPER))
    for item in made.items:
        yield _row((item.position, item.level.value, item.role.value, item.reason, *_cells(item.paper)))


def _cells(paper: Paper) -> tuple[object, ...]:
    best = paper.citation_counts[0] if paper.citation_counts else None
    return (
        paper.title,
        "; ".join(paper.authors),
        paper.year,
        paper.venue,
        paper.arxiv_id,
        paper.doi,
        paper.url,
        best.count if best else None,
        best.source if best else None,
        paper.id,
    )


def _row(cells: Sequence[object]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(["" if cell is None else _harmless(plain(str(cell))) for cell in cells])
    return line.getvalue()


def _harmless(text: str) -> str:
    """Text from outside that a spreadsheet would run as a formula gets an apostrophe in front (OWASP)."""
    return f"'{text}" if text[:1] in tuple("=+-@") else text
