"""A full text as it came: its bytes, what they are by their own first letters, and where they are from. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from paper_reader.types.document import DocumentSource

_PDF = b"%PDF-"
_PDF_WITHIN = 1024  # some writers put a few bytes before the header; readers look this far
_HTML = re.compile(
    rb"^\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|article|title|h1)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


class DocumentForm(StrEnum):
    """How a full text is written."""

    HTML = "html"
    PDF = "pdf"


@dataclass(frozen=True, slots=True, kw_only=True)
class RawDocument:
    """A full text before it is parsed. `address` is where it came from: a web address, or a file's path."""

    content: bytes
    form: DocumentForm
    source: DocumentSource
    address: str
    fetched_at: datetime


def form_of(content: bytes) -> DocumentForm | None:
    """Tell what bytes are, whatever their name or header says; None for what is neither PDF nor HTML."""
    if _PDF in content[: _PDF_WITHIN + len(_PDF)]:
        return DocumentForm.PDF
    head = content[:8192]
    for mark in _BOMS:
        if head.startswith(mark):
            head = head.removeprefix(mark)
            break
    return DocumentForm.HTML if _HTML.match(head.replace(b"\0", b"")) else None
