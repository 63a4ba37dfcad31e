"""The book of harvests and imports: what was asked, how it went, what it brought."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Engine, delete, insert, select, update

from paper_reader.errors import StoreError
from paper_reader.store import dialect
from paper_reader.store.moments import time_of, time_text
from paper_reader.store.process_mark import is_gone, read_mark, this_process
from paper_reader.store.tables import cursors, runs
from paper_reader.types import Outcome, RunReport

_ABANDONED = "its process ended without a word; what it had stored is kept. Run it again to go on"
_COUNTERS = ("read", "created", "updated", "unchanged", "merged", "rejected")


class Runs:
    """Runs by number. The counters grow inside the transactions that store the records."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    def start(self, kind: str, description: str) -> int:
        """Writes down that a run begins; the number under which it goes."""
        values = {"kind": kind, "description": description, "outcome": Outcome.RUNNING.value, "messages": "[]"}
        counters = dict.fromkeys(_COUNTERS, 0)
        now = time_text(self._clock())
        with dialect.writing(self._engine) as connection:
            self._close_abandoned(connection)
            made = connection.execute(insert(runs).values(**values, **counters, started_at=now)).inserted_primary_key
            if made is None:
                raise StoreError("the database gave no number for a new run")
            mark = {"name": _mark_name(made[0]), "value": this_process().to_json(), "updated_at": now}
            dialect.upsert(connection, cursors, mark)
        return int(made[0])

    def finish(
        self,
        run_id: int,
        outcome: Outcome,
        *,
        rejected: int = 0,
        rejects_path: str | None = None,
        messages: Sequence[str] = (),
    ) -> RunReport:
        """Writes down how the run ended and gives the whole report."""
        values = {
            "outcome": outcome.value,
            "finished_at": time_text(self._clock()),
            "rejected": rejected,
            "rejects_path": rejects_path,
            "messages": msgspec.json.encode(list(messages)).decode(),
        }
        with dialect.writing(self._engine) as connection:
            connection.execute(update(runs).where(runs.c.id == run_id).values(**values))
            connection.execute(delete(cursors).where(cursors.c.name == _mark_name(run_id)))
        return self.get(run_id)

    def abandoned(self) -> list[RunReport]:
        """The runs that look as if they went on, but whose process is gone."""
        with dialect.reading(self._engine) as connection:
            numbers = _abandoned(connection)
        return [self.get(number) for number in numbers]

    def close_abandoned(self) -> int:
        """Write down that those have ended; how many there were. Each new run does the same."""
        with dialect.writing(self._engine) as connection:
            return self._close_abandoned(connection)

    def _close_abandoned(self, connection: Connection) -> int:
        numbers = _abandoned(connection)
        ended = {"finished_at": time_text(self._clock()), "messages": msgspec.json.encode([_ABANDONED]).decode()}
        for number in numbers:
            this = update(runs).where(runs.c.id == number).values(**ended)
            connection.execute(this.values(outcome=Outcome.FAILED.value))
            connection.execute(this.where(runs.c.read > 0).values(outcome=Outcome.PARTIAL.value))
            connection.execute(delete(cursors).where(cursors.c.name == _mark_name(number)))
        return len(numbers)

    def get(self, run_id: int) -> RunReport:
        """The report of one run. Raises StoreError for a number that was never given."""
        with dialect.reading(self._engine) as connection:
            row = connection.execute(select(runs).where(runs.c.id == run_id)).mappings().first()
        if row is None:
            raise StoreError(f"there is no run {run_id}. Try: paper-reader runs")
        return _report(dict(row))

    def list(self, limit: int = 20) -> list[RunReport]:
        """The latest runs, newest first."""
        with dialect.reading(self._engine) as connection:
            rows = connection.execute(select(runs).order_by(runs.c.id.desc()).limit(limit)).mappings().all()
        return [_report(dict(row)) for row in rows]


def _mark_name(run_id: int) -> str:
    """Under which name it is kept which process is at work on a run."""
    return f"run:{run_id}"


def _abandoned(connection: Connection) -> list[int]:
    going_on = select(runs.c.id).where(runs.c.outcome == Outcome.RUNNING.value).order_by(runs.c.id)
    found = []
    for number in connection.execute(going_on).scalars().all():
        text = connection.execute(select(cursors.c.value).where(cursors.c.name == _mark_name(number))).scalar()
        mark = read_mark(text) if text else None
        if mark is None or is_gone(mark):  # a run without a mark is of a program that wrote none: long over
            found.append(number)
    return found


def _report(row: dict[str, Any]) -> RunReport:
    return RunReport(
        run_id=row["id"],
        kind=row["kind"],
        description=row["description"],
        outcome=Outcome(row["outcome"]),
        started_at=time_of(row["started_at"]),
        finished_at=time_of(row["finished_at"]) if row["finished_at"] else None,
        rejects_path=row["rejects_path"],
        messages=tuple(msgspec.json.decode(row["messages"], type=list[str])),
        **{name: row[name] for name in _COUNTERS},
    )
