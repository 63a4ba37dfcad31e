"""What the reader has said of records, as rows. They are few: made by hand, one by one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, Engine, delete, func, select

from paper_reader.store import dialect
from paper_reader.store.moments import time_of, time_text
from paper_reader.store.tables import corrections
from paper_reader.types import Correction, CorrectionKind, RecordName

_COLUMNS = ("one_source", "one_key", "other_source", "other_key", "kind", "made_at")
_Pairs = Mapping[tuple[RecordName, RecordName], CorrectionKind]


def corrections_of(connection: Connection) -> dict[tuple[RecordName, RecordName], CorrectionKind]:
    """Every correction by its pair of records."""
    return {(one.one, one.other): one.kind for one in _all(connection)}


def replace_corrections(connection: Connection, wanted: _Pairs, now: datetime) -> None:
    """Makes `wanted` all that is said; what was said before keeps its time."""
    present = corrections_of(connection)
    for one, other in [names for names, said in present.items() if wanted.get(names) is not said]:
        here = (corrections.c.one_source == one[0]) & (corrections.c.one_key == one[1])
        here &= (corrections.c.other_source == other[0]) & (corrections.c.other_key == other[1])
        connection.execute(delete(corrections).where(here))
    new = [names for names, said in wanted.items() if present.get(names) is not said]
    rows = [(*one, *other, wanted[one, other].value, time_text(now)) for one, other in new]
    dialect.insert_many(connection, corrections, _COLUMNS, rows)


class StoredCorrections:
    """What the reader has said of records."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def all(self) -> list[Correction]:
        """Every correction, the oldest first."""
        with dialect.reading(self._engine) as connection:
            return sorted(_all(connection), key=lambda one: (one.made_at, one.one, one.other))

    def count(self) -> int:
        """How many pairs of records something is said of."""
        with dialect.reading(self._engine) as connection:
            return connection.execute(select(func.count()).select_from(corrections)).scalar_one()


def _all(connection: Connection) -> list[Correction]:
    rows = connection.execute(select(*[corrections.c[name] for name in _COLUMNS])).all()
    return [Correction((row[0], row[1]), (row[2], row[3]), CorrectionKind(row[4]), time_of(row[5])) for row in rows]
