"""Fits the trees of the score to expert lists, and says by cross-validation what they are worth on other lists.

What is fitted is the chance that a candidate is on its topic's list (scikit-learn's histogram gradient boosting, log
loss), over all lists at once, each list with the library thinned to several shares of known citations (see
`thinning`), so that one set of trees serves a library of which everything, something or nothing is known. Long lists
would drown short ones: rows count by one over the root of the papers found. Monotone where sense demands it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.model_selection import GroupKFold

from paper_reader.ranking.trees import LEAF, Tree, Trees

FOLDS = 8
SEEDS = (1, 2, 3, 4, 5)  # of the folds: ways to part the sources
TREES = 150
LEAVES = 4
RATE = 0.08
LEAST_ROWS = 100  # in a leaf
SHRINKAGE = 5.0
BINS = 63

INPUTS = (
    "relevance",
    "title_match",
    "heart_of_topic",
    "citation_percentile",
    "fame",
    "in_topic_citations",
    "rescaled_pagerank",
    "survey_share",
    "at_home",
    "builds_on_topic",
    "name_mentions",
    "name_fame",
    "author_standing",
    "venue",
    "tested_by_time",
    "age_in_topic",
)
# More of these never lowers a score. The others say what kind of paper it is, which may speak for it or against it.
RISING = frozenset(INPUTS) - {"builds_on_topic", "tested_by_time", "age_in_topic"}


@dataclass(frozen=True)
class Case:
    """One list with the library thinned to one share: its topic's candidates as rows of inputs, and which are on it."""

    topic: str
    source: str
    share: float
    names: tuple[str, ...]
    rows: np.ndarray
    wanted: np.ndarray
    total: int

    def recall(self, scores: np.ndarray, k: int) -> float:
        """The share of the list's papers among the k best."""
        return float(self.wanted[np.argsort(-scores, kind="stable")[:k]].sum()) / self.total

    def metrics(self, scores: np.ndarray) -> dict[str, float]:
        """The metrics of `figures.METRICS` for the candidates ordered by these scores."""
        flags = self.wanted[np.argsort(-scores, kind="stable")]
        places = np.flatnonzero(flags)
        gains = 1.0 / np.log2(np.arange(20) + 2.0)
        return {
            "recall@20": float(flags[:20].sum()) / self.total,
            "recall@50": float(flags[:50].sum()) / self.total,
            "nDCG@20": float((flags[:20] * gains[: len(flags[:20])]).sum() / gains[: self.total].sum()),
            "MRR": 1.0 / (1.0 + float(places[0])) if len(places) else 0.0,
        }

    def scores(self, trees: Trees) -> np.ndarray:
        """The trees' log-odds of each candidate."""
        return trees.of({name: self.rows[:, n] for n, name in enumerate(self.names)}, len(self.rows))


def fit(cases: Sequence[Case]) -> Trees:
    """The trees over the cases' inputs; deterministic."""
    names = cases[0].names
    model = HistGradientBoostingClassifier(
        max_iter=TREES,
        learning_rate=RATE,
        max_leaf_nodes=LEAVES,
        min_samples_leaf=LEAST_ROWS,
        l2_regularization=SHRINKAGE,
        max_bins=BINS,
        early_stopping=False,
        monotonic_cst=[int(name in RISING) for name in names],
        random_state=0,
    )
    rows = np.vstack([case.rows for case in cases])
    weights = np.concatenate([np.full(len(case.rows), 1 / np.sqrt(case.wanted.sum() + 1)) for case in cases])
    model.fit(rows, np.concatenate([case.wanted for case in cases]), weights)
    trees = _exported(model, names)
    sample = rows[:: max(1, len(rows) // 2000)]
    ours = trees.of({name: sample[:, n] for n, name in enumerate(names)}, len(sample))
    if not np.allclose(ours, model.decision_function(sample), atol=1e-6):
        raise AssertionError("the trees as written do not say what the fitted model says")
    return trees


def cross_validated(cases: Sequence[Case], seeds: Iterable[int] = SEEDS) -> dict[tuple[str, float], list[np.ndarray]]:
    """By topic and share: the scores under trees fitted without any list of its source, one array a seed."""
    found: dict[tuple[str, float], list[np.ndarray]] = {}
    groups = [case.source for case in cases]
    for seed in seeds:
        for training, held_back in GroupKFold(FOLDS, shuffle=True, random_state=seed).split(cases, groups=groups):
            trees = fit([cases[i] for i in training])
            for i in held_back:
                found.setdefault((cases[i].topic, cases[i].share), []).append(cases[i].scores(trees))
    return found


def recalls(cases: Sequence[Case], found: dict[tuple[str, float], list[np.ndarray]], k: int) -> list[float]:
    """Recall at k of every case, the mean over the seeds."""
    return [float(np.mean([case.recall(scores, k) for scores in found[case.topic, case.share]])) for case in cases]


def without(cases: Sequence[Case], names: Iterable[str]) -> list[Case]:
    """The cases with some inputs left out."""
    left_out = set(names)
    kept = [n for n, name in enumerate(cases[0].names) if name not in left_out]
    return [replace(case, names=tuple(case.names[n] for n in kept), rows=case.rows[:, kept]) for case in cases]


def _exported(model: HistGradientBoostingClassifier, names: Sequence[str]) -> Trees:
    trees = []
    for (predictor,) in model._predictors:  # noqa: SLF001 - there is no public way to the trees; `fit` checks the result
        nodes = predictor.nodes
        leaf = nodes["is_leaf"].astype(bool)
        own = np.arange(len(nodes))
        trees.append(
            Tree(
                inputs=np.where(leaf, LEAF, nodes["feature_idx"]).astype(np.int64),
                at_most=np.where(leaf, 0.0, nodes["num_threshold"]),
                below=np.where(leaf, own, nodes["left"]).astype(np.int64),
                above=np.where(leaf, own, nodes["right"]).astype(np.int64),
                unknown_below=nodes["missing_go_to_left"].astype(bool) & ~leaf,
                values=np.where(leaf, nodes["value"], 0.0),
            )
        )
    return Trees(tuple(names), float(np.ravel(model._baseline_prediction)[0]), tuple(trees))  # noqa: SLF001 - as above
