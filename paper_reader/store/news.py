"""When papers came to the library, and when the reader last looked at a topic."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import Engine, case, func, select

from paper_reader.store import dialect
from paper_reader.store.moments import time_of, time_text
from paper_reader.store.tables import records, topic_visits


class News:
    """Arrivals of papers and visits of topics."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    def arrivals(self, ids: Sequence[int], *, but_of: str = "") -> dict[int, datetime]:
        """When the first record of each of these papers was stored; papers with a record of `but_of` left out."""
        of_it = func.sum(case((records.c.source == but_of, 1), else_=0))
        first = select(records.c.paper_id, func.min(records.c.stored_at)).group_by(records.c.paper_id)
        first = first.having(of_it == 0)
        with dialect.reading(self._engine) as connection:
            wanted = dialect.matching(connection, records.c.paper_id, [int(one) for one in ids])
            return {row[0]: time_of(row[1]) for row in connection.execute(first.where(wanted))}

    def seen_at(self, topic: str) -> datetime | None:
        """When the reader last said that they had looked; None where they never did."""
        with dialect.reading(self._engine) as connection:
            text = connection.execute(select(topic_visits.c.seen_at).where(topic_visits.c.topic == topic)).scalar()
        return time_of(text) if text else None

    def mark_seen(self, topic: str) -> datetime:
        """The reader has looked at a topic now."""
        now = self._clock()
        with dialect.writing(self._engine) as connection:
            dialect.upsert(connection, topic_visits, {"topic": topic, "seen_at": time_text(now)})
        return now
