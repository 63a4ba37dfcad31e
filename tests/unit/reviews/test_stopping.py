"""What is said of the papers not looked at."""

from math import comb

import pytest

from paper_reader.reviews.stopping import at_most_left, hint, irrelevant_in_a_row, may_stop
from paper_reader.types import Verdict

YES, NO, MAYBE = Verdict.INCLUDE, Verdict.EXCLUDE, Verdict.MAYBE


def chance_of_none(run, left, relevant):
    """By the definition: so many ways to draw only irrelevant ones, of all ways."""
    return comb(run + left - relevant, run) / comb(run + left, run)


@pytest.mark.parametrize(("run", "left"), [(50, 400), (100, 300), (200, 200), (10, 5), (30, 1)])
def test_the_bound_is_the_largest_number_that_is_not_improbable(run, left):
    bound = at_most_left(run, left)
    assert bound is not None
    assert bound == 0 or chance_of_none(run, left, bound) >= 0.05
    assert chance_of_none(run, left, bound + 1) < 0.05


def test_nothing_is_said_without_a_run_and_nothing_is_left_at_the_end():
    assert at_most_left(0, 100) is None
    assert at_most_left(1, 5) is None
    assert at_most_left(0, 0) == 0


def test_the_row_of_irrelevant_ones_ends_at_anything_else():
    assert irrelevant_in_a_row([NO, NO, YES, NO, NO, NO]) == 3
    assert irrelevant_in_a_row([NO, MAYBE]) == 0
    assert irrelevant_in_a_row([]) == 0


def test_hints_come_late_and_say_what_they_rest_on():
    assert hint(found=100, run=49, left=50) is None
    early, late = hint(found=10, run=60, left=400), hint(found=100, run=200, left=100)
    assert early is not None
    assert "no reason to stop" in early
    assert late is not None
    assert "at most 2 of the 100 left" in late
    assert "95 % confidence" in late
    assert "You may think of stopping" in late
    assert (may_stop(10, 60, 400), may_stop(100, 200, 100), may_stop(0, 200, 100)) == (False, True, False)
