"""Circles that say how influential a paper is, moved apart until none lies on another. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SMALLEST, LARGEST = 5.0, 23.0
UNKNOWN: Final = 7.0
USUAL_AREA, LEAST_SCALE = 660_000.0, 0.6  # in a smaller frame circles are smaller, down to this
SHARPNESS: Final = 2.5  # most papers of a topic's best are cited more than most, so the radius grows late
FULLEST: Final = 0.3  # share of the frame that circles may cover; with more of them all are drawn smaller
AIR: Final = 2.0
ROUNDS: Final = 400
_GOLDEN: Final = 2.399963  # radians; where two circles have one place, each pair goes another way


def radii(influence: Sequence[float | None], area: float) -> Floats:
    """A radius for each paper; one of unknown influence has a middling size that says nothing."""
    made = np.array([UNKNOWN if one is None else SMALLEST + (LARGEST - SMALLEST) * one**SHARPNESS for one in influence])
    made *= min(1.0, max(LEAST_SCALE, float(np.sqrt(area / USUAL_AREA))))
    covered = float((np.pi * (made + AIR) ** 2).sum())
    return made * min(1.0, float(np.sqrt(FULLEST * area / covered))) if covered > 0 else made


def apart(points: Floats, sizes: Floats, width: float, height: float, margin: float) -> Floats:
    """The points moved as little as is needed for the circles to lie apart and inside the frame."""
    made = points.astype(np.float64).copy()
    low = np.stack([sizes + margin, sizes + margin], axis=1)
    high = np.array([width, height]) - low
    made = np.clip(made, low, high)
    needed = sizes[:, None] + sizes[None, :] + AIR
    numbers = np.arange(len(made), dtype=np.float64)
    angles = _GOLDEN * (numbers[:, None] * len(made) + numbers[None, :])
    angles = np.where(numbers[:, None] < numbers[None, :], angles, angles.T + np.pi)
    aside = np.stack([np.cos(angles), np.sin(angles)], axis=-1)
    for _ in range(ROUNDS):
        between = made[:, None, :] - made[None, :, :]
        distance = np.sqrt((between**2).sum(axis=-1))
        np.fill_diagonal(distance, np.inf)
        short = np.maximum(needed - distance, 0.0)
        if not (short > 1e-3).any():
            break
        away = np.where(distance[..., None] > 1e-9, between / np.maximum(distance, 1e-9)[..., None], aside)
        made = np.clip(made + (away * (0.55 * short)[..., None]).sum(axis=1) / _crowd(short)[:, None], low, high)
    return made


def _crowd(short: Floats) -> Floats:
    """How hard a circle is pressed: pressed from many sides it moves by their mean, or it would jump to and fro."""
    return np.asarray(np.maximum(np.sqrt(np.count_nonzero(short > 0, axis=1)), 1.0))
