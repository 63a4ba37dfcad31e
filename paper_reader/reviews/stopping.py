"""What can be said of the papers not looked at: how many relevant ones may be left, and whether to think of stopping.

Two figures, both honest about what they rest on. `at_most_left` needs no model: having met a run of irrelevant papers,
how many relevant ones could be left before that run becomes improbable, if the order were no better than chance (the
hypergeometric bound of Callaghan and Müller-Hansen 2020, Systematic Reviews 9:273; since relevant ones come early in
fact, it errs to the safe side). `expected_left` is the sum of the model's chances, which is narrower and may be wrong.
Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, lgamma
from typing import Final

from paper_reader.types import Verdict

CONFIDENCE: Final = 0.95
TARGET_RECALL: Final = 0.95
SHORTEST_RUN: Final = 50  # irrelevant ones in a row before anything is said about stopping


def irrelevant_in_a_row(verdicts: Sequence[Verdict]) -> int:
    """How many of the latest decisions, given oldest first, were exclusions without any other between."""
    count = 0
    for verdict in reversed(verdicts):
        if verdict is not Verdict.EXCLUDE:
            break
        count += 1
    return count


def at_most_left(run: int, left: int) -> int | None:
    """The most relevant papers that `left` may hold, with 95 % confidence, after a `run` of irrelevant ones.

    None where the run says nothing yet. It is as if the run were a random sample of the run and what is left.
    """
    if left == 0:
        return 0
    if run == 0:
        return None
    low, high = 0, left  # the probability of such a run falls with the number of relevant ones
    while low < high:
        middle = (low + high + 1) // 2
        if _chance_of_none(run, left, middle) >= 1 - CONFIDENCE:
            low = middle
        else:
            high = middle - 1
    return None if low == left else low


def may_stop(found: int, run: int, left: int) -> bool:
    """Whether a long run without a relevant paper makes it likely that 95 % of all relevant ones are found."""
    bound = at_most_left(run, left)
    return run >= SHORTEST_RUN and bound is not None and found > 0 and found >= TARGET_RECALL * (found + bound)


def hint(found: int, run: int, left: int) -> str | None:
    """What to say about stopping; None while there is nothing to say."""
    bound = at_most_left(run, left)
    if left == 0 or run < SHORTEST_RUN or bound is None:
        return None
    said = (
        f"the last {run:,} were all irrelevant. Even if the order were no better than chance, at most {bound:,} of the "
        f"{left:,} left would be relevant (95 % confidence)"
    )
    if may_stop(found, run, left):
        return f"{said}, so {found / (found + bound):.0%} or more are found. You may think of stopping"
    return f"{said}. That alone is no reason to stop yet"


def _chance_of_none(run: int, left: int, relevant: int) -> float:
    """That a random sample of `run` from `run + left` papers holds none of the `relevant` ones."""
    if relevant > left:
        return 0.0
    whole = run + left
    log = lgamma(whole - relevant + 1) - lgamma(left - relevant + 1) - lgamma(whole + 1) + lgamma(left + 1)
    return exp(log)
