"""A small classifier that learns what is relevant from what was decided so far: logistic regression on embeddings.

Newton's method with a ridge: a few milliseconds for some thousand decisions, so it is trained anew after each one.
scikit-learn has the same, but importing it takes longer than a whole session's training.

Products are made in blocks so small that BLAS starts no threads for them: where other programs use the machine, waiting
for its threads made each step take 48 ms instead of 0.6.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]

_STEPS: Final = 25
_CLOSE: Final = 1e-6
_BLOCK_ROWS: Final = 50


def fit(rows: Matrix, labels: Vector, weights: Vector, *, ridge: float) -> Vector:
    """Coefficients, the last one the constant, of a weighted logistic regression. `labels` lie in [0, 1]."""
    design = np.column_stack([rows, np.ones(len(rows))])
    penalty = np.full(design.shape[1], float(ridge))
    penalty[-1] = 1e-3  # the constant is hardly held back
    held = np.zeros(design.shape[1])
    for _ in range(_STEPS):
        chance = logistic(times(design, held))
        slope = np.einsum("ij,i->j", design, weights * (chance - labels)) + penalty * held
        curve = weights * chance * (1 - chance)
        step = np.linalg.solve(_weighted_square(design, curve) + np.diag(penalty), slope)
        held = held - step
        if float(np.abs(step).max()) < _CLOSE:
            break
    return held


def times(rows: Matrix, vector: Vector) -> Vector:
    """Each row's product with the vector."""
    products: Vector = np.einsum("ij,j->i", rows, vector)
    return products


def scores(rows: Matrix, coefficients: Vector) -> Vector:
    """How far each row lies on the relevant side."""
    found: Vector = times(rows, coefficients[:-1]) + coefficients[-1]
    return found


def probabilities(rows: Matrix, coefficients: Vector) -> Vector:
    """The chance of each row, in (0, 1)."""
    return logistic(scores(rows, coefficients))


def logistic(given: Vector) -> Vector:
    """Scores as chances."""
    chance: Vector = 1 / (1 + np.exp(-np.clip(given, -30, 30)))
    return chance


def _weighted_square(design: Matrix, weights: Vector) -> Matrix:
    """The sum over the rows of weight times row times row, block by block."""
    count, width = design.shape
    missing = -count % _BLOCK_ROWS
    blocks = np.pad(design, ((0, missing), (0, 0))).reshape(-1, _BLOCK_ROWS, width)
    weighted = np.pad(design * weights[:, None], ((0, missing), (0, 0))).reshape(-1, _BLOCK_ROWS, width)
    square: Matrix = np.matmul(weighted.transpose(0, 2, 1), blocks).sum(axis=0)
    return square
