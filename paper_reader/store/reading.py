"""What the reader does: how far they are with a paper, and their notes. No harvest ever touches these."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, delete, func, insert, or_, select, update

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


@dataclass(frozen=True, slots=True)
class Mark:
    """How far the reader is with a paper, and since when."""

    status: ReadingStatus
    marked_at: datetime


class Reading:
    """Marks and notes by paper. Those made on a paper that was fused away are shown on the one that took it in."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    def set_status(self, paper_id: int, status: ReadingStatus | None, *, at: datetime | None = None) -> None:
        """Marks a paper, now or as of `at`; None takes every mark away. Raises PaperNotFound."""
        with dialect.writing(self._engine) as connection:
            known = select(papers.c.id).where(or_(papers.c.id == paper_id, papers.c.fused_into == paper_id))
            ids = list(connection.execute(known).scalars())
            if paper_id not in ids:
                raise PaperNotFound(str(paper_id))
            connection.execute(delete(marks).where(dialect.matching(connection, marks.c.paper_id, ids)))
            if status is not None:
                moment = time_text(at or self._clock())
                values = {"paper_id": paper_id, "status": status.value, "updated_at": moment}
                connection.execute(insert(marks).values(**values))

    def statuses(self) -> dict[int, ReadingStatus]:
        """Every marked paper and its mark; the latest one where two marked papers became one."""
        return {paper_id: mark.status for paper_id, mark in self.marks().items()}

    def marks(self) -> dict[int, Mark]:
        """The same with the time of each mark, the latest mark last."""
        marked = select(_PRESENT, marks.c.status, marks.c.updated_at)
        marked = marked.join_from(marks, papers, papers.c.id == marks.c.paper_id).order_by(marks.c.updated_at)
        with dialect.reading(self._engine) as connection:
            rows = connection.execute(marked).all()
        return {row[0]: Mark(ReadingStatus(row[1]), time_of(row[2])) for row in rows}

    def mark_of(self, paper_id: int) -> Mark | None:
        """The mark of one paper."""
        wanted = (
            select(marks.c.status, marks.c.updated_at)
            .join_from(marks, papers, papers.c.id == marks.c.paper_id)
            .where(or_(papers.c.id == paper_id, papers.c.fused_into == paper_id))
            .order_by(marks.c.updated_at.desc())
        )
        with dialect.reading(self._engine) as connection:
            row = connection.execute(wanted).first()
        return Mark(ReadingStatus(row[0]), time_of(row[1])) if row else None

    def add_note(self, paper_id: int, text: str, *, at: datetime | None = None) -> int:
        """Keeps a note on a paper, made now or at `at`; its number. Raises PaperNotFound."""
        with dialect.writing(self._engine) as connection:
            if connection.execute(select(papers.c.id).where(papers.c.id == paper_id)).scalar() is None:
                raise PaperNotFound(str(paper_id))
            values = {"paper_id": paper_id, "text": text, "created_at": time_text(at or self._clock())}
            return int(connection.execute(insert(notes).values(**values).returning(notes.c.id)).scalar_one())

    def change_note(self, paper_id: int, note_id: int, text: str) -> bool:
        """Gives a note of this paper another text; False where the paper has no such note."""
        with dialect.writing(self._engine) as connection:
            if not _has_note(connection, paper_id, note_id):
                return False
            connection.execute(update(notes).where(notes.c.id == note_id).values(text=text))
        return True

    def remove_note(self, paper_id: int, note_id: int) -> bool:
        """Takes a note of this paper away; False where the paper has no such note."""
        with dialect.writing(self._engine) as connection:
            if not _has_note(connection, paper_id, note_id):
                return False
            connection.execute(delete(notes).where(notes.c.id == note_id))
        return True

    def notes(self, paper_id: int) -> list[Note]:
        """The notes on a paper in the order they were made."""
        wanted = (
            select(notes.c.id, notes.c.text, notes.c.created_at)
            .join_from(notes, papers, papers.c.id == notes.c.paper_id)
            .where(or_(papers.c.id == paper_id, papers.c.fused_into == paper_id))
        )
        with dialect.reading(self._engine) as connection:
            return [Note(row[0], row[1], time_of(row[2])) for row in connection.execute(wanted.order_by(notes.c.id))]

    def all_notes(self) -> dict[int, list[Note]]:
        """Every paper with notes, and those in the order they were made."""
        wanted = select(_PRESENT, notes.c.id, notes.c.text, notes.c.created_at)
        wanted = wanted.join_from(notes, papers, papers.c.id == notes.c.paper_id).order_by(notes.c.id)
        found: dict[int, list[Note]] = {}
        with dialect.reading(self._engine) as connection:
            for row in connection.execute(wanted):
                found.setdefault(row[0], []).append(Note(row[1], row[2], time_of(row[3])))
        return found


def _has_note(connection: Connection, paper_id: int, note_id: int) -> bool:
    ours = or_(papers.c.id == paper_id, papers.c.fused_into == paper_id)
    wanted = select(notes.c.id).join_from(notes, papers, papers.c.id == notes.c.paper_id)
    return connection.execute(wanted.where(ours, notes.c.id == note_id)).scalar() is not None
