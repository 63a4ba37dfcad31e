"""Papers and reading lists as files for other programs, one module a form; `FORMATS` names them all.

The forms are pure text-making: papers in, pieces of text out, so that a whole library streams. `exported` reads what
they need of the store.
"""

from paper_reader.exporting.exported import with_references
from paper_reader.exporting.formats import FORMATS, Format, find_format, write_papers, write_reading_list
from paper_reader.exporting.json_lines import ExportedPaper

__all__ = ["FORMATS", "ExportedPaper", "Format", "find_format", "with_references", "write_papers", "write_reading_list"]
