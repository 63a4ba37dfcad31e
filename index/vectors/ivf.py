"""The approximate vector index: FAISS's inverted lists of 8-bit vectors, its candidates scored again exactly.

The lists only choose candidates; scores and order come from the float32 vectors, mapped from their own file. How many
lists are looked at is chosen by measurement when the index is built.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np

from index.attributes import Mask
from index.document import Matrix, Vector
from index.vectors.flat import FlatVectors, read_faiss, selector
from index.vectors.ordering import Rows, Scores, best, complete_ties
from index.vectors.protocol import Nearest

TRAINING_VECTORS_PER_LIST = 64  # more does not raise recall here
TRAINING_ROUNDS = 10
OVERFETCH = 4  # 8 bits misplace neighbours by a few ranks; scoring four times as many exactly puts them right
# Where at most this many rows pass a filter, the search is exact over them, as it is in an index of that size: what
# passes may lie far from the vector, in lists that would not be looked at.
EXACT_ROWS = 50_000


class IvfVectors:
    """Looks at the `nprobe` lists nearest to the vector, in proportion more where a filter thins them out."""

    def __init__(self, path: Path, flat: FlatVectors, *, nprobe: int, exact_rows: int = EXACT_ROWS) -> None:
        self._index = read_faiss(path)
        self._flat = flat
        self.matrix = flat.matrix
        self.nprobe = nprobe
        self._exact_rows = exact_rows

    @property
    def kind(self) -> str:
        """The number of lists, the bits of a number, and how many lists are looked at."""
        return f"ivf{self._index.nlist}-sq8 nprobe {self.nprobe}"

    def search(self, vector: Vector, *, limit: int, allowed: Mask | None = None) -> Nearest:
        """The `limit` nearest allowed rows."""
        available = len(self.matrix) if allowed is None else int(allowed.sum())
        if allowed is not None and available <= self._exact_rows:
            return self._flat.search(vector, limit=limit, allowed=allowed)
        nprobe = min(self._index.nlist, math.ceil(self.nprobe * len(self.matrix) / available))
        rows = self._candidates(vector, limit, nprobe, allowed, available)
        if len(rows) < min(limit, available):  # the lists looked at hold fewer than were asked for
            rows = self._candidates(vector, limit, self._index.nlist, allowed, available)
        return best(self.matrix, rows, vector, limit)

    def _candidates(self, vector: Vector, limit: int, nprobe: int, allowed: Mask | None, available: int) -> Rows:
        return complete_ties(
            lambda count: self._ask(vector, count, nprobe, allowed), min(limit * OVERFETCH, available), available
        )

    def _ask(self, vector: Vector, count: int, nprobe: int, allowed: Mask | None) -> tuple[Scores, Rows]:
        import faiss

        settings: dict[str, Any] = {"nprobe": nprobe}
        if allowed is not None:
            settings["sel"] = selector(allowed)
        scores, rows = self._index.search(
            vector[np.newaxis].astype(np.float32), count, params=faiss.SearchParametersIVF(**settings)
        )
        return scores[0], rows[0]


def write_ivf(path: Path, matrix: Matrix) -> None:
    """Train and write the lists. Training is seeded: equal vectors give equal lists."""
    import faiss

    count, dimension = matrix.shape
    lists = list_count(count)
    index: Any = faiss.index_factory(dimension, f"IVF{lists},SQ8", faiss.METRIC_INNER_PRODUCT)
    index.cp.niter = TRAINING_ROUNDS
    index.cp.seed = 1234
    index.cp.max_points_per_centroid = TRAINING_VECTORS_PER_LIST
    size = min(count, lists * TRAINING_VECTORS_PER_LIST)
    sample = np.sort(np.random.default_rng(0).choice(count, size=size, replace=False))
    index.train(np.ascontiguousarray(matrix[sample]))
    for start in range(0, count, 65536):
        index.add(np.ascontiguousarray(matrix[start : start + 65536]))
    faiss.write_index(index, str(path))


def list_count(count: int) -> int:
    """The power of two nearest to 1.5 √count: 512 lists for 100,000 vectors, 2,048 for two million."""
    return min(int(2 ** round(math.log2(1.5 * math.sqrt(max(count, 1))))), max(count, 1))
