"""Chooses how hard an approximate index looks, by measuring what it misses."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.document import Matrix
from index.vectors.flat import FlatVectors
from index.vectors.ivf import IvfVectors
from index.vectors.ordering import TIE, Rows

# 0.97 is wanted of queries. Documents are easier to find than short queries, which lie apart from them (0.994 of one
# was 0.976 of the other), and documents are what is measured: aim higher.
AIMED_RECALL = 0.995
DEPTH = 10
SAMPLES = 200


@dataclass(frozen=True, slots=True)
class ChosenIvf:
    """The setting taken and the recall at `DEPTH` it showed."""

    nprobe: int
    recall: float


def choose_nprobe(path: Path, flat: FlatVectors) -> ChosenIvf:
    """The smallest power of two of lists to look at that reaches the aimed recall, else all of them.

    Measured on sampled vectors of the matrix, each looking for its neighbours other than itself, against exact search.
    """
    matrix = flat.matrix
    rows = np.sort(np.random.default_rng(1).choice(len(matrix), size=min(SAMPLES, len(matrix)), replace=False))
    lasts = _last_scores(matrix, rows)
    index = IvfVectors(path, flat, nprobe=1)
    lists = int(index.kind.split("-")[0].removeprefix("ivf"))
    nprobe = min(4, lists)
    while True:
        index.nprobe = nprobe
        recall = _recall(index, rows, lasts)
        if recall >= AIMED_RECALL or nprobe == lists:
            return ChosenIvf(nprobe, recall)
        nprobe = min(2 * nprobe, lists)


def _last_scores(matrix: Matrix, rows: Rows) -> list[float]:
    """For each row, the score of the last of its true neighbours."""
    import faiss

    scores, found = faiss.knn(matrix[rows], matrix, DEPTH + 1, metric=faiss.METRIC_INNER_PRODUCT)
    lasts = []
    for row, line, near in zip(rows.tolist(), scores, found, strict=True):
        others = line[near != row][:DEPTH]
        lasts.append(float(others[-1]) if len(others) else 1.0)
    return lasts


def _recall(index: IvfVectors, rows: Rows, lasts: list[float]) -> float:
    """The share of true neighbours found; of several that tie for the last place any will do."""
    shares = []
    for row, last in zip(rows.tolist(), lasts, strict=True):
        found = index.search(index.matrix[row], limit=DEPTH + 1)
        good = found.scores[(found.rows != row) & (found.scores >= last - TIE)]
        wanted = min(DEPTH, len(index.matrix) - 1)
        shares.append(min(len(good), wanted) / wanted if wanted else 1.0)
    return float(np.mean(shares))
