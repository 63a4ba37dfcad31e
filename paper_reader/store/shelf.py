"""What the reader keeps: reading lists in an order of their own, and searches to come back to. No harvest touches them.

Papers are kept by number. One that was fused into another since shows as the paper that took it in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Engine, delete, func, insert, select, update

from paper_reader.store import dialect
from paper_reader.store.moments import time_of, time_text
from paper_reader.store.tables import kept_items, kept_lists, papers, saved_searches
from paper_reader.types import KeptListHead, Level, Role, SavedSearch, SearchFilter, SearchMode


class ItemBody(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a list said of a paper when it was kept."""

    level: Level | None = None
    role: Role | None = None
    reason: str = ""
    score: float | None = None


@dataclass(frozen=True, slots=True)
class ItemRow:
    """A place on a kept list."""

    paper_id: int
    added_at: datetime
    body: ItemBody


_HEAD = (
    kept_lists.c.slug,
    kept_lists.c.name,
    kept_lists.c.topic,
    kept_lists.c.topic_slug,
    kept_lists.c.created_at,
    kept_lists.c.updated_at,
    select(func.count()).where(kept_items.c.list_id == kept_lists.c.id).scalar_subquery(),
    kept_lists.c.share_token,
)
_SEARCH = (
    saved_searches.c.slug,
    saved_searches.c.name,
    saved_searches.c.query,
    saved_searches.c.mode,
    saved_searches.c.limits,
    saved_searches.c.created_at,
)


