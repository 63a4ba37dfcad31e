"""What the reader did with full texts, by paper. No harvest ever touches these.

Like marks and notes they stay on the paper they were made on, and are shown on the one that took it in since.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, delete, func, insert, or_, select, true, update

from paper_reader.errors import PaperNotFound
from paper_reader.store import dialect
from paper_reader.store.moments import time_of, time_text
from paper_reader.store.tables import papers
from paper_reader.store.through_tables import paper_annotations, passes_done, reading_positions
from paper_reader.types import NOTHING_READ, Annotation, Pass, ReadingPosition, ReadingThrough

_PRESENT = func.coalesce(papers.c.fused_into, papers.c.id)
_ANNOTATION = ("id", "section", "heading", "text", "created_at", "anchor", "quote")
_POSITION = ("section", "heading", "anchor", "updated_at")


class Through:
    """Annotations, finished passes and positions."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    def of_paper(self, paper_id: int) -> ReadingThrough:
        """What the reader did with one paper's text."""
        ours = or_(papers.c.id == paper_id, papers.c.fused_into == paper_id)
        with dialect.reading(self._engine) as connection:
            return through_where(connection, ours).get(paper_id, NOTHING_READ)

    def all(self) -> dict[int, ReadingThrough]:
        """The same of every paper of which there is anything."""
        with dialect.reading(self._engine) as connection:
            return through_where(connection, true())

    def add(
        self,
        paper_id: int,
        *,
        section: str,
        heading: str,
        text: str,
        anchor: str | None = None,
        quote: str | None = None,
        at: datetime | None = None,
    ) -> int:
        """Keeps a note on a section, or a highlight; its number. Raises PaperNotFound."""
        values = {"section": section, "heading": heading, "text": text, "anchor": anchor, "quote": quote}
        with dialect.writing(self._engine) as connection:
            _check(connection, paper_id)
            made = insert(paper_annotations).values(
                paper_id=paper_id, created_at=time_text(at or self._clock()), **values
            )
            return int(connection.execute(made.returning(paper_annotations.c.id)).scalar_one())

    def change(self, paper_id: int, annotation_id: int, text: str) -> bool:
        """Gives one of this paper's another text; False where the paper has none of this number."""
        with dialect.writing(self._engine) as connection:
            changed = update(paper_annotations).where(_one_of(paper_id, annotation_id)).values(text=text)
            return connection.execute(changed).rowcount > 0

    def remove(self, paper_id: int, annotation_id: int) -> bool:
        """Takes one of this paper's away; False where the paper has none of this number."""
        with dialect.writing(self._engine) as connection:
            return connection.execute(delete(paper_annotations).where(_one_of(paper_id, annotation_id))).rowcount > 0

    def set_pass(self, paper_id: int, number: Pass, *, done: bool, at: datetime | None = None) -> None:
        """Notes that a pass was finished, now or at `at`, or that it was not. Raises PaperNotFound."""
        with dialect.writing(self._engine) as connection:
            _check(connection, paper_id)
            if done:
                row = (paper_id, int(number), time_text(at or self._clock()))
                dialect.insert_missing(connection, passes_done, ("paper_id", "number", "done_at"), [row])
                return
            here = passes_done.c.paper_id.in_(_family(paper_id))
            connection.execute(delete(passes_done).where(here, passes_done.c.number == int(number)))

    def set_position(
        self, paper_id: int, *, section: str, heading: str, anchor: str | None, at: datetime | None = None
    ) -> None:
        """Notes where the reader is. Raises PaperNotFound."""
        values = {"paper_id": paper_id, "section": section, "heading": heading, "anchor": anchor}
        with dialect.writing(self._engine) as connection:
            _check(connection, paper_id)
            dialect.upsert(connection, reading_positions, values | {"updated_at": time_text(at or self._clock())})

    def bring(self, paper_id: int, brought: ReadingThrough) -> None:
        """Adds what came from another library; see `bring_through`."""
        with dialect.writing(self._engine) as connection:
            bring_through(connection, paper_id, brought)


