"""Fits the weights of the score to expert lists, and says by cross-validation what that is worth on other lists.

The model is the score itself (`paper_reader.ranking.score`): relevance to a power times doubt plus the weighted sum of
the signals. A list's likelihood is that of a softmax over the logarithm of the scores of its topic's candidates, the
mean over the list's papers. Weights are positive by construction; a small penalty keeps them from running away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from sklearn.model_selection import GroupKFold

from paper_reader.ranking import Weights
from paper_reader.ranking.score import LEAST_RELEVANCE

FOLDS = 8
PENALTY = 0.01
START = (0.5, 0.5, -2.0)  # logarithms of power, sharpness and doubt


@dataclass(frozen=True)
class Case:
    """One list: its topic's candidates as rows, which of them are on the list, and how many papers the list has."""

    source: str
    relevance: np.ndarray
    signals: np.ndarray
    wanted: np.ndarray
    total: int

    def recall(self, scores: np.ndarray, k: int) -> float:
        """The share of the list's papers among the k best."""
        return float(self.wanted[np.argsort(-scores, kind="stable")[:k]].sum()) / self.total


@dataclass(frozen=True)
class Model:
    """Logarithms of power, sharpness, doubt and one weight for each signal."""

    parameters: np.ndarray

    def scores(self, case: Case) -> np.ndarray:
        """The logarithm of each candidate's score, up to a constant."""
        power, _, doubt = np.exp(self.parameters[:3])
        total = doubt + case.signals @ np.exp(self.parameters[3:])
        return power * np.log(np.maximum(case.relevance, LEAST_RELEVANCE)) + np.log(total)

    def weights(self, names: Sequence[str], version: int) -> Weights:
        """The same as weights that sum to 1 over the signals."""
        power, _, doubt = np.exp(self.parameters[:3])
        shares = np.exp(self.parameters[3:])
        return Weights(
            relevance_power=float(power),
            benefit_of_doubt=float(doubt / shares.sum()),
            signals={name: float(share / shares.sum()) for name, share in zip(names, shares, strict=True)},
            version=version,
        )


def fit(cases: Sequence[Case]) -> Model:
    """The likeliest model; deterministic."""
    usable = [case for case in cases if case.wanted.any()]
    width = cases[0].signals.shape[1]
    start = np.concatenate([START, np.full(width, -1.0)])
    found = minimize(_loss, start, args=(usable,), jac=True, method="L-BFGS-B", options={"maxiter": 200})
    return Model(found.x)


def cross_validated(cases: Sequence[Case], k: int) -> list[float]:
    """Recall at k of every list under a model fitted without any list of its source."""
    found = [0.0] * len(cases)
    folds = GroupKFold(FOLDS).split(cases, groups=[case.source for case in cases])
    for training, held_back in folds:
        model = fit([cases[i] for i in training])
        for i in held_back:
            found[i] = cases[i].recall(model.scores(cases[i]), k)
    return found


def without(cases: Sequence[Case], columns: Sequence[int]) -> list[Case]:
    """The cases with some signals left out."""
    return [Case(c.source, c.relevance, np.delete(c.signals, list(columns), axis=1), c.wanted, c.total) for c in cases]


def _loss(parameters: np.ndarray, cases: Sequence[Case]) -> tuple[float, np.ndarray]:
    power, sharpness, doubt = np.exp(parameters[:3])
    weights = np.exp(parameters[3:])
    loss, slope = 0.0, np.zeros_like(parameters)
    for case in cases:
        relevance = np.log(np.maximum(case.relevance, LEAST_RELEVANCE))
        total = doubt + case.signals @ weights
        logits = sharpness * (power * relevance + np.log(total))
        exponents = np.exp(logits - logits.max())
        target = case.wanted / case.wanted.sum()
        loss += float(np.log(exponents.sum()) + logits.max() - target @ logits)
        difference = exponents / exponents.sum() - target
        slope[0] += difference @ (sharpness * power * relevance)
        slope[1] += difference @ logits
        slope[2] += difference @ (sharpness * doubt / total)
        slope[3:] += sharpness * weights * ((difference / total) @ case.signals)
    penalty = np.concatenate([[0.0, 0.0], parameters[2:]])
    return loss / len(cases) + PENALTY * float(penalty @ penalty), slope / len(cases) + 2 * PENALTY * penalty
