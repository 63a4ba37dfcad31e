"""Retrieval over (id, text, attributes): encoders, a vector index, a text index, their fusion, filters, generations.

Knows nothing of papers and imports nothing of `paper_reader`. Everything public is named here and loaded when it is
first used, so that `from index import Filter` loads neither FAISS nor tantivy, and nothing loads torch but bulk
encoding.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.document import Document, Filter, Hit, Matrix, Mode, SearchRequest, Vector
    from index.encoders.opening import open_encoder
    from index.encoders.protocol import Encoder
    from index.engine import Engine
    from index.errors import (
        EncoderUnavailable,
        IndexBusy,
        IndexDamaged,
        IndexIncompatible,
        IndexMissing,
        QueryNotUnderstood,
        RetrievalError,
    )
    from index.fusion import reciprocal_rank_fusion, weighted_fusion
    from index.manifest import Manifest
    from index.metrics import average_precision, ndcg_at, recall_at, reciprocal_rank

_HOMES = {
    "Document": "index.document",
    "Encoder": "index.encoders.protocol",
    "EncoderUnavailable": "index.errors",
    "Engine": "index.engine",
    "Filter": "index.document",
    "Hit": "index.document",
    "IndexBusy": "index.errors",
    "IndexDamaged": "index.errors",
    "IndexIncompatible": "index.errors",
    "IndexMissing": "index.errors",
    "Manifest": "index.manifest",
    "Matrix": "index.document",
    "Mode": "index.document",
    "QueryNotUnderstood": "index.errors",
    "RetrievalError": "index.errors",
    "SearchRequest": "index.document",
    "Vector": "index.document",
    "average_precision": "index.metrics",
    "ndcg_at": "index.metrics",
    "open_encoder": "index.encoders.opening",
    "recall_at": "index.metrics",
    "reciprocal_rank": "index.metrics",
    "reciprocal_rank_fusion": "index.fusion",
    "weighted_fusion": "index.fusion",
}

__all__ = [
    "Document",
    "Encoder",
    "EncoderUnavailable",
    "Engine",
    "Filter",
    "Hit",
    "IndexBusy",
    "IndexDamaged",
    "IndexIncompatible",
    "IndexMissing",
    "Manifest",
    "Matrix",
    "Mode",
    "QueryNotUnderstood",
    "RetrievalError",
    "SearchRequest",
    "Vector",
    "average_precision",
    "ndcg_at",
    "open_encoder",
    "recall_at",
    "reciprocal_rank",
    "reciprocal_rank_fusion",
    "weighted_fusion",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
