"""From rankings to figures with intervals, and from figures to a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from evaluation.material import ExpertList
from index.metrics import ndcg_at, recall_at, reciprocal_rank

METRICS = ("recall@20", "recall@50", "nDCG@20", "MRR")
RESAMPLES = 2000
SEED = 0


@dataclass(frozen=True, slots=True)
class Figure:
    """A mean with its 95 % interval by bootstrap over the topics."""

    mean: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.mean:.3f} ({self.low:.3f}–{self.high:.3f})"


def measured(ranking: Sequence[frozenset[str]], wanted: ExpertList) -> dict[str, float]:
    """The metrics of one ranking. A paper is given by its imported ids, of which one on the list is enough."""
    names = [next(iter(sorted(ids & wanted.papers)), f"other {rank}") for rank, ids in enumerate(ranking)]
    grades = dict.fromkeys(wanted.papers, 1.0)
    return {
        "recall@20": recall_at(names, wanted.papers, 20),
        "recall@50": recall_at(names, wanted.papers, 50),
        "nDCG@20": ndcg_at(names, grades, 20),
        "MRR": reciprocal_rank(names, wanted.papers),
    }


def summary(rows: Sequence[Mapping[str, float]], metrics: Iterable[str] = METRICS) -> dict[str, Figure]:
    """The mean of each metric over the topics, with its interval."""
    return {metric: bootstrapped([row[metric] for row in rows]) for metric in metrics}


def bootstrapped(values: Sequence[float]) -> Figure:
    """Mean and 95 % interval; the same values give the same interval."""
    array = np.array(values)
    means = np.random.default_rng(SEED).choice(array, (RESAMPLES, len(array))).mean(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return Figure(float(array.mean()), float(low), float(high))


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [header, ["---"] * len(header), *([str(cell) for cell in row] for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
