"""The transaction of one ingest batch: what it looks up, and the rows it writes.

It decides nothing; `paper_reader.ingest` asks it, lets `paper_reader.merge` decide, and hands back what to write.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, delete, func, select, update

from paper_reader.errors import StoreError
from paper_reader.identifiers import identifier_keys
from paper_reader.store import dialect
from paper_reader.store.corrections import corrections_of, made_by_reader, replace_corrections
from paper_reader.store.moments import time_text
from paper_reader.store.paper_rows import COLUMNS, from_row, to_row
from paper_reader.store.record_keys import insert_keys
from paper_reader.store.records import encode_decision, numbered_records_of
from paper_reader.store.reviews import note_found
from paper_reader.store.tables import (
    cursors,
    papers,
    record_counts,
    record_identifiers,
    record_keys,
    record_references,
    records,
    runs,
)
from paper_reader.types import (
    CorrectionKind,
    IngestCounts,
    MergeDecision,
    Paper,
    RecordName,
    SourceRecord,
    StoredRecord,
)

_BY_IDENTIFIER = select(records.c.paper_id).join_from(
    record_identifiers, records, records.c.id == record_identifiers.c.record_id
)
_BY_TITLE = select(records.c.paper_id)
_BY_KEY = select(records.c.paper_id).join_from(record_keys, records, records.c.id == record_keys.c.record_id)
_FUSED_INTO = COLUMNS.index("fused_into")
_RECORD_COLUMNS = tuple(column.name for column in records.columns)


@dataclass(frozen=True, slots=True)
class KnownRecord:
    """A record that is in the library already."""

    id: int
    paper_id: int
    payload_hash: bytes


@dataclass(slots=True, eq=False)
class RecordToStore:
    """A record with everything its rows need. `known` is set where it replaces an older content."""

    record: SourceRecord
    identifiers: tuple[str, ...]
    title_key: int
    near_keys: tuple[int, ...]
    payload: bytes
    payload_hash: bytes
    paper_id: int
    decision: MergeDecision | None  # None keeps the one that a known record has
    known: KnownRecord | None = None


class IngestTransaction:
    """Lookups and writes inside one open transaction that holds the write lock."""

    def __init__(self, connection: Connection, now: datetime) -> None:
        self._connection = connection
        self._moment = now
        self._now = time_text(now)

    def known_records(self, names: Collection[tuple[str, str]]) -> dict[tuple[str, str], KnownRecord]:
        """Those of the records, named by source and key, that the library has."""
        by_source: dict[str, list[str]] = {}
        for source, key in names:
            by_source.setdefault(source, []).append(key)
        found: dict[tuple[str, str], KnownRecord] = {}
        wanted = select(records.c.key, records.c.id, records.c.paper_id, records.c.payload_hash)
        for source, keys in by_source.items():
            matching = dialect.matching(self._connection, records.c.key, keys)
            for key, record_id, paper_id, hashed in self._connection.execute(
                wanted.where(records.c.source == source, matching)
            ):
                found[source, key] = KnownRecord(record_id, paper_id, hashed)
        return found

    def corrections(self) -> dict[tuple[RecordName, RecordName], CorrectionKind]:
        """What the reader has said of pairs of records."""
        return corrections_of(self._connection)

    def replace_corrections(self, wanted: Mapping[tuple[RecordName, RecordName], CorrectionKind]) -> None:
        """Makes `wanted` all that the reader has said."""
        replace_corrections(self._connection, wanted, self._moment)

    def papers_sharing(
        self, identifiers: Collection[str], title_keys: Collection[int], near_keys: Collection[int]
    ) -> set[int]:
        """Ids of the papers one of whose records goes by an identifier or has one of the keys."""
        asked: list[tuple[Select[Any], ColumnElement[Any], Sequence[str] | Sequence[int]]] = [
            (_BY_IDENTIFIER, record_identifiers.c.identifier, sorted(identifiers)),
            (_BY_TITLE, records.c.title_key, sorted(title_keys)),
            (_BY_KEY, record_keys.c.key, sorted(near_keys)),
        ]
        found: set[int] = set()
        for wanted, column, values in asked:
            if values:
                matching = dialect.matching(self._connection, column, values)
                found.update(self._connection.execute(wanted.where(matching)).scalars().all())
        return found

    def records_of(self, paper_ids: Sequence[int]) -> list[tuple[int, StoredRecord]]:
        """The records of some papers with their numbers, in the order they came."""
        return numbered_records_of(self._connection, paper_ids) if paper_ids else []

    def names_of(self, paper_id: int) -> list[RecordName]:
        """The names of a paper's records, in the order they came."""
        wanted = select(records.c.source, records.c.key).where(records.c.paper_id == paper_id)
        return [(row[0], row[1]) for row in self._connection.execute(wanted.order_by(records.c.id))]

    def made_by_reader(self, paper_ids: Sequence[int]) -> dict[int, str]:
        """What the reader made of papers under their own numbers: "mark", "2 notes", "mark and note"."""
        return made_by_reader(self._connection, paper_ids)

    def tombstones_of(self, paper_ids: Sequence[int]) -> dict[int, dict[int, frozenset[str]]]:
        """For each of the papers those that were fused into it, with the names of records that they had."""
        wanted = select(*[papers.c[name] for name in COLUMNS])
        here = dialect.matching(self._connection, papers.c.fused_into, paper_ids)
        found: dict[int, dict[int, frozenset[str]]] = {}
        for row in self._connection.execute(wanted.where(here)):
            names = frozenset(from_row(row).provenance.values())
            found.setdefault(row[_FUSED_INTO], {})[row[0]] = names
        return found

    def papers(self, ids: Sequence[int]) -> dict[int, Paper]:
        """Some papers as they are stored now."""
        if not ids:
            return {}
        wanted = select(*[papers.c[name] for name in COLUMNS])
        rows = self._connection.execute(wanted.where(dialect.matching(self._connection, papers.c.id, ids))).all()
        return {row[0]: from_row(row) for row in rows}

    def next_paper_id(self) -> int:
        """One more than the highest paper id; stays free while this transaction is open."""
        return (self._connection.execute(select(func.max(papers.c.id))).scalar() or 0) + 1

    def next_change_number(self) -> int:
        """One more than the highest change number."""
        return (self._connection.execute(select(func.max(papers.c.change_number))).scalar() or 0) + 1

    def insert_papers(self, new: Sequence[Paper]) -> None:
        """Writes papers that were not there."""
        dialect.insert_many(self._connection, papers, COLUMNS, [to_row(one) for one in new])

    def replace_papers(self, changed: Sequence[Paper]) -> None:
        """Writes what papers have become."""
        dialect.update_many(self._connection, papers, COLUMNS, [to_row(one) for one in changed])

    def bury_papers(self, survivors: Mapping[int, int], change_numbers: Mapping[int, int]) -> None:
        """Leaves tombstones for papers that have no records any more; older ones that point to them go along."""
        for gone, survivor in survivors.items():
            here = papers.c.id == gone
            self._connection.execute(update(papers).where(papers.c.fused_into == gone).values(fused_into=survivor))
            values = {"fused_into": survivor, "change_number": change_numbers[gone]}
            self._connection.execute(update(papers).where(here).values(**values))

    def move_records(self, paper_of: Mapping[RecordName, int]) -> None:
        """Hangs records that are there to other papers."""
        if not paper_of:
            return
        here = (records.c.source == bindparam("of_source")) & (records.c.key == bindparam("of_key"))
        statement = update(records).where(here).values(paper_id=bindparam("to_paper"))
        rows = [{"of_source": name[0], "of_key": name[1], "to_paper": paper} for name, paper in paper_of.items()]
        self._connection.execute(statement, rows)

    def insert_records(self, new: Sequence[RecordToStore]) -> None:
        """Writes records that were not there, with all that hangs to them. Their papers must be there."""
        first = (self._connection.execute(select(func.max(records.c.id))).scalar() or 0) + 1
        numbered = list(enumerate(new, first))
        rows = [self._record_row(record_id, one) for record_id, one in numbered]
        dialect.insert_many(self._connection, records, _RECORD_COLUMNS, rows)
        self._insert_names(numbered)
        counted = [(record_id, one.record) for record_id, one in numbered if one.record.citation is not None]
        self._insert_counts([(record_id, 1, record) for record_id, record in counted])

    def replace_records(self, changed: Sequence[RecordToStore]) -> None:
        """Writes new content over records; a new citation count is put beside the older ones."""
        numbered = [(one.known.id, one) for one in changed if one.known is not None]
        ids = [record_id for record_id, _ in numbered]
        if not ids:
            return
        values: dict[str, Any] = {
            name: bindparam(f"new_{name}") for name in _RECORD_COLUMNS if name not in ("id", "stored_at")
        }
        values["decision"] = func.coalesce(values["decision"], records.c.decision)
        statement = update(records).where(records.c.id == bindparam("new_id")).values(values)
        named = [f"new_{name}" for name in _RECORD_COLUMNS]
        self._delete_names(ids)
        rows = [dict(zip(named, self._record_row(record_id, one), strict=True)) for record_id, one in numbered]
        self._connection.execute(statement, rows)
        self._insert_names(numbered)
        self._append_counts(numbered)

    def set_cursor(self, name: str, value: str) -> None:
        """Moves a cursor together with the batch."""
        dialect.upsert(self._connection, cursors, {"name": name, "value": value, "updated_at": self._now})

    def add_counts(self, run_id: int, counts: IngestCounts) -> None:
        """Adds what this batch brought to its run."""
        values = {name: runs.c[name] + getattr(counts, name) for name in IngestCounts.__slots__}
        changed = self._connection.execute(update(runs).where(runs.c.id == run_id).values(values))
        if changed.rowcount != 1:
            raise StoreError(f"there is no run {run_id} to count for")

    def note_found(self, search_id: int, names: Sequence[tuple[str, str]]) -> None:
        """Notes these records, named by source and key, as found by a search of a review."""
        known = self.known_records(names)
        note_found(self._connection, search_id, [one.id for one in known.values()], self._now)

    def _record_row(self, record_id: int, one: RecordToStore) -> tuple[Any, ...]:
        record = one.record
        return (
            record_id,
            one.paper_id,
            one.title_key,
            record.source,
            record.key,
            one.payload_hash,
            time_text(record.fetched_at),
            self._now,
            encode_decision(one.decision) if one.decision else None,
            one.payload.decode(),
        )

    def _insert_names(self, numbered: Sequence[tuple[int, RecordToStore]]) -> None:
        # Sorted, since neighbours in the index then change together: a third of the pages to write.
        names = sorted([(name, record_id) for record_id, one in numbered for name in one.identifiers])
        dialect.insert_many(self._connection, record_identifiers, ("identifier", "record_id"), names)
        insert_keys(self._connection, [(key, record_id) for record_id, one in numbered for key in one.near_keys])
        references = [
            (record_id, position, name)
            for record_id, one in numbered
            if one.record.references
            for position, name in enumerate(identifier_keys(one.record.references))
        ]
        columns = ("record_id", "position", "identifier")
        dialect.insert_many(self._connection, record_references, columns, references)

    def _delete_names(self, ids: Sequence[int]) -> None:
        for table in (record_identifiers, record_references):
            self._connection.execute(delete(table).where(dialect.matching(self._connection, table.c.record_id, ids)))

    def _append_counts(self, numbered: Sequence[tuple[int, RecordToStore]]) -> None:
        for record_id, one in numbered:
            citation = one.record.citation
            if citation is None:
                continue
            latest = select(record_counts).where(record_counts.c.record_id == record_id)
            row = self._connection.execute(latest.order_by(record_counts.c.number.desc()).limit(1)).mappings().first()
            observed = citation.observed_on.isoformat() if citation.observed_on else None
            seen = (row["count"], row["source"], row["observed_on"]) if row else None
            if seen != (citation.count, citation.source, observed):
                self._insert_counts([(record_id, row["number"] + 1 if row else 1, one.record)])

    def _insert_counts(self, counted: Sequence[tuple[int, int, SourceRecord]]) -> None:
        rows = []
        for record_id, number, record in counted:
            citation = record.citation
            if citation is not None:
                observed = citation.observed_on.isoformat() if citation.observed_on else None
                rows.append(
                    (record_id, number, citation.count, citation.source, observed, time_text(record.fetched_at))
                )
        columns = ("record_id", "number", "count", "source", "observed_on", "seen_at")
        dialect.insert_many(self._connection, record_counts, columns, rows)
