"""What the library tells of itself and of one paper, put together for showing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from paper_reader.types.correction import Correction
from paper_reader.types.enrichment import Coverage, Notice
from paper_reader.types.index_status import IndexStatus
from paper_reader.types.paper import Paper, ReadingStatus
from paper_reader.types.record import CitationCount
from paper_reader.types.run import RunReport
from paper_reader.types.stored import StoredRecord


@dataclass(frozen=True, slots=True)
class ReaderNote:
    """A note of the reader's own on a paper. `id` names it among all notes; 0 where it is not kept yet."""

    text: str
    created_at: datetime
    id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperDetails:
    """A paper with the records it was computed from and what the reader made of it.

    `corrections` are what the reader said of its records. `coverage` says what each citation service knows of it,
    `notices` which retractions and corrections stand against it, `count_history` every citation count that ever came,
    oldest first.
    """

    paper: Paper
    records: tuple[StoredRecord, ...]
    status: ReadingStatus | None
    notes: tuple[ReaderNote, ...]
    corrections: tuple[Correction, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    notices: tuple[Notice, ...] = ()
    count_history: tuple[CitationCount, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryStatus:
    """The library at a glance. `marks` counts papers by reading status, `database` is its address without password."""

    data_dir: str
    database: str
    papers: int
    marks: Mapping[ReadingStatus, int]
    index: IndexStatus
    last_run: RunReport | None
