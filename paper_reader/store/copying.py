"""A library's database as a whole: a copy of it made while others write, and what a database file holds."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Engine, inspect

from paper_reader.errors import LibraryDamaged, StoreError
from paper_reader.store import dialect
from paper_reader.store.trouble import as_store_error
from paper_reader.types import NO_PROGRESS, Progress

_PAGES_A_STEP = 2048  # 16 MiB: often enough for a bar and for Ctrl-C


@dataclass(frozen=True, slots=True)
class DatabaseFacts:
    """What a database file is: its schema version, its rows by table, and what is wrong inside it."""

    schema: str
    counts: dict[str, int]
    problems: tuple[str, ...]


def copy_sqlite(engine: Engine, target: Path, progress: Progress = NO_PROGRESS) -> None:
    """Write the state of one moment to `target`, a new file; others go on reading and writing meanwhile.

    The copy is made inside a transaction that reads: without it SQLite would begin anew with every foreign commit.
    """
    with dialect.reading(engine) as connection, closing(sqlite3.connect(target)) as made:
        connection.exec_driver_sql("SELECT count(*) FROM sqlite_master")  # from here on the state stands
        source = connection.connection.driver_connection
        if not isinstance(source, sqlite3.Connection):
            raise StoreError("only a library in SQLite is copied as a file")
        told = 0

        def tell(_status: int, remaining: int, total: int) -> None:
            nonlocal told
            if not told:
                progress.begin("Copying the library", total, "pages")
            progress.advance(total - remaining - told)
            told = total - remaining

        try:
            source.backup(made, pages=_PAGES_A_STEP, progress=tell)
        except sqlite3.Error as error:
            raise as_store_error(error) from error
        finally:
            progress.end()


@contextmanager
def postgres_snapshot(engine: Engine) -> Iterator[tuple[str, DatabaseFacts]]:
    """One state of a library in PostgreSQL: its name, under which other programs can read it, and what it holds."""
    with dialect.reading(engine) as connection:
        name = str(connection.exec_driver_sql("SELECT pg_export_snapshot()").scalar_one())
        yield name, _facts(connection)


def facts_of(path: Path) -> DatabaseFacts:
    """What a database file holds; reads all of it and changes nothing. It must be complete: no log beside it.

    Raises `LibraryDamaged` for a file that is no library of this program or cannot be read.
    """
    address = f"file:{quote(str(path.absolute()))}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(address, uri=True)) as database:
            if database.execute("PRAGMA application_id").fetchone() != (dialect.APPLICATION_ID,):
                raise LibraryDamaged(f"{path} is no library of this program. Take another backup")
            (schema,) = database.execute("SELECT version_num FROM alembic_version").fetchone() or ("",)
            tables = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            problems = [row[0] for row in database.execute("PRAGMA integrity_check(20)")]
            broken = database.execute("PRAGMA foreign_key_check").fetchmany(20)
            counts = {
                table: database.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]  # noqa: S608 - our own tables
                for table in sorted(tables)
                if not table.startswith("sqlite_")
            }
    except sqlite3.Error as error:
        raise LibraryDamaged(f"{path} cannot be read ({error}). Take another backup") from error
    found = [] if problems == ["ok"] else problems
    return DatabaseFacts(str(schema), counts, (*found, *(f"a row of {row[0]} points to nothing" for row in broken)))


def _facts(connection: Connection) -> DatabaseFacts:
    tables = sorted(inspect(connection).get_table_names())
    counts = {
        table: int(connection.exec_driver_sql(f'SELECT count(*) FROM "{table}"').scalar_one())  # noqa: S608 - our own
        for table in tables
    }
    schema = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one()
    return DatabaseFacts(str(schema), counts, ())
