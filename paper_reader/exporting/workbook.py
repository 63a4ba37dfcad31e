"""Tables as spreadsheets (.xlsx), for Excel and LibreOffice. Texts are texts: no cell is ever a formula."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from typing import Final

from paper_reader.exporting.exported import ExportedPaper
from paper_reader.exporting.table import Row, item_rows, paper_rows
from paper_reader.types import ReadingList

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LONGEST_CELL: Final = 32_767  # letters; Excel calls a file with a longer one damaged
_MOST_ROWS: Final = 1_048_576
_WIDTHS: Final = {"title": 60, "authors": 40, "reason": 60, "venue": 25, "abstract": 80, "url": 35, "doi": 25}
_NO_SHEET_NAME: Final = re.compile(r"[\[\]:*?/\\']")


def papers(exported: Iterable[ExportedPaper]) -> bytes:
    """A workbook with a row for each paper."""
    return workbook(paper_rows(exported), name="papers")


def reading_list(listed: ReadingList, exported: Iterable[ExportedPaper]) -> bytes:
    """A workbook with a row for each item in reading order."""
    return workbook(item_rows(listed, exported), name=listed.topic)


def workbook(rows: Iterable[Row], *, name: str) -> bytes:
    """Any rows, the first being the header, as a workbook; rows beyond Excel's limit go to a further sheet."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    title = _NO_SHEET_NAME.sub(" ", name).strip()[:25] or "papers"
    header: Row = ()
    sheet = None
    for count, row in enumerate(rows):
        header = header or row
        if sheet is None or count % (_MOST_ROWS - 1) == 0:
            number = len(book.sheetnames) + 1
            sheet = book.create_sheet(title if number == 1 else f"{title} {number}")
            _lay_out(sheet, header)
            sheet.append(_cells(sheet, header, Font(bold=True)))
            if count == 0:
                continue
        sheet.append(_cells(sheet, row, None))
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _lay_out(sheet, header: Row) -> None:  # type: ignore[no-untyped-def]  # openpyxl has no types
    from openpyxl.utils import get_column_letter

    sheet.freeze_panes = "A2"
    for place, column in enumerate(header, 1):
        sheet.column_dimensions[get_column_letter(place)].width = _WIDTHS.get(str(column), 14)


def _cells(sheet, row: Row, font) -> list[object]:  # type: ignore[no-untyped-def]  # openpyxl has no types
    from openpyxl.cell import WriteOnlyCell

    cells = []
    for value in row:
        if isinstance(value, str):
            cell = WriteOnlyCell(sheet, value[:_LONGEST_CELL])
            cell.data_type = "s"  # or a title that begins with "=" would be run
        else:
            cell = WriteOnlyCell(sheet, value)
        if font is not None:
            cell.font = font
        cells.append(cell)
    return cells
