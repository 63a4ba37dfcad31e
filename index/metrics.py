"""Measures of a ranking against what should have been found. Pure; a ranking is ids, best first."""

from __future__ import annotations

import math
from collections.abc import Collection, Hashable, Mapping, Sequence


def recall_at(ranking: Sequence[Hashable], relevant: Collection[Hashable], k: int) -> float:
    """The share of `relevant` among the first k; 0 where nothing is relevant."""
    wanted = set(relevant)
    return len(wanted.intersection(ranking[:k])) / len(wanted) if wanted else 0.0


def ndcg_at(
    ranking: Sequence[Hashable], grades: Mapping[Hashable, float], k: int, *, exponential: bool = True
) -> float:
    """Normalised discounted cumulative gain of the first k; 0 where no grade is above 0.

    A grade's gain is 2^grade - 1, or the grade itself with `exponential` False (Järvelin and Kekäläinen 2002); its
    discount log2(rank + 1). The ideal ranks all graded ids, found or not.
    """

    def gain(grade: float) -> float:
        return 2.0**grade - 1.0 if exponential else grade

    def cumulated(values: Sequence[float]) -> float:
        return sum(gain(value) / math.log2(rank + 1) for rank, value in enumerate(values[:k], 1))

    ideal = cumulated(sorted(grades.values(), reverse=True))
    return cumulated([grades.get(found, 0.0) for found in ranking]) / ideal if ideal > 0 else 0.0


def reciprocal_rank(ranking: Sequence[Hashable], relevant: Collection[Hashable]) -> float:
    """1 over the rank of the first relevant id; 0 where none is ranked. Its mean over queries is MRR."""
    wanted = set(relevant)
    return next((1.0 / rank for rank, found in enumerate(ranking, 1) if found in wanted), 0.0)


def average_precision(ranking: Sequence[Hashable], relevant: Collection[Hashable]) -> float:
    """The mean, over all relevant ids, of the precision at the rank of each; unranked ones count 0. Its mean is MAP."""
    wanted = set(relevant)
    found, total = 0, 0.0
    for rank, one in enumerate(ranking, 1):
        if one in wanted:
            found += 1
            total += found / rank
    return total / len(wanted) if wanted else 0.0