def through_where(connection: Connection, condition: Any) -> dict[int, ReadingThrough]:
    """What the reader did with the texts of those papers, by the number that each has now."""
    made: dict[int, list[Annotation]] = {}
    passes: dict[int, dict[Pass, datetime]] = {}
    positions: dict[int, ReadingPosition] = {}
    wanted = _rows(paper_annotations, _ANNOTATION).where(condition).order_by(paper_annotations.c.id)
    for paper_id, number, section, heading, text, at, anchor, quote in connection.execute(wanted):
        made.setdefault(paper_id, []).append(Annotation(number, section, heading, text, time_of(at), anchor, quote))
    done = _rows(passes_done, ("number", "done_at")).where(condition).order_by(passes_done.c.done_at.desc())
    for paper_id, number, at in connection.execute(done):  # the first time counts where two papers became one
        passes.setdefault(paper_id, {})[Pass(number)] = time_of(at)
    stopped = _rows(reading_positions, _POSITION).where(condition).order_by(reading_positions.c.updated_at)
    for paper_id, section, heading, anchor, at in connection.execute(stopped):
        positions[paper_id] = ReadingPosition(section, heading, anchor, time_of(at))
    return {
        one: ReadingThrough(tuple(made.get(one, ())), dict(sorted(passes.get(one, {}).items())), positions.get(one))
        for one in made.keys() | passes.keys() | positions.keys()
    }


def bring_through(connection: Connection, paper_id: int, brought: ReadingThrough) -> None:
    """Writes what came with a file: what is there already is not doubled, a later position stays."""
    if brought == NOTHING_READ:
        return
    ours = or_(papers.c.id == paper_id, papers.c.fused_into == paper_id)
    there = through_where(connection, ours).get(paper_id, NOTHING_READ)
    known = {(one.heading, one.quote, one.text) for one in there.annotations}
    columns = ("paper_id", "section", "heading", "anchor", "quote", "text", "created_at")
    rows = [
        (paper_id, one.section, one.heading, one.anchor, one.quote, one.text, time_text(one.created_at))
        for one in brought.annotations
        if (one.heading, one.quote, one.text) not in known
    ]
    dialect.insert_many(connection, paper_annotations, columns, rows)
    done = [(paper_id, int(number), time_text(at)) for number, at in brought.passes.items()]
    dialect.insert_missing(connection, passes_done, ("paper_id", "number", "done_at"), done)
    new, mine = brought.position, there.position
    if new is not None and (mine is None or mine.updated_at < new.updated_at):
        values = {"paper_id": paper_id, "section": new.section, "heading": new.heading, "anchor": new.anchor}
        dialect.upsert(connection, reading_positions, values | {"updated_at": time_text(new.updated_at)})


def annotated_counts(connection: Connection, paper_ids: Sequence[int]) -> dict[int, int]:
    """How many annotations were made on papers under their own numbers."""
    wanted = select(paper_annotations.c.paper_id, func.count()).group_by(paper_annotations.c.paper_id)
    here = dialect.matching(connection, paper_annotations.c.paper_id, paper_ids)
    return {row[0]: row[1] for row in connection.execute(wanted.where(here))}


def _rows(table: Any, columns: Sequence[str]) -> Any:
    wanted = select(_PRESENT, *[table.c[name] for name in columns])
    return wanted.join_from(table, papers, papers.c.id == table.c.paper_id)


def _family(paper_id: int) -> Any:
    return select(papers.c.id).where(or_(papers.c.id == paper_id, papers.c.fused_into == paper_id))


def _one_of(paper_id: int, annotation_id: int) -> Any:
    return (paper_annotations.c.id == annotation_id) & paper_annotations.c.paper_id.in_(_family(paper_id))


def _check(connection: Connection, paper_id: int) -> None:
    if connection.execute(select(papers.c.id).where(papers.c.id == paper_id)).scalar() is None:
        raise PaperNotFound(str(paper_id))
