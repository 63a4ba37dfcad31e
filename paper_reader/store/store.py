"""The library's database as one object: its parts by name, and the transactions that change it.

One Store may be used from several threads: each call takes a connection of its own. Writers queue: the second one
waits a bounded time for the first, then gets LibraryBusy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from sqlalchemy import Engine

from paper_reader.errors import LibraryDamaged
from paper_reader.store import dialect, record_keys
from paper_reader.store.access import Tokens
from paper_reader.store.census import Census
from paper_reader.store.citations import Citations
from paper_reader.store.coined import CoinedNames
from paper_reader.store.corrections import StoredCorrections
from paper_reader.store.cursors import Cursors
from paper_reader.store.embeddings import Embeddings
from paper_reader.store.following import Followed, Shown
from paper_reader.store.keepsakes import Keepsakes
from paper_reader.store.lineage import Lineage
from paper_reader.store.lookups import Lookups
from paper_reader.store.name_coiners import NameCoiners
from paper_reader.store.names import Names
from paper_reader.store.news import News
from paper_reader.store.papers import Papers
from paper_reader.store.reading import Reading
from paper_reader.store.records import Records
from paper_reader.store.reviews import Reviews
from paper_reader.store.runs import Runs
from paper_reader.store.shelf import Shelf
from paper_reader.store.through import Through
from paper_reader.store.writing import IngestTransaction
from paper_reader.types import NO_PROGRESS, Progress

if TYPE_CHECKING:
    from paper_reader.store.copying import DatabaseFacts


class Store:
    """Made by `open_store`. Everything that a method has returned from is on the disk."""

    def __init__(self, engine: Engine, *, clock: Callable[[], datetime], read_only: bool = False) -> None:
        self._engine = engine
        self.progress: Progress = NO_PROGRESS  # is told of what the first writing into an older library does
        self.read_only = read_only
        self._clock = clock
        self._has_keys = False  # known only once it was looked up
        self.census = Census(engine)
        self.papers = Papers(engine)
        self.names = Names(engine)
        self.coined_names = CoinedNames(engine)
        self.name_coiners = NameCoiners(engine)
        self.records = Records(engine)
        self.embeddings = Embeddings(engine)
        self.citations = Citations(engine)
        self.corrections = StoredCorrections(engine, clock)
        self.lineage = Lineage(engine, clock)
        self.lookups = Lookups(engine, clock)
        self.cursors = Cursors(engine)
        self.runs = Runs(engine, clock)
        self.reading = Reading(engine, clock)
        self.through = Through(engine, clock)
        self.keepsakes = Keepsakes(engine)
        self.reviews = Reviews(engine, clock)
        self.tokens = Tokens(engine, clock)
        self.shelf = Shelf(engine, clock)
        self.news = News(engine, clock)
        self.followed = Followed(engine, clock)
        self.shown = Shown(engine, clock)

    @contextmanager
    def ingesting(self, meanwhile: Callable[[], object] | None = None) -> Iterator[IngestTransaction]:
        """One transaction in which records, papers, cursor and counters change together or not at all.

        `meanwhile`, which must not use the store, is called while the transaction commits.
        """
        if not self._has_keys:
            record_keys.fill(self._engine, self._clock(), self.progress)
            self._has_keys = True
        with dialect.writing(self._engine, meanwhile) as connection:
            yield IngestTransaction(connection, self._clock())

    def problems(self) -> list[str]:
        """What is wrong inside the database; empty for a sound library. Reads the whole file."""
        try:
            with dialect.reading(self._engine) as connection:
                return dialect.problems_of(connection)
        except LibraryDamaged as error:
            return [str(error)]

    def copy_to(self, target: Path, progress: Progress = NO_PROGRESS) -> None:
        """Writes the state of this moment to a new SQLite file, while others go on; only for a library in SQLite."""
        from paper_reader.store.copying import copy_sqlite

        copy_sqlite(self._engine, target, progress)

    def snapshot(self) -> AbstractContextManager[tuple[str, DatabaseFacts]]:
        """One state that other programs can read by its name, and what it holds; only for PostgreSQL."""
        from paper_reader.store.copying import postgres_snapshot

        return postgres_snapshot(self._engine)

    def close(self) -> None:
        """Gives back every connection."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
