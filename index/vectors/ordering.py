"""Exact scores and one order for found rows, so that every vector index answers alike."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from index.document import Matrix, Vector
from index.vectors.protocol import Nearest

Rows = NDArray[np.int64]
Scores = NDArray[np.float32]

SPARE = 16  # asked for beyond the limit, to see whether a tie goes past it
MANY = 1000  # rows beyond this are first thinned out in float32
TIE = 1e-6  # float32 sums of unit vectors differ by less than this between one order of adding and another


def exact_scores(matrix: Matrix, rows: Rows, vector: Vector) -> Scores:
    """Dot products, summed in float64: equal vectors then score equally wherever they stand."""
    return np.asarray(matrix[rows].astype(np.float64) @ vector.astype(np.float64), dtype=np.float32)


def best(matrix: Matrix, rows: Rows, vector: Vector, limit: int) -> Nearest:
    """The best `limit` of `rows`: exact scores, best first, equal scores by row."""
    if len(rows) > MANY and limit < len(rows):
        rough = matrix[rows] @ vector.astype(np.float32)
        last = np.partition(rough, len(rows) - limit)[len(rows) - limit] if limit > 0 else np.inf
        rows = rows[rough >= last - TIE]
    scores = exact_scores(matrix, rows, vector)
    order = np.lexsort((rows, -scores))[:limit]
    return Nearest(rows[order], scores[order])


def complete_ties(ask: Callable[[int], tuple[Scores, Rows]], limit: int, available: int) -> Rows:
    """Rows of an engine that breaks ties as it likes: asks for more until no tie with the last place is cut off.

    `ask(count)` gives the best `count` scores and rows, best first; `available` is how many there are at most.
    """
    wanted = min(limit, available)
    count = min(limit + SPARE, available)
    while True:
        scores, rows = ask(count)
        found = rows >= 0
        scores, rows = scores[found], rows[found]
        tied = len(rows) > wanted - 1 >= 0 and scores[-1] >= scores[wanted - 1] - TIE
        if not tied or count >= available or len(rows) < count:
            return rows
        count = min(count * 4, available)
