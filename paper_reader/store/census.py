"""Questions about the database as a whole, for those who look after it: sizes, latest dates, what can still be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, delete, func, select

from paper_reader.errors import StoreError
from paper_reader.store import dialect
from paper_reader.store.moments import time_of
from paper_reader.store.names import CURSOR as NAMES_CURSOR
from paper_reader.store.tables import (
    cursors,
    embeddings,
    encoders,
    marks,
    metadata,
    notes,
    paper_names,
    papers,
    records,
    runs,
)

_IDS_A_STEP = 2000


@dataclass(frozen=True, slots=True)
class VectorsKept:
    """The vectors of one encoder."""

    encoder_key: str
    count: int
    size_bytes: int


class Census:
    """What is asked seldom and of everything."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def journal_mode(self) -> tuple[str, str] | None:
        """SQLite's version and how it keeps its log ("wal"); None for another system."""
        with dialect.reading(self._engine) as connection:
            if connection.dialect.name != "sqlite":
                return None
            version = connection.exec_driver_sql("SELECT sqlite_version()").scalar_one()
            return str(version), str(connection.exec_driver_sql("PRAGMA journal_mode").scalar_one())

    def keep_log(self) -> None:
        """Let SQLite keep its log beside the file again, so that readers go on beside a writer."""
        dialect.prepare_file(self._engine, wait_seconds=5)

    def vectors(self) -> list[VectorsKept]:
        """How many vectors are kept of each encoder, and how much room they take."""
        counts = select(encoders.c.key, encoders.c.id, func.count(embeddings.c.id))
        joined = counts.join_from(encoders, embeddings, embeddings.c.encoder_id == encoders.c.id)
        with dialect.reading(self._engine) as connection:
            rows = connection.execute(joined.group_by(encoders.c.key, encoders.c.id)).all()
            return [VectorsKept(key, count, count * _width(connection, one)) for key, one, count in rows]

    def latest_moments(self) -> dict[str, datetime]:
        """The latest date that each part of the library bears."""
        newest_record = select(records.c.stored_at).order_by(records.c.id.desc()).limit(1)
        asked = {
            "a run": select(func.max(runs.c.started_at)),
            "a record": newest_record,
            "a mark": select(func.max(marks.c.updated_at)),
            "a note": select(func.max(notes.c.created_at)),
            "a place of a harvest": select(func.max(cursors.c.updated_at)),
        }
        with dialect.reading(self._engine) as connection:
            found = {name: connection.execute(statement).scalar() for name, statement in asked.items()}
        return {name: time_of(text) for name, text in found.items() if text}

    def present(self) -> dict[int, bytes]:
        """Every paper that is there, with the hash of its present text."""
        wanted = select(papers.c.id, papers.c.content_hash).where(papers.c.fused_into.is_(None))
        with dialect.reading(self._engine) as connection:
            return {row[0]: row[1] for row in connection.execute(wanted)}

    def rejects_paths(self) -> set[str]:
        """The files of rejected lines that runs name."""
        named = select(runs.c.rejects_path).where(runs.c.rejects_path.is_not(None)).distinct()
        with dialect.reading(self._engine) as connection:
            return set(connection.execute(named).scalars())

    def name_rows_astray(self) -> str | None:
        """What is wrong with the rows that papers are looked up by; None where nothing is seen to be."""
        with dialect.reading(self._engine) as connection:
            reached = connection.execute(select(cursors.c.value).where(cursors.c.name == NAMES_CURSOR)).scalar()
            latest = connection.execute(select(func.max(papers.c.change_number))).scalar() or 0
            if reached is None:
                return None  # they were never made; the next search makes them
            if not reached.isdigit() or int(reached) > latest:
                return f"they claim to be at change {reached}, the library is at {latest}"
            gone = select(func.count()).select_from(paper_names.join(papers, papers.c.id == paper_names.c.paper_id))
            known = papers.c.change_number <= int(reached)
            lost = connection.execute(gone.where(papers.c.fused_into.is_not(None), known)).scalar_one()
        return f"{lost:,} of them lead to papers that are no longer" if lost else None

    def forget_name_rows(self) -> None:
        """Let them be made anew by the next `Names.follow`."""
        with dialect.writing(self._engine) as connection:
            connection.execute(delete(cursors).where(cursors.c.name == NAMES_CURSOR))

    def readable(self) -> dict[str, int | None]:
        """How many rows of each table can be read, None where not even that can be said. Never raises."""
        found: dict[str, int | None] = {}
        for table in metadata.sorted_tables:
            try:
                with dialect.reading(self._engine) as connection:
                    found[table.name] = sum(1 for _ in connection.execute(select(table)))
            except StoreError:
                found[table.name] = None
        return found

    def readable_paper_ids(self) -> Iterator[int]:
        """The numbers of papers whose row and records can be read, piece by piece around what cannot."""
        last = self._last_id()
        for start in range(1, last + 1, _IDS_A_STEP):
            yield from self._readable_in(start, min(start + _IDS_A_STEP - 1, last))

    def _last_id(self) -> int:
        try:
            with dialect.reading(self._engine) as connection:
                return connection.execute(select(func.max(papers.c.id))).scalar() or 0
        except StoreError:
            return 0

    def _readable_in(self, first: int, last: int) -> Iterator[int]:
        """Halve a range that cannot be read until what is left out is single papers."""
        try:
            with dialect.reading(self._engine) as connection:
                rows = connection.execute(select(papers).where(papers.c.id.between(first, last))).all()
                hanging = select(records).where(records.c.paper_id.between(first, last))
                for _ in connection.execute(hanging):
                    pass
        except StoreError:
            if first < last:
                middle = (first + last) // 2
                yield from self._readable_in(first, middle)
                yield from self._readable_in(middle + 1, last)
            return
        yield from (row.id for row in rows if row.fused_into is None)


def _width(connection: Connection, encoder_id: int) -> int:
    one = select(embeddings.c.vector).where(embeddings.c.encoder_id == encoder_id).limit(1)
    return len(connection.execute(one).scalar_one())
