"""Retrieval over (id, text, attributes): encoders, a vector index, a text index, their fusion, filters, generations.

Knows nothing of papers and imports nothing of `paper_reader`. Everything public is named here and loaded when it is
first used, so that `from index import Filter` loads neither FAISS nor tantivy, and nothing loads torch but bulk
encoding.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.document import Document, Filter, Hit, Matrix, Mode, Vector
    from index.encoders.opening import open_encoder
    from index.encoders.protocol import Encoder
    from index.errors import (
        EncoderUnavailable,
        IndexDamaged,
        IndexIncompatible,
        IndexMissing,
        QueryNotUnderstood,
        RetrievalError,
    )

_HOMES = {
    "Document": "index.document",
    "Encoder": "index.encoders.protocol",
    "EncoderUnavailable": "index.errors",
    "Filter": "index.document",
    "Hit": "index.document",
    "IndexDamaged": "index.errors",
    "IndexIncompatible": "index.errors",
    "IndexMissing": "index.errors",
    "Matrix": "index.document",
    "Mode": "index.document",
    "QueryNotUnderstood": "index.errors",
    "RetrievalError": "index.errors",
    "Vector": "index.document",
    "open_encoder": "index.encoders.opening",
}

__all__ = [
    "Document",
    "Encoder",
    "EncoderUnavailable",
    "Filter",
    "Hit",
    "IndexDamaged",
    "IndexIncompatible",
    "IndexMissing",
    "Matrix",
    "Mode",
    "QueryNotUnderstood",
    "RetrievalError",
    "Vector",
    "open_encoder",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
