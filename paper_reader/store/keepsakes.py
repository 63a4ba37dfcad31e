"""What the reader made of many papers, and the history of their counts, for moving a library; all of it or nothing.

What the reader did in the library that takes them in comes first: a mark that is there stays, a note that is there is
not doubled.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, Engine, delete, func, insert, select

from paper_reader.store import dialect
from paper_reader.store.moments import optional_date, time_of, time_text
from paper_reader.store.tables import marks, notes, papers, record_counts, records
from paper_reader.store.through import bring_through, through_where
from paper_reader.types import NOTHING_READ, CitationCount, ReadingStatus, ReadingThrough

RecordName = tuple[str, str]  # source and key
SeenCount = tuple[CitationCount, datetime]  # a count, and when it came
_PRESENT = func.coalesce(papers.c.fused_into, papers.c.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Keepsake:
    """What the reader made of one paper, and what was counted of its records. `records` name the paper."""

    records: tuple[RecordName, ...] = ()
    mark: ReadingStatus | None = None
    marked_at: datetime | None = None
    notes: tuple[tuple[str, datetime], ...] = ()
    through: ReadingThrough = NOTHING_READ
    counts: Mapping[RecordName, tuple[SeenCount, ...]] = field(default_factory=dict)


class Keepsakes:
    """The reader's own things, by the hundred."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of_papers(self, ids: Sequence[int]) -> dict[int, Keepsake]:
        """What the reader made of those papers, where there is anything; notes in the order they were made."""
        marked = select(_PRESENT, marks.c.status, marks.c.updated_at).join_from(
            marks, papers, papers.c.id == marks.c.paper_id
        )
        noted = select(_PRESENT, notes.c.text, notes.c.created_at).join_from(
            notes, papers, papers.c.id == notes.c.paper_id
        )
        status: dict[int, tuple[ReadingStatus, datetime]] = {}
        texts: dict[int, list[tuple[str, datetime]]] = {}
        with dialect.reading(self._engine) as connection:
            among = dialect.matching(connection, _PRESENT, list(ids))
            for paper_id, mark, at in connection.execute(marked.where(among).order_by(marks.c.updated_at)):
                status[paper_id] = (ReadingStatus(mark), time_of(at))
            for paper_id, text, at in connection.execute(noted.where(among).order_by(notes.c.id)):
                texts.setdefault(paper_id, []).append((text, time_of(at)))
            through = through_where(connection, among)
        return {
            one: Keepsake(
                mark=status[one][0] if one in status else None,
                marked_at=status[one][1] if one in status else None,
                notes=tuple(texts.get(one, ())),
                through=through.get(one, NOTHING_READ),
            )
            for one in status.keys() | texts.keys() | through.keys()
        }

    def counts_of(self, ids: Sequence[int]) -> dict[int, dict[RecordName, tuple[SeenCount, ...]]]:
        """Every count of the papers' records, oldest first, by paper and record."""
        kept = (
            select(records.c.paper_id, records.c.source, records.c.key, record_counts)
            .join_from(record_counts, records, records.c.id == record_counts.c.record_id)
            .order_by(record_counts.c.record_id, record_counts.c.number)
        )
        found: dict[int, dict[RecordName, tuple[SeenCount, ...]]] = {}
        with dialect.reading(self._engine) as connection:
            rows = connection.execute(kept.where(dialect.matching(connection, records.c.paper_id, list(ids))))
            for row in rows.mappings():
                count = CitationCount(row["count"], row["source_1"], optional_date(row["observed_on"]))
                own = found.setdefault(row["paper_id"], {})
                name = (row["source"], row["key"])
                own[name] = (*own.get(name, ()), (count, time_of(row["seen_at"])))
        return found

    def bring(self, kept: Sequence[Keepsake]) -> None:
        """Writes what came with a file; bringing the same in twice changes nothing. Unknown records are passed over."""
        if not kept:
            return
        with dialect.writing(self._engine) as connection:
            known = _known(connection, [name for one in kept for name in (*one.records, *one.counts)])
            for one in kept:
                paper_id = next((known[name][1] for name in one.records if name in known), None)
                if paper_id is not None:
                    _bring_mark(connection, paper_id, one)
                    _bring_notes(connection, paper_id, one)
                    bring_through(connection, paper_id, one.through)
                for name, counts in one.counts.items():
                    if name in known:
                        _bring_counts(connection, known[name][0], counts)


def _known(connection: Connection, names: Sequence[RecordName]) -> dict[RecordName, tuple[int, int]]:
    """Record id and paper id of the records that are there."""
    by_source: dict[str, list[str]] = {}
    for source, key in dict.fromkeys(names):
        by_source.setdefault(source, []).append(key)
    found: dict[RecordName, tuple[int, int]] = {}
    wanted = select(records.c.key, records.c.id, records.c.paper_id)
    for source, keys in by_source.items():
        matching = dialect.matching(connection, records.c.key, keys)
        for key, record_id, paper_id in connection.execute(wanted.where(records.c.source == source, matching)):
            found[source, key] = (record_id, paper_id)
    return found


def _bring_mark(connection: Connection, paper_id: int, kept: Keepsake) -> None:
    if kept.mark is None or kept.marked_at is None:
        return
    if connection.execute(select(marks.c.status).where(marks.c.paper_id == paper_id)).first() is None:
        values = {"paper_id": paper_id, "status": kept.mark.value, "updated_at": time_text(kept.marked_at)}
        connection.execute(insert(marks).values(**values))


def _bring_notes(connection: Connection, paper_id: int, kept: Keepsake) -> None:
    if not kept.notes:
        return
    present = select(notes.c.text, notes.c.created_at).where(notes.c.paper_id == paper_id)
    there = {(row[0], row[1]) for row in connection.execute(present)}
    for text, at in kept.notes:
        if (text, time_text(at)) not in there:
            values = {"paper_id": paper_id, "text": text, "created_at": time_text(at)}
            connection.execute(insert(notes).values(**values))


def _bring_counts(connection: Connection, record_id: int, counts: Sequence[SeenCount]) -> None:
    """Puts older counts before the one that the record brought itself; numbers go by when a count came."""
    own = select(record_counts).where(record_counts.c.record_id == record_id).order_by(record_counts.c.number)
    rows = [
        (row["count"], row["source"], row["observed_on"], row["seen_at"]) for row in connection.execute(own).mappings()
    ]
    came = [
        (one.count, one.source, one.observed_on.isoformat() if one.observed_on else None, time_text(at))
        for one, at in counts
    ]
    together = sorted(dict.fromkeys([*came, *(row for row in rows if row[:3] not in {one[:3] for one in came})]),
                      key=lambda row: row[3])  # fmt: skip
    if together == rows:
        return
    connection.execute(delete(record_counts).where(record_counts.c.record_id == record_id))
    columns = ("record_id", "number", "count", "source", "observed_on", "seen_at")
    dialect.insert_many(
        connection, record_counts, columns, [(record_id, number, *row) for number, row in enumerate(together, 1)]
    )
