"""What the engine stores and returns. It knows ids, texts and attributes, and nothing of papers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]
Matrix = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One thing to find. `id` fits int64 and is the caller's; `vector` has shape (dimension,) and unit length."""

    id: int
    title: str
    body: str
    vector: Vector
    numbers: Mapping[str, int] = field(default_factory=dict)  # e.g. {"year": 2017}
    tags: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # e.g. {"category": ("cs", "cs.LG")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Conditions that all must hold. A document without the number or tag meets no condition on it.

    `ranges`: field -> (lowest, highest), inclusive, None is open. `any_of`: field -> values of which one must be there.
    """

    ranges: Mapping[str, tuple[int | None, int | None]] = field(default_factory=dict)
    any_of: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether every document passes."""
        return not self.ranges and not self.any_of

    def matches(self, numbers: Mapping[str, int], tags: Mapping[str, tuple[str, ...]]) -> bool:
        """Whether a document with these attributes passes. Every index gives the same answer inside its search."""
        return all(
            name in numbers and (low is None or numbers[name] >= low) and (high is None or numbers[name] <= high)
            for name, (low, high) in self.ranges.items()
        ) and all(not values.isdisjoint(tags.get(name, ())) for name, values in self.any_of.items())


class Mode(StrEnum):
    """Which retrievers take part in a search."""

    HYBRID = "hybrid"
    DENSE = "dense"
    LEXICAL = "lexical"


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRequest:
    """What to search for. `vector` is the encoded query, needed in every mode but lexical; `text` in every but dense.

    Each retriever brings its best `candidates` (at least `limit`), of which fusion gives the first `limit`.
    """

    text: str
    vector: Vector | None = None
    mode: Mode = Mode.HYBRID
    filter: Filter = field(default_factory=Filter)
    limit: int = 10
    candidates: int = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One found document: its score, and per retriever its 1-based rank and raw score.

    A retriever that did not find it has no rank for it, but may still know its score.
    """

    id: int
    score: float
    ranks: Mapping[str, int]  # "dense" and/or "lexical"
    scores: Mapping[str, float]
