"""Everything that differs between database systems: connecting, locking, upserts, matching many values, errors.

The rest of the store writes SQLAlchemy Core and asks here. SQLite is what is built today; what PostgreSQL needs
instead stands beside it.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec
from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Table,
    bindparam,
    create_engine,
    event,
    func,
    select,
    update,
)
from sqlalchemy.engine import URL

from paper_reader.errors import LibraryBusy, StoreError
from paper_reader.store.addresses import read_address
from paper_reader.store.committing import commit_beside
from paper_reader.store.trouble import translated

APPLICATION_ID = 0x50415052  # "PAPR" in the header of our SQLite files
_CACHE_KIB = 64 * 1024  # random identifiers go into one index: 64 MiB keep it in memory during an import
_PAGE_BYTES = 8 * 1024  # an import takes 7 % less time than with 4 KiB; 16 KiB would take twice the memory
_LOG_BYTES = 32 * 1024 * 1024  # between checkpoints: SQLite's 4 MiB would stop every batch for two syncs
_WRITE = "paper_reader_write"


def make_engine(url: str | URL, *, busy_timeout_seconds: float) -> Engine:
    """An engine whose transactions are explicit and whose connections are set up for this program."""
    address = read_address(url)
    if address.get_backend_name() == "postgresql":
        return _postgres_engine(address, busy_timeout_seconds)
    if address.get_backend_name() != "sqlite":
        raise StoreError(
            f"a library lies in SQLite or PostgreSQL, not in {address.get_backend_name()}. Set database_url"
        )
    engine = create_engine(address, connect_args={"timeout": busy_timeout_seconds, "check_same_thread": False})
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    event.listen(engine, "invalidate", _let_go_of_lock)
    return engine


def _postgres_engine(address: URL, busy_timeout_seconds: float) -> Engine:
    """An engine over psycopg, which the optional dependency `postgres` brings. A reading transaction sees one state."""
    if address.drivername == "postgresql":
        address = address.set(drivername="postgresql+psycopg")
    try:
        return create_engine(
            address,
            isolation_level="REPEATABLE READ",
            pool_pre_ping=True,
            connect_args={
                "connect_timeout": 10,
                "options": f"-c lock_timeout={int(busy_timeout_seconds * 1000)}",
                "prepare_threshold": None,
            },
        )
    except ImportError as error:
        raise StoreError("PostgreSQL needs its driver. Run: pip install 'paper-reader[postgres]'") from error


def sqlite_path(url: URL) -> str | None:
    """The file behind an address; None for another system or a database in memory."""
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        return None
    return url.database


def reading_address(url: str, *, even_if_writable: bool = False) -> URL | None:
    """The address under which a library that cannot be written is read; None for one that can, unless told otherwise.

    SQLite's log needs a folder it can write, even to read. Where the log is there, another user is writing and it is
    read along; where it is not, the file is complete, and is read as one that nobody changes.
    """
    address = read_address(url)
    name = sqlite_path(address)
    if name is None or not (path := Path(name).absolute()).exists():
        return None
    if not even_if_writable and os.access(path, os.W_OK) and os.access(path.parent, os.W_OK):
        return None
    how = {"mode": "ro", "uri": "true"}
    log = path.with_name(f"{path.name}-wal")
    if not log.exists() or (even_if_writable and not log.stat().st_size):  # an empty one: no room to begin it
        how["immutable"] = "1"
    return address.set(database="file:" + quote(str(path)), query=how)


def _set_up_sqlite(connection: Any, _record: object) -> None:
    """Runs once a connection. Foreign keys are off by default in SQLite.

    FULL makes a commit survive a power cut and not only a killed process; it costs one sync for each batch.
    """
    connection.isolation_level = None  # transactions begin where SQLAlchemy says so, see _begin_sqlite
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    cursor.execute("PRAGMA temp_store = MEMORY")
    cursor.execute(f"PRAGMA wal_autocheckpoint = {_LOG_BYTES // _PAGE_BYTES}")
    cursor.execute(f"PRAGMA journal_size_limit = {_LOG_BYTES}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes the lock at its first step: what it reads cannot go stale before it writes."""
    writes = connection.get_execution_options().get(_WRITE, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _let_go_of_lock(connection: Any, _record: object, _error: BaseException | None) -> None:
    """Ends the transaction of a connection that SQLAlchemy gives up, as it does when a person presses Ctrl-C.

    SQLAlchemy only closes it, and SQLite keeps the write lock of a closed connection as long as a statement of it is
    alive. The traceback of the interruption keeps one alive, so closing the run would wait for a lock of our own.
    """
    with suppress(sqlite3.Error):  # a broken connection holds nothing that could be given back
        connection.rollback()


def prepare_file(engine: Engine, *, wait_seconds: float) -> None:
    """Once, before the first table: the log that lets readers go on beside a writer.

    SQLite refuses the change at once while another process is making it, so the wait is here.
    """
    if engine.dialect.name != "sqlite":
        return
    deadline = time.monotonic() + wait_seconds
    while True:
        connection = engine.raw_connection()
        try:
            connection.cursor().execute(f"PRAGMA page_size = {_PAGE_BYTES}")
            connection.cursor().execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise LibraryBusy(f"another process holds the new library ({error}). Try again") from error
            time.sleep(0.02)
        finally:
            connection.close()


def application_id(connection: Connection) -> int | None:
    """The mark of the program that made a SQLite file; None where the system has no such thing."""
    if connection.dialect.name != "sqlite":
        return None
    return int(connection.exec_driver_sql("PRAGMA application_id").scalar_one())


def sign(connection: Connection) -> None:
    """Marks the file as ours, inside the transaction that makes the first tables."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")


def problems_of(connection: Connection) -> list[str]:
    """What the database itself finds wrong with its file; an empty list for a sound one. Reads everything."""
    if connection.dialect.name != "sqlite":
        return []
    found = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA quick_check")]
    if found != ["ok"]:
        return found
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    return [f"a row of {row[0]} points to nothing" for row in broken]


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection with one consistent view of the library."""
    with translated(), engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine, meanwhile: Callable[[], object] | None = None) -> Iterator[Connection]:
    """One transaction with the write lock from its start; it commits at the end, or leaves nothing behind.

    `meanwhile`, which must not use the library, is called while it commits: that is mostly waiting for the disk. What
    it raises is raised once the commit is over.

    PostgreSQL would show a repeatable reader the library as it was before the wait for the lock; a writer must see
    what the writer before it has done.
    """
    options: dict[str, Any] = {_WRITE: True}
    if engine.dialect.name == "postgresql":
        options["isolation_level"] = "READ COMMITTED"
    with translated(), engine.connect().execution_options(**options) as connection, connection.begin() as changes:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({APPLICATION_ID})")
        yield connection
        if meanwhile is not None:
            commit_beside(changes, meanwhile)


