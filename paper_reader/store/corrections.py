"""What the reader has said of records, as rows. They are few: made by hand, one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, Engine, delete, func, select, update

from paper_reader.store import dialect
from paper_reader.store.moments import time_of, time_text
from paper_reader.store.tables import corrections, marks, notes
from paper_reader.store.through import annotated_counts
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


def made_by_reader(connection: Connection, paper_ids: Sequence[int]) -> dict[int, str]:
    """What the reader made of papers under their own numbers, in words, by number."""
    marked = select(marks.c.paper_id).where(dialect.matching(connection, marks.c.paper_id, paper_ids))
    noted = select(notes.c.paper_id).where(dialect.matching(connection, notes.c.paper_id, paper_ids))
    with_mark = set(connection.execute(marked).scalars())
    counted = Counter(connection.execute(noted).scalars()) + Counter(annotated_counts(connection, paper_ids))
    found = {}
    for paper_id in sorted(with_mark | set(counted)):
        count = counted[paper_id]
        noted_in_words = "note" if count == 1 else f"{count} notes" if count else ""
        found[paper_id] = " and ".join(filter(None, ["mark" if paper_id in with_mark else "", noted_in_words]))
    return found


class StoredCorrections:
    """What the reader has said of records."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    def all(self) -> list[Correction]:
        """Every correction, the oldest first."""
        with dialect.reading(self._engine) as connection:
            return sorted(_all(connection), key=lambda one: (one.made_at, one.one, one.other))

    def naming(self, records: Collection[RecordName]) -> list[Correction]:
        """What is said of any of the records, the oldest first."""
        return [one for one in self.all() if one.one in records or one.other in records]

    def prefer_mark(self, paper_id: int) -> None:
        """Makes the mark that was given to a paper under this number the latest, so that it counts."""
        with dialect.writing(self._engine) as connection:
            here = update(marks).where(marks.c.paper_id == paper_id)
            connection.execute(here.values(updated_at=time_text(self._clock())))

    def count(self) -> int:
        """How many pairs of records something is said of."""
        with dialect.reading(self._engine) as connection:
            return connection.execute(select(func.count()).select_from(corrections)).scalar_one()


def _all(connection: Connection) -> list[Correction]:
    rows = connection.execute(select(*[corrections.c[name] for name in _COLUMNS])).all()
    return [Correction((row[0], row[1]), (row[2], row[3]), CorrectionKind(row[4]), time_of(row[5])) for row in rows]