class Shelf:
    """Kept lists and saved searches, each by its slug. What is not there gives None or False."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    def add_list(
        self, slug: str, name: str, *, topic: str | None, topic_slug: str | None, items: Sequence[tuple[int, ItemBody]]
    ) -> bool:
        """Keeps a list; False where another one has this slug."""
        now = time_text(self._clock())
        values = {"slug": slug, "name": name, "topic": topic, "topic_slug": topic_slug}
        with dialect.writing(self._engine) as connection:
            if _list_id(connection, slug) is not None:
                return False
            made = insert(kept_lists).values(**values, created_at=now, updated_at=now).returning(kept_lists.c.id)
            _put_items(connection, connection.execute(made).scalar_one(), items, {}, now)
        return True

    def lists(self) -> list[KeptListHead]:
        """All kept lists, the one that changed last first."""
        wanted = select(*_HEAD).order_by(kept_lists.c.updated_at.desc(), kept_lists.c.id.desc())
        with dialect.reading(self._engine) as connection:
            return [_head(row) for row in connection.execute(wanted)]

    def find_list(self, slug: str) -> KeptListHead | None:
        """The head of one list."""
        return self._one_list(kept_lists.c.slug == slug)

    def find_shared(self, share_token: str) -> KeptListHead | None:
        """The head of the list that this link opens."""
        return self._one_list(kept_lists.c.share_token == share_token)

    def items(self, slug: str) -> list[ItemRow]:
        """The places of a list in order, each present paper once."""
        present = func.coalesce(papers.c.fused_into, papers.c.id)
        wanted = (
            select(present, kept_items.c.added_at, kept_items.c.body)
            .join_from(kept_items, kept_lists, kept_lists.c.id == kept_items.c.list_id)
            .join(papers, papers.c.id == kept_items.c.paper_id)
            .where(kept_lists.c.slug == slug)
            .order_by(kept_items.c.position)
        )
        found: dict[int, ItemRow] = {}
        with dialect.reading(self._engine) as connection:
            for row in connection.execute(wanted):
                body = msgspec.json.decode(row[2], type=ItemBody)
                found.setdefault(row[0], ItemRow(row[0], time_of(row[1]), body))
        return list(found.values())

    def put_items(self, slug: str, items: Sequence[tuple[int, ItemBody]]) -> bool:
        """Gives a list these papers in this order; those that were on it before keep the day they came."""
        now = time_text(self._clock())
        with dialect.writing(self._engine) as connection:
            list_id = _list_id(connection, slug)
            if list_id is None:
                return False
            standing = select(kept_items.c.paper_id, kept_items.c.added_at).where(kept_items.c.list_id == list_id)
            added = {row[0]: row[1] for row in connection.execute(standing)}
            connection.execute(delete(kept_items).where(kept_items.c.list_id == list_id))
            _put_items(connection, list_id, items, added, now)
            connection.execute(update(kept_lists).where(kept_lists.c.id == list_id).values(updated_at=now))
        return True

    def change_list(self, slug: str, **values: str | None) -> bool:
        """Gives a list another `name` or `share_token`."""
        now = time_text(self._clock())
        with dialect.writing(self._engine) as connection:
            changed = update(kept_lists).where(kept_lists.c.slug == slug).values(**values, updated_at=now)
            return connection.execute(changed).rowcount > 0

    def remove_list(self, slug: str) -> bool:
        """Gives up a list; its papers stay in the library."""
        with dialect.writing(self._engine) as connection:
            list_id = _list_id(connection, slug)
            connection.execute(delete(kept_items).where(kept_items.c.list_id == list_id))
            return connection.execute(delete(kept_lists).where(kept_lists.c.id == list_id)).rowcount > 0

    def add_search(self, slug: str, name: str, query: str, mode: SearchMode, limits: SearchFilter) -> bool:
        """Keeps a search; False where another one has this slug."""
        values = {
            "slug": slug,
            "name": name,
            "query": query,
            "mode": mode.value,
            "created_at": time_text(self._clock()),
        }
        text = msgspec.json.encode(limits).decode()
        with dialect.writing(self._engine) as connection:
            known = select(saved_searches.c.id).where(saved_searches.c.slug == slug)
            if connection.execute(known).scalar() is not None:
                return False
            connection.execute(insert(saved_searches).values(**values, limits=text))
        return True

    def searches(self) -> list[SavedSearch]:
        """All saved searches in the order they were saved."""
        with dialect.reading(self._engine) as connection:
            return [_search(row) for row in connection.execute(select(*_SEARCH).order_by(saved_searches.c.id))]

    def find_search(self, slug: str) -> SavedSearch | None:
        """One saved search."""
        with dialect.reading(self._engine) as connection:
            row = connection.execute(select(*_SEARCH).where(saved_searches.c.slug == slug)).first()
        return _search(row) if row else None

    def remove_search(self, slug: str) -> bool:
        """Gives up a search."""
        with dialect.writing(self._engine) as connection:
            return connection.execute(delete(saved_searches).where(saved_searches.c.slug == slug)).rowcount > 0

    def _one_list(self, condition: Any) -> KeptListHead | None:
        with dialect.reading(self._engine) as connection:
            row = connection.execute(select(*_HEAD).where(condition)).first()
        return _head(row) if row else None


def _list_id(connection: Connection, slug: str) -> int | None:
    return connection.execute(select(kept_lists.c.id).where(kept_lists.c.slug == slug)).scalar()


def _put_items(
    connection: Connection, list_id: int, items: Sequence[tuple[int, ItemBody]], added: dict[int, str], now: str
) -> None:
    columns = ("list_id", "paper_id", "position", "added_at", "body")
    rows = [
        (list_id, paper_id, position, added.get(paper_id, now), msgspec.json.encode(body).decode())
        for position, (paper_id, body) in enumerate(items, 1)
    ]
    dialect.insert_many(connection, kept_items, columns, rows)


def _head(row: Sequence[Any]) -> KeptListHead:
    return KeptListHead(
        slug=row[0],
        name=row[1],
        topic=row[2],
        topic_slug=row[3],
        created_at=time_of(row[4]),
        updated_at=time_of(row[5]),
        size=row[6],
        share_token=row[7],
    )


def _search(row: Sequence[Any]) -> SavedSearch:
    return SavedSearch(
        slug=row[0],
        name=row[1],
        query=row[2],
        mode=SearchMode(row[3]),
        limits=msgspec.json.decode(row[4], type=SearchFilter),
        created_at=time_of(row[5]),
    )
