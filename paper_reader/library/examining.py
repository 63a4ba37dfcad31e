"""A look at a library that may be too damaged to be opened, and saving what can be read of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, Final

from paper_reader.errors import StoreError
from paper_reader.library.library import Library
from paper_reader.settings import Settings
from paper_reader.types import NO_PROGRESS, Examination, Progress

if TYPE_CHECKING:
    from paper_reader.exporting import ExportedPaper
    from paper_reader.store import Store

_PAPERS_AT_ONCE: Final = 100


def examine_library(settings: Settings, *, repair: bool = False, progress: Progress = NO_PROGRESS) -> Examination:
    """Look at everything that belongs to the library; one that cannot be opened is a finding too."""
    from paper_reader.doctor.database import CHECK, unopened
    from paper_reader.store import open_store

    try:
        store = open_store(settings.store_url, create=False)
    except StoreError as error:
        return Examination(checks=(CHECK,), findings=(unopened(error).finding,))
    library = Library(settings, store)  # without the starter catalogue: a look brings nothing in
    try:
        return library.examine(repair=repair, progress=progress)
    finally:
        library.close()


def salvage_library(settings: Settings) -> Iterator[str]:
    """Give every paper that can still be read, with its records, marks and notes, a line each as `export` writes them.

    For a damaged database: what cannot be read is left out, everything around it is kept.
    """
    from paper_reader.exporting import write_papers
    from paper_reader.store import open_store

    with open_store(settings.store_url, create=False) as store:
        yield from write_papers("jsonl", _readable(store))


def _readable(store: Store) -> Iterator[ExportedPaper]:
    ids = store.census.readable_paper_ids()
    while some := list(islice(ids, _PAPERS_AT_ONCE)):
        try:
            yield from _exported(store, some)
        except StoreError:  # something that hangs to one of them cannot be read: the others all the same
            for one in some:
                with suppress(StoreError):
                    yield from _exported(store, [one])


def _exported(store: Store, ids: Sequence[int]) -> list[ExportedPaper]:
    from paper_reader.exporting import with_records

    return list(with_records(store, [store.papers.get_many(ids)]))
