"""From the bytes of a PDF to a `Document`. Raises the typed errors that say what a reader can do instead."""

from __future__ import annotations

from typing import Final

from paper_reader.errors import DocumentUnreadable
from paper_reader.reader.pdf_letters import read_letters
from paper_reader.reader.pdf_sections import PdfSections
from paper_reader.reader.raw_document import RawDocument
from paper_reader.types.document import Document

NOTE: Final = (
    "Read from a PDF: formulas and tables are shown as their letters, pictures are left out, and paragraphs are told "
    "by where their lines stand"
)
_NO_OUTLINE: Final = "This PDF has no outline of its own; headings are told by how they look"
_LEAST_LETTERS: Final = 200
_IN_A_VIEWER: Final = "Read it in a PDF viewer instead"


def parse_pdf(raw: RawDocument) -> Document:
    """Read a PDF. Raises `DocumentUnreadable`, `DocumentTooLarge`."""
    letters = read_letters(raw.content)
    if sum(len(one.text) for page in letters.pages for one in page.fragments) < _LEAST_LETTERS:
        raise DocumentUnreadable(f"holds pictures of its pages and no letters (a scan, or a blank). {_IN_A_VIEWER}")
    found = PdfSections(letters)
    if not any(section.blocks for section in found.sections):
        raise DocumentUnreadable(f"holds no paragraphs of text. {_IN_A_VIEWER}")
    return Document(
        source=raw.source,
        address=raw.address,
        fetched_at=raw.fetched_at,
        title=found.title,
        sections=tuple(found.sections),
        figures=tuple(found.figures),
        references=found.references,
        notes=(NOTE,) if letters.bookmarks else (NOTE, _NO_OUTLINE),
    )
