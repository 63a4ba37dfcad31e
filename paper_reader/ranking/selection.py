"""Which of the candidates make the list: the best ones, spread over the topic, every role in proportion."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from paper_reader.ranking.ports import Matrix
from paper_reader.ranking.topic_view import Floats
from paper_reader.types import Role

# Papers closer to one another than most of a topic's papers are say much the same; from here likeness costs.
ALIKE_PERCENTILE = 99.0
# What a paper loses that says exactly what a chosen one says; a variant of a variant keeps a third.
PENALTY = 0.5


@dataclass(frozen=True)
class Quotas:
    """How many papers of a role a list takes: surveys and recent advances at most, foundations at least."""

    surveys: int
    recent: int
    foundations: int

    @staticmethod
    def of(size: int) -> Quotas:
        """One survey on a short list, two on a longer one; a tenth recent; a fifth foundations."""
        return Quotas(surveys=2 if size >= 15 else 1, recent=max(1, round(size / 10)), foundations=size // 5)


def select(
    scores: Floats, roles: Sequence[Role], vectors: Matrix, *, size: int, available: NDArray[np.bool_]
) -> list[int]:
    """At most `size` rows, best first, ties by row. Where one role lacks papers, the others take its place."""
    quotas = Quotas.of(size)
    picker = _Picker(scores, vectors, available & (scores > 0))
    by_role = {role: np.array([r is role for r in roles], dtype=np.bool_) for role in Role}
    picker.pick(by_role[Role.SURVEY], quotas.surveys)
    picker.pick(by_role[Role.RECENT], min(quotas.recent, size - len(picker.chosen)))
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

    def pick(self, among: NDArray[np.bool_], count: int) -> None:
        """Takes up to `count` more of `among`."""
        for _ in range(max(0, count)):
            eligible = self._free & among
            if not eligible.any():
                return
            worth = self._scores * (1.0 - PENALTY * self._nearest)
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
