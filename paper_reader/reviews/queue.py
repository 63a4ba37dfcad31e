"""Which paper to look at next: what was decided so far teaches the order, anew after every decision. Pure.

Continuous active learning after Cormack and Grossman (2014, SIGIR; "AutoTAR"): the question counts as one relevant
text, and all papers not looked at together as a few irrelevant ones, so that there is something to learn from before
the first decision and the two sides never lack examples. Then the likeliest paper comes next; every tenth time one
that the order would not show: in turn the one that is hardest to tell, and the one least like all that was seen, so
that a corner of the subject that nobody has looked into is found.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from paper_reader.reviews.learning import Matrix, Vector, fit, logistic, probabilities, scores
from paper_reader.types import Pick, Verdict

LOOK_ELSEWHERE_EVERY: Final = 10
MAYBE_WEIGHT: Final = 0.5
FEWEST_TO_GUESS: Final = 5  # decisions of each kind before anything is said of what is left
SHARE_TO_GUESS: Final = 0.2  # of the papers likewise: before that, guesses were twice too high
_RIDGE_TO_GUESS: Final = 0.03  # with 1 guesses were five times too high, with 0.01 half of what was left
# Set on the simulations of scripts/measure_screening.py, see docs/reviews.md.
DIMENSIONS: Final = 64
_RIDGE: Final = 1.0
_UNSEEN_WEIGHT: Final = 10.0  # of all papers not looked at together
_QUESTION_WEIGHT: Final = 1.0  # of nearness to what is asked, beside the model, before anything relevant is known
_QUESTION_FADES: Final = 5  # relevant papers after which it counts half
_BALANCE: Final = 0.5  # the side with fewer examples counts by this power of what it lacks


@dataclass(frozen=True, eq=False)
class Space:
    """The papers of a review and what it asks, as vectors. `near` are unit vectors; `short` their main directions."""

    near: NDArray[np.float32]
    short: Matrix
    asked: Matrix  # of the question and each seed, in the directions of `short`
    nearness: Vector  # of each paper to what is asked, in standard deviations from the mean

    @classmethod
    def of(cls, papers: NDArray[np.float32], asked: NDArray[np.float32]) -> Space:
        """Made from unit vectors of the papers and of the question and seeds."""
        whole = papers.astype(np.float64)
        middle = whole.mean(axis=0) if len(whole) else np.zeros(papers.shape[1])
        _, directions = np.linalg.eigh((whole - middle).T @ (whole - middle))
        main = directions[:, ::-1][:, :DIMENSIONS]
        likeness = (papers @ asked.T).max(axis=1).astype(np.float64)
        nearness = (likeness - likeness.mean()) / (likeness.std() + 1e-9)
        return cls(papers, (whole - middle) @ main, (asked.astype(np.float64) - middle) @ main, nearness)


@dataclass(frozen=True, slots=True)
class Picked:
    """The row to look at next and why, and what the model expects of the rows not looked at."""

    row: int
    pick: Pick
    chance: float
    expected_left: float | None


def next_row(space: Space, verdicts: dict[int, Verdict]) -> Picked | None:
    """The row to look at next, given what was decided by row; None when all were looked at.

    The same decisions give the same row, so asking twice changes nothing.
    """
    left = np.array([row for row in range(len(space.near)) if row not in verdicts], dtype=np.intp)
    if not len(left):
        return None
    seen = np.array(list(verdicts), dtype=np.intp)
    chances = _chances(space, seen, left, verdicts)
    expected = _expected_left(space, seen, left, verdicts)
    place, pick = int(chances.argmax()), Pick.LIKELY
    turn, here = divmod(len(seen), LOOK_ELSEWHERE_EVERY)
    if not any(one is not Verdict.EXCLUDE for one in verdicts.values()):
        pick = Pick.SEED_LIKE
    if here == LOOK_ELSEWHERE_EVERY - 1 and turn % 2 == 0:
        place, pick = int(np.abs(chances - 0.5).argmin()), Pick.UNCERTAIN
    elif here == LOOK_ELSEWHERE_EVERY - 1:
        place, pick = int((space.near[left] @ space.near[seen].T).max(axis=1).argmin()), Pick.UNLIKE
    return Picked(int(left[place]), pick, float(chances[place]), expected)


def _expected_left(
    space: Space, seen: NDArray[np.intp], left: NDArray[np.intp], verdicts: dict[int, Verdict]
) -> float | None:
    """How many relevant ones to expect among those not looked at; None while too little is decided to guess.

    A model of the decisions alone, each counting as much as any other: what helps to order bends the chances.
    """
    labels = np.array([float(verdicts[int(row)] is not Verdict.EXCLUDE) for row in seen])
    enough = len(seen) >= SHARE_TO_GUESS * len(space.near)
    if not enough or min(labels.sum(), len(labels) - labels.sum()) < FEWEST_TO_GUESS:
        return None
    held = fit(space.short[seen], labels, np.ones(len(seen)), ridge=_RIDGE_TO_GUESS)
    return float(probabilities(space.short[left], held).sum())


def _chances(space: Space, seen: NDArray[np.intp], left: NDArray[np.intp], verdicts: dict[int, Verdict]) -> Vector:
    """The model's chance of each row not looked at."""
    decided = [verdicts[int(row)] for row in seen]
    rows = np.vstack([space.asked, space.short[seen], space.short[left]])
    labels = np.zeros(len(rows))
    labels[: len(space.asked)] = 1
    labels[len(space.asked) :][: len(seen)] = [one is not Verdict.EXCLUDE for one in decided]
    weights = np.ones(len(rows))
    weights[len(space.asked) :][: len(seen)] = [MAYBE_WEIGHT if one is Verdict.MAYBE else 1 for one in decided]
    weights[len(rows) - len(left) :] = _UNSEEN_WEIGHT / len(left)
    relevant = labels == 1
    lacking = weights[~relevant].sum() / weights[relevant].sum()
    weights[relevant] *= max(lacking, 1.0) ** _BALANCE
    held = fit(rows, labels, weights, ridge=_RIDGE)
    found = sum(one is not Verdict.EXCLUDE for one in decided)
    prior = _QUESTION_WEIGHT / (1 + found / _QUESTION_FADES) * space.nearness[left]
    return logistic(scores(space.short[left], held) + prior)