def matching(connection: Connection, column: ColumnElement[Any], values: Sequence[str] | Sequence[int]) -> Any:
    """The condition `column` is one of `values`, for texts or integers, with one parameter however many there are."""
    if connection.dialect.name == "sqlite":
        listed = func.json_each(msgspec.json.encode(values).decode()).table_valued("value")
        return column.in_(select(listed.c.value))
    return column == func.any(list(values))


def insert_many(connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Puts rows in, given as tuples in the order of `columns`, without SQLAlchemy's work for each row."""
    _execute_many(connection, table, tuple(columns), rows, keep_existing=False)


def insert_missing(connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """The same, leaving alone the rows that are there already."""
    _execute_many(connection, table, tuple(columns), rows, keep_existing=True)


def update_many(connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Writes over rows that are there, given as tuples whose first value is the primary key."""
    if not rows:
        return
    key, *others = columns
    if connection.dialect.name == "sqlite":
        named = ", ".join(f'"{name}" = ?' for name in others)
        statement = f'UPDATE "{table.name}" SET {named} WHERE "{key}" = ?'  # noqa: S608 - names of our own tables
        connection.exec_driver_sql(statement, [(*row[1:], row[0]) for row in rows])
        return
    values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in others}
    changing = update(table).where(table.c[key] == bindparam(f"new_{key}")).values(values)
    connection.execute(changing, [dict(zip([f"new_{name}" for name in columns], row, strict=True)) for row in rows])


def upsert(connection: Connection, table: Table, values: Mapping[str, Any]) -> None:
    """Puts one row in, or replaces the row with the same primary key."""
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert as postgres_insert

        keys = [column.name for column in table.primary_key]
        statement = postgres_insert(table).values(**values)
        changed = {name: value for name, value in values.items() if name not in keys}
        connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=changed))
        return
    from sqlalchemy.dialects.sqlite import insert as sqlite_insert

    keys = [column.name for column in table.primary_key]
    changed = {name: value for name, value in values.items() if name not in keys}
    connection.execute(sqlite_insert(table).values(**values).on_conflict_do_update(index_elements=keys, set_=changed))


def _execute_many(
    connection: Connection,
    table: Table,
    columns: tuple[str, ...],
    rows: Sequence[Sequence[Any]],
    *,
    keep_existing: bool,
) -> None:
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(_sqlite_insert(table, columns, keep_existing), rows)
        return
    from sqlalchemy.dialects.postgresql import insert as postgres_insert

    statement = postgres_insert(table)
    if keep_existing:
        statement = statement.on_conflict_do_nothing()
    connection.execute(statement, [dict(zip(columns, row, strict=True)) for row in rows])


@lru_cache(maxsize=64)
def _sqlite_insert(table: Table, columns: tuple[str, ...], keep_existing: bool) -> str:
    """The text of an insert with positional parameters; compiled once for each table and set of columns."""
    from sqlalchemy.dialects import sqlite

    statement = sqlite.insert(table).values(dict.fromkeys(columns))
    if keep_existing:
        statement = statement.on_conflict_do_nothing()
    compiled = statement.compile(dialect=sqlite.dialect(paramstyle="qmark"), column_keys=list(columns))
    if tuple(compiled.positiontup or ()) != columns:
        raise AssertionError(f"columns of {table.name} must be given in the table's order: {compiled.positiontup}")
    return str(compiled)
