"""What parent and child tell each other: the job, and its answer, a document or why there is none."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

from paper_reader.reader.raw_document import DocumentForm
from paper_reader.types.document import Document, DocumentSource


class ParsingJob(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be parsed, and the bounds that the child sets itself."""

    form: DocumentForm
    source: DocumentSource
    address: str
    fetched_at: datetime
    seconds: float
    memory_bytes: int
    answer_bytes: int


class ParsingRefusal(msgspec.Struct, frozen=True, kw_only=True):
    """Why there is no document: the end of a sentence that begins with its address, with the next step."""

    kind: Literal["too-large", "unreadable"]
    message: str


class ParsingAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """One of the two."""

    document: Document | None = None
    refusal: ParsingRefusal | None = None
