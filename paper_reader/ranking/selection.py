"""Which of the candidates make the list: the best ones, spread over the topic, every role in proportion."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from paper_reader.ranking.ports import Matrix
from paper_reader.ranking.topic_view import Floats
from paper_reader.types import Role

# Papers closer to one another than one in a thousand pairs of the topic say much the same: from here likeness costs,
# up to PENALTY of the score for the very same. Measured over 85 expert lists, recall at 20: without it 0.258, from the
# 99.9th percentile 0.254, from the 99th 0.238. Experts do name papers that are alike.
ALIKE_PERCENTILE = 99.9
PENALTY = 0.5
# A survey must be one of this topic, not of a corner or a neighbour of it; so must what stands for its present state.
LEAST_RELEVANCE = 0.55


@dataclass(frozen=True)
class Quotas:
    """How many papers of a role a list takes: surveys and recent advances at most, foundations at least."""

    surveys: int
    recent: int
    foundations: int

    @staticmethod
    def of(size: int) -> Quotas:
        """One survey on a list of 20, two on a longer one; one recent paper in fifteen; a fifth foundations."""
        return Quotas(surveys=2 if size > 20 else 1, recent=max(1, round(size / 15)), foundations=size // 5)


def select(
    scores: Floats,
    roles: Sequence[Role],
    relevance: Floats,
    vectors: Matrix,
    *,
    size: int,
    available: NDArray[np.bool_],
) -> list[int]:
    """At most `size` rows, best first, ties by row. Where one role lacks papers, the others take its place."""
    quotas = Quotas.of(size)
    picker = _Picker(scores, vectors, available & (scores > 0))
    by_role = {role: np.array([r is role for r in roles], dtype=np.bool_) for role in Role}
    picker.pick(by_role[Role.SURVEY] & (relevance >= LEAST_RELEVANCE), quotas.surveys, factor=relevance)
    fitting_recent = by_role[Role.RECENT] & (relevance >= LEAST_RELEVANCE)
    picker.pick(fitting_recent, min(quotas.recent, size - len(picker.chosen)), factor=relevance)
    picker.pick(by_role[Role.FOUNDATION], min(quotas.foundations, size - len(picker.chosen)))
    picker.pick(by_role[Role.FOUNDATION] | by_role[Role.CORE], size - len(picker.chosen))
    picker.pick(by_role[Role.RECENT], size - len(picker.chosen))
    return sorted(picker.chosen, key=lambda row: (-scores[row], row))


class _Picker:
    """Takes one paper after the other; what is like a taken one loses worth (after Carbonell and Goldstein 1998)."""

    def __init__(self, scores: Floats, vectors: Matrix, available: NDArray[np.bool_]) -> None:
        self.chosen: list[int] = []
        self._scores = scores
        self._vectors = vectors
        self._free = available.copy()
        self._nearest = np.zeros(len(scores))
        self._alike_from = _usual_likeness(vectors)

    def pick(self, among: NDArray[np.bool_], count: int, factor: Floats | float = 1.0) -> None:
        """Takes up to `count` more of `among`, by score times `factor`."""
        for _ in range(max(0, count)):
            eligible = self._free & among
            if not eligible.any():
                return
            worth = self._scores * factor * (1.0 - PENALTY * self._nearest)
            row = int(np.argmax(np.where(eligible, worth, -1.0)))
            self._take(row)

    def _take(self, row: int) -> None:
        self.chosen.append(row)
        self._free[row] = False
        likeness = (self._vectors @ self._vectors[row]).astype(np.float64)
        beyond = np.clip((likeness - self._alike_from) / max(1.0 - self._alike_from, 1e-6), 0.0, 1.0)
        self._nearest = np.maximum(self._nearest, beyond)


def _usual_likeness(vectors: Matrix) -> float:
    """The likeness that only one in a hundred pairs of candidates exceeds; from a sample of pairs when many."""
    sample = vectors[:: max(1, len(vectors) // 200)]
    if len(sample) < 2:
        return 1.0
    pairs = (sample @ sample.T)[np.triu_indices(len(sample), 1)]
    return float(np.percentile(pairs, ALIKE_PERCENTILE))
