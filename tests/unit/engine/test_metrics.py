import math

import pytest

from index.metrics import average_precision, ndcg_at, recall_at, reciprocal_rank

RANKING = ["a", "b", "c", "d", "e"]


def test_recall_counts_the_relevant_among_the_first_k():
    assert recall_at(RANKING, {"b", "e", "x"}, 2) == pytest.approx(1 / 3)
    assert recall_at(RANKING, {"b", "e", "x"}, 5) == pytest.approx(2 / 3)
    assert recall_at(RANKING, set(), 5) == 0.0


def test_ndcg_with_graded_gains_by_hand():
    grades = {"a": 1, "c": 3, "z": 2}
    gained = 1 / math.log2(2) + 7 / math.log2(4)
    ideal = 7 / math.log2(2) + 3 / math.log2(3) + 1 / math.log2(4)
    assert ndcg_at(RANKING, grades, 5) == pytest.approx(gained / ideal)


def test_ndcg_with_linear_gains_by_hand():
    assert ndcg_at(["a", "b"], {"b": 2}, 2, exponential=False) == pytest.approx(1 / math.log2(3))
    assert ndcg_at(["a", "b"], {"b": 2}, 1, exponential=False) == 0.0


def test_ndcg_of_the_ideal_ranking_is_one_and_of_nothing_relevant_zero():
    assert ndcg_at(["c", "z", "a"], {"a": 1, "c": 3, "z": 2}, 3) == pytest.approx(1.0)
    assert ndcg_at(RANKING, {"a": 0}, 3) == 0.0


def test_reciprocal_rank_is_of_the_first_relevant():
    assert reciprocal_rank(RANKING, {"c", "e"}) == pytest.approx(1 / 3)
    assert reciprocal_rank(RANKING, {"x"}) == 0.0


def test_average_precision_by_hand():
    assert average_precision(RANKING, {"a", "c", "x"}) == pytest.approx((1 / 1 + 2 / 3) / 3)
    assert average_precision(RANKING, set()) == 0.0
