"""The contract of every vector index."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.attributes import Mask
from index.document import Matrix, Vector


@dataclass(frozen=True, slots=True)
class Nearest:
    """Found rows and their scores, best first."""

    rows: NDArray[np.int64]
    scores: NDArray[np.float32]


class VectorIndex(Protocol):
    """Finds the rows of a matrix of unit vectors whose dot product with a vector is greatest.

    Scores are the exact dot products with the stored float32 vectors, whatever structure found the rows. Best first;
    equal scores by row, lowest first, also where the limit cuts through them. `allowed` is a mask over rows, None for
    all: only allowed rows are found, and `limit` of them where there are so many. Which rows an approximate index
    misses is a matter of its measured recall; an exact one misses none. Safe to search from several threads.
    """

    @property
    def kind(self) -> str:
        """What it is, for the manifest and for people, such as "exact" or "ivf512-sq8 nprobe 32"."""

    @property
    def matrix(self) -> Matrix:
        """All vectors, (rows, dimension), read-only."""

    def search(self, vector: Vector, *, limit: int, allowed: Mask | None = None) -> Nearest:
        """The `limit` nearest allowed rows."""
