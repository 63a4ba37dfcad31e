"""Papers and reading lists as files for other programs, one module a form; `FORMATS` names those that are text.

The forms are pure text-making: papers in, pieces of text out, so that a whole library streams. `exported` reads what
they need of the store.
"""

from paper_reader.exporting.exported import ExportedPaper, with_records
from paper_reader.exporting.formats import (
    FORMATS,
    Format,
    find_format,
    papers_workbook,
    reading_list_workbook,
    write_papers,
    write_reading_list,
)

__all__ = [
    "FORMATS",
    "ExportedPaper",
    "Format",
    "find_format",
    "papers_workbook",
    "reading_list_workbook",
    "with_records",
    "write_papers",
    "write_reading_list",
]
