"""Which of the candidates make the list: the best ones, spread over the topic's facets, every role in proportion."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from paper_reader.ranking.facets import Labels
from paper_reader.ranking.ports import Matrix
from paper_reader.ranking.topic_view import Floats
from paper_reader.types import Role

# Papers closer to one another than one in ten thousand pairs of the topic say the same: from here likeness costs, up
# to PENALTY of the score for the very same. Over 85 expert lists, recall at 20: without it 0.2635, so 0.2636, from
# the 99.9th percentile 0.256. Experts do name papers that are alike.
ALIKE_PERCENTILE = 99.99
PENALTY = 0.5
# A survey must be one of this topic, not of a corner or a neighbour of it; so must what stands for its present state.
LEAST_RELEVANCE = 0.55
MOST_OF_A_FAMILY = 2  # versions of one thing
FACET_SHARE, FACET_PENALTY = 0.4, 0.3  # a facet that has this share of the list loses so much of its worth
# A foundation has its place kept only with so much of the score of the last paper that the list would else hold.
LEAST_FOUNDATION = 0.5
FACET_BONUS = 0.05  # of the worth of a paper whose facet the list has nothing of


@dataclass(frozen=True)
class Quotas:
    """How many papers of a role a list takes: surveys at most; recent advances and foundations at least.

    More recent ones come in, up to `most_recent`, where their score alone is high enough.
    """

    surveys: int
    recent: int
    most_recent: int
    foundations: int

    @staticmethod
    def of(size: int) -> Quotas:
        """One survey on a list of 20, two on a longer one; a twentieth to a tenth recent; a fifth foundations."""
        return Quotas(
            surveys=2 if size > 20 else 1,
            recent=max(1, round(size / 20)),
            most_recent=max(1, size // 10),
            foundations=size // 5,
        )


@dataclass(frozen=True, kw_only=True)
class Pool:
    """What is chosen from; rows as in the topic's view. `facets` are -1 and `families` "" where there is none."""

    scores: Floats
    roles: Sequence[Role]
    relevance: Floats
    vectors: Matrix
    available: NDArray[np.bool_]
    facets: Labels = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    families: Sequence[str] = ()

    def __len__(self) -> int:
        return len(self.scores)

    def with_role(self, *roles: Role) -> NDArray[np.bool_]:
        """Which rows have one of these roles."""
        return np.array([role in roles for role in self.roles], dtype=np.bool_)


def select(pool: Pool, *, size: int) -> list[int]:
    """At most `size` rows, best first, ties by row. Where one role lacks papers, the others take its place."""
    quotas = Quotas.of(size)
    picker = _Picker(pool, size)
    of_topic = pool.relevance >= LEAST_RELEVANCE
    picker.pick(pool.with_role(Role.SURVEY) & of_topic, quotas.surveys, factor=pool.relevance)
    recent = pool.with_role(Role.RECENT)
    picker.pick(recent & of_topic, min(quotas.recent, size - len(picker.chosen)), factor=pool.relevance)
    worthy = pool.scores >= LEAST_FOUNDATION * _last_score(pool, size)
    picker.pick(pool.with_role(Role.FOUNDATION) & worthy, min(quotas.foundations, size - len(picker.chosen)))
    foremost = picker.best_of(recent, quotas.most_recent - quotas.recent)
    picker.pick(pool.with_role(Role.FOUNDATION, Role.CORE) | foremost, size - len(picker.chosen))
    picker.pick(recent, size - len(picker.chosen))
    return sorted(picker.chosen, key=lambda row: (-pool.scores[row], row))


def _last_score(pool: Pool, size: int) -> float:
    """The score of the last of the `size` best that are available; 0 where there are no more than that."""
    scores = np.sort(pool.scores[pool.available])[::-1]
    return float(scores[size - 1]) if len(scores) >= size > 0 else 0.0


class _Picker:
    """Takes one paper after the other; what is like a taken one loses worth (after Carbonell and Goldstein 1998)."""

    def __init__(self, pool: Pool, size: int) -> None:
        self.chosen: list[int] = []
        self._most_of_facet = max(2, math.ceil(FACET_SHARE * size))
        self._pool = pool
        self._free = pool.available & (pool.scores > 0)
        self._nearest = np.zeros(len(pool))
        self._bonus = np.zeros(len(pool)) if len(pool.facets) == 0 else np.where(pool.facets >= 0, FACET_BONUS, 0.0)
        self._alike_from = _usual_likeness(pool.vectors)
        self._taken: Counter[str] = Counter()

    def pick(self, among: NDArray[np.bool_], count: int, factor: Floats | float = 1.0) -> None:
        """Takes up to `count` more of `among`, by score times `factor`."""
        for _ in range(max(0, count)):
            eligible = self._free & among
            if not eligible.any():
                return
            worth = self._pool.scores * factor * (1.0 - PENALTY * self._nearest) * (1.0 + self._bonus)
            row = int(np.argmax(np.where(eligible, worth, -1.0)))
            self._take(row)

    def best_of(self, among: NDArray[np.bool_], count: int) -> NDArray[np.bool_]:
        """The `count` of `among` with the highest scores that are still free."""
        rows = np.flatnonzero(self._free & among)
        best = rows[np.argsort(-self._pool.scores[rows], kind="stable")[: max(0, count)]]
        marked = np.zeros(len(self._pool), dtype=np.bool_)
        marked[best] = True
        return marked

    def _take(self, row: int) -> None:
        self.chosen.append(row)
        self._free[row] = False
        vectors = self._pool.vectors
        likeness = (vectors @ vectors[row]).astype(np.float64)
        beyond = np.clip((likeness - self._alike_from) / max(1.0 - self._alike_from, 1e-6), 0.0, 1.0)
        self._nearest = np.maximum(self._nearest, beyond)
        if len(self._pool.facets):
            self._count_facet(int(self._pool.facets[row]))
        self._count_family(row)

    def _count_facet(self, facet: int) -> None:
        taken = int(np.count_nonzero(self._pool.facets[self.chosen] == facet))
        if facet >= 0:
            self._bonus[self._pool.facets == facet] = -FACET_PENALTY if taken >= self._most_of_facet else 0.0

    def _count_family(self, row: int) -> None:
        family = self._pool.families[row] if self._pool.families else ""
        self._taken[family] += 1
        if family and self._taken[family] >= MOST_OF_A_FAMILY:
            self._free &= np.array([other != family for other in self._pool.families], dtype=np.bool_)


def _usual_likeness(vectors: Matrix) -> float:
    """The likeness that only one in ten thousand pairs of candidates exceeds; from a sample of pairs when many."""
    sample = vectors[:: max(1, len(vectors) // 200)]
    if len(sample) < 2:
        return 1.0
    pairs = (sample @ sample.T)[np.triu_indices(len(sample), 1)]
    return float(np.percentile(pairs, ALIKE_PERCENTILE))
