"""Reading records: what each source said of a paper, and why it hangs there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Engine, func, select

from paper_reader.store import dialect
from paper_reader.store.moments import time_of
from paper_reader.store.payload import decode_record
from paper_reader.store.tables import papers, records
from paper_reader.types import MergeDecision, MergeKind, SourceRecord, StoredRecord

_ROW = (
    records.c.source,
    records.c.key,
    records.c.fetched_at,
    records.c.payload,
    records.c.paper_id,
    records.c.decision,
    records.c.stored_at,
)
_decoder = msgspec.json.Decoder(MergeDecision)
_encoder = msgspec.json.Encoder()
_CREATED = MergeDecision(MergeKind.CREATE)


def encode_decision(decision: MergeDecision) -> str | None:
    """JSON; None for a record that simply made a paper, which is the rule."""
    return None if decision == _CREATED else _encoder.encode(decision).decode()


def stored_record(row: Sequence[Any]) -> StoredRecord:
    """The value of one row of `_ROW`."""
    source, key, fetched_at, payload, paper_id, decision, stored_at = row
    return StoredRecord(
        record=decode_record(payload, source=source, key=key, fetched_at=time_of(fetched_at)),
        paper_id=paper_id,
        decision=_decoder.decode(decision) if decision else _CREATED,
        stored_at=time_of(stored_at),
    )


def records_of(connection: Connection, paper_ids: Sequence[int]) -> list[StoredRecord]:
    """The records of some papers in the order they came."""
    wanted = dialect.matching(connection, records.c.paper_id, paper_ids)
    return [stored_record(row) for row in connection.execute(select(*_ROW).where(wanted).order_by(records.c.id))]


def numbered_records_of(connection: Connection, paper_ids: Sequence[int]) -> list[tuple[int, StoredRecord]]:
    """The records of some papers with their numbers, in the order they came."""
    wanted = select(*_ROW, records.c.id).where(dialect.matching(connection, records.c.paper_id, paper_ids))
    rows = connection.execute(wanted.order_by(records.c.id)).all()  # all at once: a third of the time of one by one
    return [(row[-1], stored_record(row[:-1])) for row in rows]


def numbered_page(connection: Connection, *, after: int, limit: int) -> list[tuple[int, SourceRecord]]:
    """The records that follow a number, with their numbers."""
    page = select(*_ROW, records.c.id).where(records.c.id > after).order_by(records.c.id).limit(limit)
    return [(row[-1], stored_record(row[:-1]).record) for row in connection.execute(page)]


class Records:
    """Records as they were harvested."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of_paper(self, paper_id: int) -> list[StoredRecord]:
        """Every record of a paper in the order they came, each with the grounds of its merge."""
        with dialect.reading(self._engine) as connection:
            survivor = connection.execute(select(papers.c.fused_into).where(papers.c.id == paper_id)).scalar()
            return records_of(connection, [survivor or paper_id])

    def of_papers(self, paper_ids: Sequence[int]) -> list[StoredRecord]:
        """The records of several papers in the order they came, read together."""
        with dialect.reading(self._engine) as connection:
            return records_of(connection, paper_ids)

    def count(self) -> int:
        """How many records there are."""
        with dialect.reading(self._engine) as connection:
            return connection.execute(select(func.count()).select_from(records)).scalar_one()
