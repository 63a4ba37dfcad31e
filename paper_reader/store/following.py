"""What the reader follows, how far each was refreshed, and what they were shown of it. No harvest touches these."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import Engine, delete, func, select, update

from paper_reader.store import dialect
from paper_reader.store.following_tables import follows, known_must_reads, refresh_places, shown_papers
from paper_reader.store.moments import time_of, time_text
from paper_reader.store.tables import cursors, papers, runs
from paper_reader.types import FollowKind, RefreshPlace, RunReport

_PRESENT = func.coalesce(papers.c.fused_into, papers.c.id)
_LOOKED_TO = "shown:looked-to"
_COUNTERS = ("read", "created", "updated", "unchanged", "merged", "rejected")


class Followed:
    """Topics and categories by name. Saved searches stand on the shelf; here is how far they were refreshed."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    def add(self, kind: FollowKind, name: str) -> bool:
        """Follows something; False where it was followed already."""
        row = (kind.value, name, time_text(self._clock()))
        with dialect.writing(self._engine) as connection:
            known = select(follows.c.name).where(follows.c.kind == kind.value, follows.c.name == name)
            if connection.execute(known).first() is not None:
                return False
            dialect.insert_many(connection, follows, ("kind", "name", "followed_at"), [row])
        return True

    def remove(self, kind: FollowKind, name: str) -> bool:
        """Follows it no more, and forgets how far it was refreshed; False where it was not followed."""
        with dialect.writing(self._engine) as connection:
            here = delete(refresh_places).where(refresh_places.c.kind == kind.value, refresh_places.c.name == name)
            connection.execute(here)
            gone = delete(follows).where(follows.c.kind == kind.value, follows.c.name == name)
            return connection.execute(gone).rowcount > 0

    def everything(self) -> list[tuple[FollowKind, str, datetime]]:
        """Everything followed by name, in the order it was asked for."""
        wanted = select(follows.c.kind, follows.c.name, follows.c.followed_at)
        with dialect.reading(self._engine) as connection:
            rows = connection.execute(wanted.order_by(follows.c.followed_at, follows.c.kind, follows.c.name)).all()
        return [(FollowKind(row[0]), row[1], time_of(row[2])) for row in rows]

    def places(self) -> dict[tuple[FollowKind, str], RefreshPlace]:
        """How far each follow was refreshed."""
        columns = refresh_places.c
        with dialect.reading(self._engine) as connection:
            rows = connection.execute(select(columns.kind, columns.name, columns.since, columns.refreshed_at)).all()
        return {
            (FollowKind(row[0]), row[1]): RefreshPlace(
                since=date.fromisoformat(row[2]), refreshed_at=time_of(row[3]) if row[3] else None
            )
            for row in rows
        }

    def put_place(self, kind: FollowKind, name: str, place: RefreshPlace) -> None:
        """Keeps how far a follow was refreshed."""
        values = {
            "kind": kind.value,
            "name": name,
            "since": place.since.isoformat(),
            "refreshed_at": time_text(place.refreshed_at) if place.refreshed_at else None,
        }
        with dialect.writing(self._engine) as connection:
            dialect.upsert(connection, refresh_places, values)

    def count_runs(self, run_id: int, parts: Iterable[RunReport]) -> None:
        """Gives a refresh the sums of its parts."""
        listed = list(parts)
        sums = {name: sum(getattr(part, name) for part in listed) for name in _COUNTERS}
        with dialect.writing(self._engine) as connection:
            connection.execute(update(runs).where(runs.c.id == run_id).values(**sums))

    def run_numbers(self, kind: str, limit: int) -> list[int]:
        """The numbers of the latest runs of a kind, newest first."""
        wanted = select(runs.c.id).where(runs.c.kind == kind).order_by(runs.c.id.desc()).limit(limit)
        with dialect.reading(self._engine) as connection:
            return list(connection.execute(wanted).scalars())

    def newest_ids(self, below: int | None, limit: int) -> list[int]:
        """Numbers of papers, the highest first, below one that is known already. New papers get the next numbers."""
        wanted = select(papers.c.id).where(papers.c.fused_into.is_(None)).order_by(papers.c.id.desc()).limit(limit)
        if below is not None:
            wanted = wanted.where(papers.c.id < below)
        with dialect.reading(self._engine) as connection:
            return list(connection.execute(wanted).scalars())


class Shown:
    """What the reader was shown as new, and which must-reads of each topic they know of."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    def papers(self) -> dict[int, datetime]:
        """Every paper that was shown, and when; those that became one count as one."""
        wanted = select(_PRESENT, func.min(shown_papers.c.shown_at))
        wanted = wanted.join_from(shown_papers, papers, papers.c.id == shown_papers.c.paper_id).group_by(_PRESENT)
        with dialect.reading(self._engine) as connection:
            return {row[0]: time_of(row[1]) for row in connection.execute(wanted)}

    def last_shown_at(self) -> datetime | None:
        """When something was shown last."""
        with dialect.reading(self._engine) as connection:
            text = connection.execute(select(func.max(shown_papers.c.shown_at))).scalar()
        return time_of(text) if text else None

    def must_reads(self) -> dict[str, list[int]]:
        """The must-reads of each topic as the reader knows them, in order."""
        wanted = select(known_must_reads.c.topic, _PRESENT)
        wanted = wanted.join_from(known_must_reads, papers, papers.c.id == known_must_reads.c.paper_id)
        wanted = wanted.order_by(known_must_reads.c.topic, known_must_reads.c.position)
        found: dict[str, dict[int, None]] = {}
        with dialect.reading(self._engine) as connection:
            for topic, paper_id in connection.execute(wanted):
                found.setdefault(topic, {})[paper_id] = None
        return {topic: list(ids) for topic, ids in found.items()}

    def looked_to(self) -> int | None:
        """The newest paper that was looked at for the reader, None where that was never noted."""
        with dialect.reading(self._engine) as connection:
            text = connection.execute(select(cursors.c.value).where(cursors.c.name == _LOOKED_TO)).scalar()
        return int(text) if text else None

    def note(
        self, paper_ids: Sequence[int], must_reads: Mapping[str, Sequence[int]], *, looked_to: int | None = None
    ) -> None:
        """These papers were shown now, these lists are the known ones, up to here was looked: all of it or nothing."""
        now = time_text(self._clock())
        with dialect.writing(self._engine) as connection:
            rows = [(int(one), now) for one in dict.fromkeys(paper_ids)]
            dialect.insert_missing(connection, shown_papers, ("paper_id", "shown_at"), rows)
            for topic, ids in must_reads.items():
                connection.execute(delete(known_must_reads).where(known_must_reads.c.topic == topic))
                listed = [(topic, int(one), place) for place, one in enumerate(dict.fromkeys(ids), 1)]
                dialect.insert_many(connection, known_must_reads, ("topic", "paper_id", "position"), listed)
            if looked_to is not None:
                place = {"name": _LOOKED_TO, "value": str(looked_to), "updated_at": now}
                dialect.upsert(connection, cursors, place)
