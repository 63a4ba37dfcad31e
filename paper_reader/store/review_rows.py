"""Reading what a review holds, each row with the paper that its record hangs to at this moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec
from sqlalchemy import ColumnElement, Connection, select, true

from paper_reader.store import dialect
from paper_reader.store.moments import time_of
from paper_reader.store.review_tables import (
    review_decisions,
    review_notes,
    review_records,
    review_runs,
    review_searches,
    review_seeds,
)
from paper_reader.store.tables import records
from paper_reader.types import Channel, Decision, IdentifiedBy, ReviewNote, Stage, Verdict

_covers = msgspec.json.Decoder(list[int])


@dataclass(frozen=True, slots=True)
class FoundRecord:
    """One record that one search found, and its paper now."""

    search_id: int
    record_id: int
    paper_id: int
    found_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRows:
    """All rows of a review. Decisions, oldest first, are without those taken back; each comes with its paper now."""

    found: tuple[FoundRecord, ...]
    decisions: tuple[tuple[int, Decision], ...]
    notes: tuple[tuple[int, ReviewNote], ...]
    seeds: frozenset[int]


def read_rows(connection: Connection, review_id: int, paper_ids: Sequence[int] | None = None) -> ReviewRows:
    """Everything of one review, or what concerns some papers, at one moment."""
    concerned = true() if paper_ids is None else dialect.matching(connection, records.c.paper_id, paper_ids)
    return ReviewRows(
        found=_found(connection, review_id, concerned),
        decisions=_decisions(connection, review_id, concerned),
        notes=_notes(connection, review_id, concerned),
        seeds=_seeds(connection, review_id),
    )


def read_searches(connection: Connection, review_id: int) -> list[IdentifiedBy]:
    """The searches with the runs that made them, in the order they were first made."""
    here = review_searches.c.review_id == review_id
    rows = connection.execute(select(review_searches).where(here).order_by(review_searches.c.id)).mappings().all()
    made = select(review_runs.c.search_id, review_runs.c.run_id).join(
        review_searches, review_searches.c.id == review_runs.c.search_id
    )
    runs = connection.execute(made.where(here).order_by(review_runs.c.run_id)).all()
    return [
        IdentifiedBy(
            review_id=review_id,
            search_id=row["id"],
            channel=Channel(row["channel"]),
            source=row["source"],
            query=row["query"],
            description=row["description"],
            first_at=time_of(row["first_at"]),
            last_at=time_of(row["last_at"]),
            runs=tuple(run_id for search_id, run_id in runs if search_id == row["id"]),
        )
        for row in rows
    ]


def _found(connection: Connection, review_id: int, concerned: ColumnElement[bool]) -> tuple[FoundRecord, ...]:
    wanted = (
        select(review_records.c.search_id, review_records.c.record_id, records.c.paper_id, review_records.c.found_at)
        .join(review_searches, review_searches.c.id == review_records.c.search_id)
        .join(records, records.c.id == review_records.c.record_id)
        .where(review_searches.c.review_id == review_id, concerned)
        .order_by(review_records.c.search_id, review_records.c.record_id)
    )
    return tuple(FoundRecord(row[0], row[1], row[2], time_of(row[3])) for row in connection.execute(wanted))


def _decisions(
    connection: Connection, review_id: int, concerned: ColumnElement[bool]
) -> tuple[tuple[int, Decision], ...]:
    wanted = (
        select(records.c.paper_id, review_decisions)
        .join(records, records.c.id == review_decisions.c.record_id)
        .where(review_decisions.c.review_id == review_id, review_decisions.c.undone_at.is_(None), concerned)
        .order_by(review_decisions.c.id)
    )
    return tuple(
        (
            row["paper_id"],
            Decision(
                id=row["id"],
                record_id=row["record_id"],
                stage=Stage(row["stage"]),
                verdict=Verdict(row["verdict"]),
                reason=row["reason"],
                reviewer=row["reviewer"],
                decided_at=time_of(row["decided_at"]),
                covers=frozenset(_covers.decode(row["covers"])),
            ),
        )
        for row in connection.execute(wanted).mappings()
    )


def _notes(
    connection: Connection, review_id: int, concerned: ColumnElement[bool]
) -> tuple[tuple[int, ReviewNote], ...]:
    wanted = (
        select(records.c.paper_id, review_notes.c.text, review_notes.c.reviewer, review_notes.c.created_at)
        .join(records, records.c.id == review_notes.c.record_id)
        .where(review_notes.c.review_id == review_id, concerned)
        .order_by(review_notes.c.id)
    )
    return tuple((row[0], ReviewNote(row[1], row[2], time_of(row[3]))) for row in connection.execute(wanted))


def _seeds(connection: Connection, review_id: int) -> frozenset[int]:
    wanted = select(records.c.paper_id).join(review_seeds, review_seeds.c.record_id == records.c.id)
    return frozenset(connection.execute(wanted.where(review_seeds.c.review_id == review_id)).scalars())
