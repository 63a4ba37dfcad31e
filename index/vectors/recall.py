"""Chooses how hard an approximate index looks, by measuring what it misses."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.document import Matrix
from index.vectors.ivf import IvfVectors

REQUIRED_RECALL = 0.97  # below this, no setting is taken while a harder look is left
# Sampled documents are easier to find than queries, which lie off the documents' own places: aim higher than required.
AIMED_RECALL = 0.99
DEPTH = 10
SAMPLES = 200


@dataclass(frozen=True, slots=True)
class ChosenIvf:
    """The setting taken and the recall at `DEPTH` it showed."""

    nprobe: int
    recall: float


def choose_nprobe(path: Path, matrix: Matrix) -> ChosenIvf:
    """The smallest power of two of lists to look at that reaches the aimed recall, else all of them.

    Measured on sampled vectors of the matrix, each looking for its neighbours other than itself, against exact search.
    """
    rows = np.sort(np.random.default_rng(1).choice(len(matrix), size=min(SAMPLES, len(matrix)), replace=False))
    truth = _exact_neighbours(matrix, rows)
    index = IvfVectors(path, matrix, nprobe=1)
    lists = int(index.kind.split("-")[0].removeprefix("ivf"))
    chosen = ChosenIvf(lists, 1.0)
    nprobe = 4
    while nprobe <= lists:
        index.nprobe = nprobe
        chosen = ChosenIvf(nprobe, _recall(index, rows, truth))
        if chosen.recall >= AIMED_RECALL:
            break
        nprobe *= 2
    return chosen


def _exact_neighbours(matrix: Matrix, rows: np.ndarray[tuple[int], np.dtype[np.int64]]) -> list[set[int]]:
    import faiss

    _, found = faiss.knn(matrix[rows], matrix, DEPTH + 1, metric=faiss.METRIC_INNER_PRODUCT)
    return [
        set([neighbour for neighbour in line if neighbour != row][:DEPTH])
        for row, line in zip(rows.tolist(), found.tolist(), strict=True)
    ]


def _recall(index: IvfVectors, rows: np.ndarray[tuple[int], np.dtype[np.int64]], truth: list[set[int]]) -> float:
    shares = []
    for row, expected in zip(rows.tolist(), truth, strict=True):
        found = index.search(index.matrix[row], limit=DEPTH + 1).rows.tolist()
        shares.append(len(expected.intersection(found)) / len(expected))
    return float(np.mean(shares))
