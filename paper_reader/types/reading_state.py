"""How far the reader is with papers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from paper_reader.types.overview import ReaderNote
from paper_reader.types.paper import Paper, ReadingStatus
from paper_reader.types.reading_through import NOTHING_READ, ReadingThrough


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingState:
    """A paper with what the reader made of it. `through`: of its full text, where that was asked for."""

    paper: Paper
    status: ReadingStatus | None
    marked_at: datetime | None
    notes: tuple[ReaderNote, ...] = ()
    through: ReadingThrough = NOTHING_READ


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressImport:
    """What came of reading a file of progress. `missing` names the papers that the library does not have."""

    read: int = 0
    marks: int = 0
    notes: int = 0
    missing: tuple[str, ...] = ()
    rejected: tuple[str, ...] = ()
