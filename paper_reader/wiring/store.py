"""Opens the database that the settings name, with the present starter catalogue in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from paper_reader.settings import Settings
from paper_reader.types import NO_PROGRESS, Progress
from paper_reader.wiring.clock import utc_now

if TYPE_CHECKING:
    from paper_reader.store import Store

STARTER = "starter"


def make_store(
    settings: Settings, progress: Progress = NO_PROGRESS, *, clock: Callable[[], datetime] = utc_now
) -> Store:
    """Open the library's database, made anew where there is none, with the present starter catalogue in it.

    The catalogue comes in at the first opening and again when it has changed, unless the settings say no.
    """
    from paper_reader.store import open_store

    store = open_store(settings.store_url, clock=clock)
    store.progress = progress
    try:
        if store.read_only:
            progress.note("the library cannot be written (permissions, or a full disk) and is open for reading only")
        elif settings.starter:
            _bring_starter(store, progress)
    except BaseException:
        store.close()
        raise
    return store


def without_password(url: str) -> str:
    """Give a database's address as it may be shown."""
    parts = urlsplit(url)
    if parts.password is None:
        return url
    return urlunsplit(parts._replace(netloc=parts.netloc.replace(f":{parts.password}@", ":***@")))


def _bring_starter(store: Store, progress: Progress) -> None:
    from paper_reader.starter import starter_records, starter_version

    version = starter_version()
    if store.cursors.get(STARTER) == version:
        return
    from paper_reader.ingest import ingest

    records = list(starter_records())
    progress.begin("Reading the starter catalogue", len(records), "papers")
    ingest(store, records, cursor=(STARTER, version))
    progress.advance(len(records))
    progress.end()
