"""Papers and reading lists as files for other programs, one module a form; `FORMATS` names them all.

Everything here is pure text-making: papers in, pieces of text out, so that a whole library streams.
"""

from paper_reader.exporting.formats import FORMATS, Format, find_format, write_papers, write_reading_list
from paper_reader.exporting.json_lines import ExportedPaper

__all__ = ["FORMATS", "ExportedPaper", "Format", "find_format", "write_papers", "write_reading_list"]
