"""What the reader does: how far they are with a paper, and their notes. No harvest ever touches these."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, delete, func, insert, or_, select

from paper_reader.errors import PaperNotFound
from paper_reader.store import dialect
from paper_reader.store.moments import time_of, time_text
from paper_reader.store.tables import marks, notes, papers
from paper_reader.types import ReadingStatus

_PRESENT = func.coalesce(papers.c.fused_into, papers.c.id)  # marks stay on the paper they were made on


@dataclass(frozen=True, slots=True)
class Note:
    """One note of the reader."""

    id: int
    text: str
    created_at: datetime


class Reading:
    """Marks and notes by paper. Those made on a paper that was fused away are shown on the one that took it in."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    def set_status(self, paper_id: int, status: ReadingStatus | None) -> None:
        """Marks a paper; None takes every mark away. Raises PaperNotFound."""
        with dialect.writing(self._engine) as connection:
            known = select(papers.c.id).where(or_(papers.c.id == paper_id, papers.c.fused_into == paper_id))
            ids = list(connection.execute(known).scalars())
            if paper_id not in ids:
                raise PaperNotFound(str(paper_id))
            connection.execute(delete(marks).where(dialect.matching(connection, marks.c.paper_id, ids)))
            if status is not None:
                values = {"paper_id": paper_id, "status": status.value, "updated_at": time_text(self._clock())}
                connection.execute(insert(marks).values(**values))

    def statuses(self) -> dict[int, ReadingStatus]:
        """Every marked paper and its mark; the latest one where two marked papers became one."""
        marked = select(_PRESENT, marks.c.status).join_from(marks, papers, papers.c.id == marks.c.paper_id)
        with dialect.reading(self._engine) as connection:
            rows = connection.execute(marked.order_by(marks.c.updated_at)).all()
        return {row[0]: ReadingStatus(row[1]) for row in rows}

    def add_note(self, paper_id: int, text: str) -> int:
        """Keeps a note on a paper; its number. Raises PaperNotFound."""
        with dialect.writing(self._engine) as connection:
            if connection.execute(select(papers.c.id).where(papers.c.id == paper_id)).scalar() is None:
                raise PaperNotFound(str(paper_id))
            values = {"paper_id": paper_id, "text": text, "created_at": time_text(self._clock())}
            return int(connection.execute(insert(notes).values(**values).returning(notes.c.id)).scalar_one())

    def notes(self, paper_id: int) -> list[Note]:
        """The notes on a paper in the order they were made."""
        wanted = (
            select(notes.c.id, notes.c.text, notes.c.created_at)
            .join_from(notes, papers, papers.c.id == notes.c.paper_id)
            .where(or_(papers.c.id == paper_id, papers.c.fused_into == paper_id))
        )
        with dialect.reading(self._engine) as connection:
            return [Note(row[0], row[1], time_of(row[2])) for row in connection.execute(wanted.order_by(notes.c.id))]
