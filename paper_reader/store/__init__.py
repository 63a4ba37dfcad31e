"""The library's database. `open_store` gives a `Store`; everything else is reached through it.

SQLAlchemy is loaded by the first use of a name from here, not by importing this package.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from paper_reader.store.columns import CitationColumns
    from paper_reader.store.opening import open_store
    from paper_reader.store.reading import Note
    from paper_reader.store.store import Store
    from paper_reader.store.writing import IngestTransaction, KnownRecord, RecordToStore

__all__ = ["CitationColumns", "IngestTransaction", "KnownRecord", "Note", "RecordToStore", "Store", "open_store"]

_PLACES = {
    "CitationColumns": "columns",
    "open_store": "opening",
    "Note": "reading",
    "Store": "store",
    "IngestTransaction": "writing",
    "KnownRecord": "writing",
    "RecordToStore": "writing",
}


def __getattr__(name: str) -> object:
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
