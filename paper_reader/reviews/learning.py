"""A small classifier that learns what is relevant from what was decided so far: logistic regression on embeddings.

Newton's method with a ridge: a few milliseconds for some thousand decisions, so it is trained anew after each one.
scikit-learn has the same, but importing it takes longer than a whole session's training.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]

_STEPS: Final = 25
_CLOSE: Final = 1e-6


def fit(rows: Matrix, labels: Vector, weights: Vector, *, ridge: float) -> Vector:
    """Coefficients, the last one the constant, of a weighted logistic regression. `labels` lie in [0, 1]."""
    design = np.column_stack([rows, np.ones(len(rows))])
    penalty = np.full(design.shape[1], float(ridge))
    penalty[-1] = 1e-3  # the constant is hardly held back
    held = np.zeros(design.shape[1])
    for _ in range(_STEPS):
        chance = probabilities(rows, held)
        slope = design.T @ (weights * (chance - labels)) + penalty * held
        curve = weights * chance * (1 - chance)
        step = _solved(design, curve, penalty, slope)
        held = held - step
        if float(np.abs(step).max()) < _CLOSE:
            break
    return held


def probabilities(rows: Matrix, coefficients: Vector) -> Vector:
    """The chance of each row, in (0, 1)."""
    return logistic(rows @ coefficients[:-1] + coefficients[-1])


def logistic(scores: Vector) -> Vector:
    """Scores as chances."""
    chance: Vector = 1 / (1 + np.exp(-np.clip(scores, -30, 30)))
    return chance


def _solved(design: Matrix, curve: Vector, penalty: Vector, slope: Vector) -> Vector:
    """Newton's step. With fewer rows than columns the smaller of the two equal systems is solved (Woodbury)."""
    count, width = design.shape
    if count >= width:
        whole = np.linalg.solve((design * curve[:, None]).T @ design + np.diag(penalty), slope)
        return np.asarray(whole, dtype=np.float64)
    curve = np.maximum(curve, 1e-10)
    narrow = design / penalty
    inner = np.diag(1 / curve) + narrow @ design.T
    base = slope / penalty
    step: Vector = base - narrow.T @ np.linalg.solve(inner, design @ base)
    return step
