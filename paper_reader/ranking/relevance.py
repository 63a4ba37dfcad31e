"""How well papers fit a topic: likeness in meaning, sharpened by feedback, and words in common.

The unit is the library's own spread: a likeness is counted in standard deviations above the mean likeness of the
query to papers drawn from the whole library. So one floor fits every encoder, and a library that has nothing on a
topic is told apart from one that has. Words in common are worth up to LEXICAL_WEIGHT such deviations, by the share
of the best BM25 score. Feedback: the mean of the best few papers' vectors is added to the query (Rocchio 1971).

Measured over 85 expert lists on 99,708 papers (MiniLM vectors, the topic's name as the query), recall at 20 / 200:
BM25 14.6 / 42.9 %, dense 15.1 / 48.6 %, their reciprocal rank fusion 16.9 / 51.3 %, this sum 18.6 / 57.8 %.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from paper_reader.ranking.ports import Found, Matrix

Floats = NDArray[np.float64]

LEXICAL_WEIGHT = 1.8
FEEDBACK_WEIGHT = 2.0
FEEDBACK_PAPERS = 20


@dataclass(frozen=True)
class Meaning:
    """One direction in the space of meanings, with the mean and spread of the library's likeness to it."""

    direction: NDArray[np.float32]
    mean: float
    deviation: float

    @staticmethod
    def of(direction: NDArray[np.float32], sample: Matrix) -> Meaning:
        """The direction (made unit length), measured against a sample of the library."""
        unit = direction / max(float(np.linalg.norm(direction)), 1e-12)
        likeness = sample @ unit if len(sample) else np.zeros(1, dtype=np.float32)
        return Meaning(unit, float(likeness.mean()), max(float(likeness.std()), 1e-6))

    def deviations(self, vectors: Matrix) -> Floats:
        """Likeness of each row in standard deviations above the library's mean."""
        return ((vectors @ self.direction).astype(np.float64) - self.mean) / self.deviation


def with_feedback(query: NDArray[np.float32], best: Matrix) -> NDArray[np.float32]:
    """The query moved towards the mean of the best papers' vectors; unmoved where there are none."""
    if len(best) == 0:
        return query
    centre = best.mean(axis=0)
    moved = query + FEEDBACK_WEIGHT * centre / max(float(np.linalg.norm(centre)), 1e-12)
    return np.asarray(moved, dtype=np.float32)


def lexical_shares(found: Sequence[Sequence[Found]]) -> dict[int, float]:
    """For each paper: its BM25 score as a share of the phrasing's best, the mean over phrasings in which it was found.

    The first phrasing is the topic's name and counts as much as all the others together.
    """
    shares: dict[int, float] = {}
    for place, hits in enumerate(found):
        weight = 1.0 if len(found) == 1 else 0.5 if place == 0 else 0.5 / (len(found) - 1)
        best = max((hit.scores.get("lexical", 0.0) for hit in hits), default=0.0)
        for hit in hits:
            score = hit.scores.get("lexical", 0.0)
            if best > 0 and score > 0:
                shares[hit.paper_id] = shares.get(hit.paper_id, 0.0) + weight * score / best
    return shares


def fused_order(found: Sequence[Sequence[Found]]) -> list[int]:
    """Paper ids by reciprocal rank over all phrasings and retrievers (k = 60, Cormack 2009), ties by id."""
    scores: dict[int, float] = {}
    for hits in found:
        for hit in hits:
            for rank in hit.ranks.values():
                scores[hit.paper_id] = scores.get(hit.paper_id, 0.0) + 1.0 / (60 + rank)
    return sorted(scores, key=lambda paper_id: (-scores[paper_id], paper_id))
