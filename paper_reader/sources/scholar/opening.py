"""Importing `scholarly` without what it does on the side."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from paper_reader.sources.scholar.browsing import Browser, Fetch
    from paper_reader.sources.scholar.row import Row

_guard = threading.Lock()


def open_browser(fetch: Fetch) -> Browser:
    """Make a browser on `fetch`; the first one imports `scholarly`, which takes 0.6 s."""
    with _guard, _environment_as_it_was():
        from paper_reader.sources.scholar.browsing import Browser
    return Browser(fetch)


def read_row(fragment: str) -> Row | None:
    """Read one row cut out of a page; None for one that cannot be read."""
    with _guard, _environment_as_it_was():
        from paper_reader.sources.scholar.browsing import row_of
    return row_of(fragment)


@contextmanager
def _environment_as_it_was() -> Iterator[None]:
    """Take back what `scholarly` puts into the environment: it reads the next `.env` file it finds, ours or not."""
    before = set(os.environ)
    try:
        yield
    finally:
        for name in set(os.environ) - before:
            del os.environ[name]
