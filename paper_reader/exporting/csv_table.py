"""Tables as CSV: UTF-8, comma separated, one header line (RFC 4180)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from paper_reader.exporting.exported import ExportedPaper
from paper_reader.exporting.table import Row, item_rows, paper_rows
from paper_reader.types import ReadingList


def papers(exported: Iterable[ExportedPaper]) -> Iterator[str]:
    """A header, then a row for each paper."""
    return lines(paper_rows(exported))


def reading_list(listed: ReadingList, exported: Iterable[ExportedPaper]) -> Iterator[str]:
    """A header, then a row for each item in reading order."""
    return lines(item_rows(listed, exported))


def lines(rows: Iterable[Row]) -> Iterator[str]:
    """Any rows as lines of CSV, formulas made harmless."""
    for cells in rows:
        line = io.StringIO()
        csv.writer(line).writerow(["" if cell is None else _harmless(cell) for cell in cells])
        yield line.getvalue()


def _harmless(cell: str | int) -> str | int:
    """Text from outside that a spreadsheet would run as a formula gets an apostrophe in front (OWASP)."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in tuple("=+-@") else cell
