"""Places in the unit square by meaning: papers whose vectors are near to one another are neighbours. Pure.

The two strongest directions (PCA) say roughly where, then t-SNE (van der Maaten and Hinton 2008), begun from there and
without any chance in it, brings neighbours together. All pairs are looked at: meant for a few hundred papers.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

FEWEST_TO_REFINE: Final = 8
MOST_NEIGHBOURS: Final = 15.0  # perplexity
ROUNDS, EAGER_ROUNDS = 350, 90
EAGERNESS: Final = 4.0  # attraction is stronger by this at first, so that groups find one another
STEP: Final = 10.0
_TINY: Final = 1e-12


def places(vectors: NDArray[np.float32], years: NDArray[np.float64]) -> Floats:
    """A point in the unit square for each row. `years` may have NaN; where they differ, younger papers lean right."""
    count = len(vectors)
    if count == 0:
        return np.zeros((0, 2))
    rows = vectors.astype(np.float64) - vectors.mean(axis=0, dtype=np.float64)
    flat = _principal(rows)
    if count >= FEWEST_TO_REFINE:
        flat = _refined(rows, flat)
    return _in_square(_turned(flat, years))


def _principal(rows: Floats) -> Floats:
    """The two strongest directions; the sign of each is that of its largest entry."""
    left, sizes, _ = np.linalg.svd(rows, full_matrices=False)
    flat = np.zeros((len(rows), 2))
    for axis in range(min(2, len(sizes))):
        column = left[:, axis] * sizes[axis]
        largest = column[int(np.argmax(np.abs(column).round(9)))]
        flat[:, axis] = column if largest >= 0 else -column
    return flat


def _refined(rows: Floats, begin: Floats) -> Floats:
    near = _nearness(rows, min(MOST_NEIGHBOURS, (len(rows) - 1) / 3))
    flat = begin / max(float(begin.std(axis=0).max()), _TINY) * 1e-2
    speed = np.zeros_like(flat)
    gains = np.ones_like(flat)
    for turn in range(ROUNDS):
        pull = near * (EAGERNESS if turn < EAGER_ROUNDS else 1.0)
        slope = _slope(pull, flat)
        same = np.sign(slope) == np.sign(speed)
        gains = np.clip(np.where(same, gains * 0.8, gains + 0.2), 0.01, None)
        speed = (0.5 if turn < EAGER_ROUNDS else 0.8) * speed - STEP * gains * slope
        flat = flat + speed
        flat -= flat.mean(axis=0)
    return flat


def _nearness(rows: Floats, perplexity: float) -> Floats:
    """How much each pair belongs together, summing to 1: around each row a bell as wide as its neighbours are far."""
    squares = (rows**2).sum(axis=1)
    apart = np.maximum(squares[:, None] + squares[None, :] - 2 * rows @ rows.T, 0.0)
    np.fill_diagonal(apart, np.inf)
    low, high = np.full(len(rows), 1e-6), np.full(len(rows), 1e6)
    wanted = np.log(perplexity)
    shares = np.zeros_like(apart)
    for _ in range(60):
        sharpness = np.sqrt(low * high)
        weights = np.exp(-(apart - apart.min(axis=1, keepdims=True)) * sharpness[:, None])
        shares = weights / weights.sum(axis=1, keepdims=True)
        spread = -(shares * np.log(np.maximum(shares, _TINY))).sum(axis=1)
        wide = spread > wanted
        low, high = np.where(wide, sharpness, low), np.where(wide, high, sharpness)
    both = shares + shares.T
    return np.asarray(both / both.sum())


def _slope(pull: Floats, flat: Floats) -> Floats:
    squares = (flat**2).sum(axis=1)
    kernel = 1.0 / (1.0 + np.maximum(squares[:, None] + squares[None, :] - 2 * flat @ flat.T, 0.0))
    np.fill_diagonal(kernel, 0.0)
    force = (pull - kernel / kernel.sum()) * kernel
    return np.asarray(4 * (force.sum(axis=1)[:, None] * flat - force @ flat))


def _turned(flat: Floats, years: Floats) -> Floats:
    """Mirrored where that brings the younger papers to the right."""
    known = ~np.isnan(years)
    if known.sum() < 2:
        return flat
    lean = float(((years[known] - years[known].mean()) * flat[known, 0]).sum())
    return flat * np.array([-1.0, 1.0]) if lean < 0 else flat


def _in_square(flat: Floats) -> Floats:
    low, high = flat.min(axis=0), flat.max(axis=0)
    room = high - low
    return np.where(room > _TINY, (flat - low) / np.where(room > _TINY, room, 1.0), 0.5)
