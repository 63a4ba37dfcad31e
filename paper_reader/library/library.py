"""Puts the concerns of a library together. `open_library` is the one place that wires."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from paper_reader.library.access import Access
from paper_reader.library.annotating import Annotating
from paper_reader.library.correcting import Correcting
from paper_reader.library.digests import Digesting
from paper_reader.library.enriching import Enriching
from paper_reader.library.following import Following
from paper_reader.library.keeping import Keeping
from paper_reader.library.pictures import Pictures
from paper_reader.library.progress import ReadingProgress
from paper_reader.library.reading import Reading
from paper_reader.library.reviewing import Reviewing
from paper_reader.library.scheduling import Scheduling
from paper_reader.library.scholar import OnScholar
from paper_reader.library.serving import Serving
from paper_reader.library.shelf import Shelf
from paper_reader.library.showing import Showing
from paper_reader.library.zotero import WithZotero
from paper_reader.settings import Settings
from paper_reader.types import NO_PROGRESS, Progress
from paper_reader.wiring.clock import utc_now
from paper_reader.wiring.store import make_store


def open_library(
    settings: Settings, *, progress: Progress = NO_PROGRESS, clock: Callable[[], datetime] = utc_now
) -> Library:
    """Open the library that the settings name, made anew where there is none; new ones get the starter catalogue.

    Raises the `StoreError` that fits where the database cannot be used. `clock` gives the time (aware, UTC) that goes
    into the library and that refreshes and news are reckoned by.
    """
    return Library(settings, make_store(settings, progress, clock=clock), clock=clock)


class Library(
    Digesting,
    Scheduling,
    Showing,
    Shelf,
    ReadingProgress,
    Following,
    Pictures,
    Annotating,
    Reading,
    Correcting,
    Reviewing,
    Enriching,
    OnScholar,
    WithZotero,
    Keeping,
    Serving,
    Access,
):
    """One library. Made by `open_library`; safe for threads; to be closed.

    A paper is named by its number, arXiv id, DOI, address, imported id or exact title (`reference`).
    """
