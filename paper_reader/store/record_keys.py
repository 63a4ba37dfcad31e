"""Keys of records under near titles: the rows, and filling them in for records that came before there were any."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, Engine, func, select

from paper_reader.merge.near_keys import near_keys
from paper_reader.store import dialect
from paper_reader.store.moments import time_text
from paper_reader.store.records import numbered_page
from paper_reader.store.tables import cursors, record_keys, records
from paper_reader.types import NO_PROGRESS, Progress

_CURSOR = "record-keys:2"  # the last record that has its keys; with new rules a new number
_DONE = "all"
_RECORDS_A_PAGE = 5000


def insert_keys(connection: Connection, keys: Iterable[tuple[int, int]]) -> None:
    """Puts in pairs of key and record number; those that are there stay."""
    dialect.insert_missing(connection, record_keys, ("key", "record_id"), sorted(keys))


def fill(engine: Engine, now: datetime, progress: Progress = NO_PROGRESS) -> None:
    """Gives the records of an older library their keys, one transaction a page; goes on after a kill."""
    waiting = _waiting(engine)
    if waiting > _RECORDS_A_PAGE:
        progress.note(
            f"this library is of an older version: {waiting:,} records are made ready for the present one, once"
        )
    while not is_filled(engine):
        with dialect.writing(engine) as connection:
            _fill_page(connection, now)


def is_filled(engine: Engine) -> bool:
    """Whether every record has its keys."""
    with dialect.reading(engine) as connection:
        return _reached(connection) == _DONE


def _waiting(engine: Engine) -> int:
    """How many records have no keys yet."""
    with dialect.reading(engine) as connection:
        reached = _reached(connection)
        if reached == _DONE:
            return 0
        wanted = select(func.count()).select_from(records).where(records.c.id > int(reached or 0))
        return connection.execute(wanted).scalar_one()


def _fill_page(connection: Connection, now: datetime) -> None:
    reached = _reached(connection)
    if reached == _DONE:
        return
    page = numbered_page(connection, after=int(reached or 0), limit=_RECORDS_A_PAGE)
    insert_keys(connection, ((key, number) for number, one in page for key in near_keys(one)))
    last = connection.execute(select(func.max(records.c.id))).scalar() or 0
    place = str(page[-1][0]) if page and page[-1][0] < last else _DONE
    dialect.upsert(connection, cursors, {"name": _CURSOR, "value": place, "updated_at": time_text(now)})


def _reached(connection: Connection) -> str | None:
    return connection.execute(select(cursors.c.value).where(cursors.c.name == _CURSOR)).scalar()
