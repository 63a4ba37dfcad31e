"""Opening a library: what is at that place, is it ours, is it of our version, does it need a migration.

A library of the present version is opened with two small queries and without importing Alembic. A newer one, a
damaged one and another program's database are recognised before anything is written.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect
from sqlalchemy.engine import URL

from paper_reader.errors import LibraryDamaged, LibraryForeign, LibraryFull, LibraryMissing, LibraryTooNew, StoreError
from paper_reader.store import dialect
from paper_reader.store.addresses import read_address
from paper_reader.store.moments import utc_now
from paper_reader.store.store import Store

SCHEMA_VERSION = "0009"
_MAGIC = b"SQLite format 3\x00"
_BUSY_TIMEOUT_SECONDS = 15.0


def open_store(
    url: str,
    *,
    create: bool = True,
    clock: Callable[[], datetime] = utc_now,
    busy_timeout_seconds: float = _BUSY_TIMEOUT_SECONDS,
) -> Store:
    """The library at an address ("sqlite:////home/ada/library.db"), made or migrated where that is needed.

    One that cannot be written is opened for reading: `Store.read_only` says so, and each write is a StoreError.
    Raises LibraryMissing (with `create=False`), LibraryTooNew, LibraryForeign, LibraryDamaged, or LibraryBusy where
    another process has held the write lock longer than `busy_timeout_seconds` while a migration waited for it.
    """
    try:
        _look_at_file(url, create=create)
    except OSError as error:
        place = dialect.sqlite_path(read_address(url))
        raise StoreError(f"cannot reach {place}: {error.strerror}. Check the folder and its permissions") from error
    if address := dialect.reading_address(url):
        return _open_for_reading(address, url, clock)
    engine = dialect.make_engine(url, busy_timeout_seconds=busy_timeout_seconds)
    try:
        try:
            with dialect.reading(engine) as connection:
                version = _version(connection, url)
        except LibraryFull:
            # Not even the small files beside a library that is read can be made; it is complete without them.
            if not (address := dialect.reading_address(url, even_if_writable=True)):
                raise
            engine.dispose()
            return _open_for_reading(address, url, clock)
        if version is None and not create:
            raise LibraryMissing(_missing(url))
        if version != SCHEMA_VERSION:
            _bring_up(engine, url, busy_timeout_seconds)
    except BaseException:
        engine.dispose()
        raise
    return Store(engine, clock=clock)


def _open_for_reading(address: URL, url: str, clock: Callable[[], datetime]) -> Store:
    """A library whose file or folder cannot be written; one that would have to be migrated is refused."""
    engine = dialect.make_engine(address, busy_timeout_seconds=_BUSY_TIMEOUT_SECONDS)
    try:
        with dialect.reading(engine) as connection:
            version = _version(connection, url)
        if version != SCHEMA_VERSION:
            raise StoreError(
                f"the library at {url} cannot be written and has schema {version or 'none'}; this program needs "
                f"{SCHEMA_VERSION}. Open it once where it can be written"
            )
    except BaseException:
        engine.dispose()
        raise
    return Store(engine, clock=clock, read_only=True)


def _look_at_file(url: str, *, create: bool) -> None:
    """What can be told without opening the database, so that a wrong file is not so much as locked."""
    name = dialect.sqlite_path(read_address(url))
    if name is None:
        return
    path = Path(name)
    if path.is_dir():
        raise LibraryDamaged(f"{path} is a folder, not a library. Name the file inside it")
    if not path.exists():
        if not create:
            raise LibraryMissing(_missing(url))
        path.parent.mkdir(parents=True, exist_ok=True)
        return
    with path.open("rb") as file:
        head = file.read(len(_MAGIC))
    if head and head != _MAGIC:
        raise LibraryDamaged(f"{path} is not a database. Restore a backup, or name another file")


def _version(connection: Connection, url: str) -> str | None:
    """The schema version, None for an empty database. Raises for what must not be touched."""
    signed = dialect.application_id(connection) == dialect.APPLICATION_ID
    if not signed:
        tables = inspect(connection).get_table_names()
        if not tables:
            return None
        if connection.dialect.name == "sqlite" or "alembic_version" not in tables:
            raise LibraryForeign(f"{url} is the database of another program; nothing was touched. Name another one")
    versions = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars().all()
    if len(versions) != 1:
        raise LibraryDamaged(f"{url} does not say which version it has. Restore a backup of it, or name another file")
    version = str(versions[0])
    if version > SCHEMA_VERSION:
        raise LibraryTooNew(
            f"the library has schema {version}, this program knows up to {SCHEMA_VERSION}; nothing was touched. "
            "Upgrade Paper Reader"
        )
    return version


def _bring_up(engine: Engine, url: str, wait_seconds: float) -> None:
    """Makes or migrates the tables, one transaction a step, even where several processes open a new library at once."""
    from paper_reader.store.migrating import step_up

    dialect.prepare_file(engine, wait_seconds=wait_seconds)
    while True:
        with dialect.writing(engine) as connection:
            version = _version(connection, url)  # read under the lock: another process may have been quicker
            if version == SCHEMA_VERSION:
                return
            step_up(connection)
            dialect.sign(connection)


def _missing(url: str) -> str:
    return f'there is no library at {url}. Try: paper-reader import FILE, or paper-reader collect "words"'
