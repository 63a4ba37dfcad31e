import numpy as np
import pytest

from paper_reader.ranking import Weights, fitted_weights
from paper_reader.ranking.score import score
from paper_reader.ranking.signals import ALL
from paper_reader.ranking.topic_view import Column, Explanation

WEIGHTS = Weights(relevance_power=1.0, benefit_of_doubt=0.1, signals={"a": 0.5, "b": 0.3})


def column(name, *values):
    return Column(name=name, values=np.array(values, dtype=np.float64), explain=lambda row: Explanation(str(row)))


def columns(**values):
    return {name: column(name, *row) for name, row in values.items()}


def test_the_score_is_relevance_times_the_weighted_mean():
    found = score(columns(relevance=[1.0, 0.5], a=[1.0, 0.0], b=[0.0, 1.0]), WEIGHTS)
    assert found == pytest.approx([1.0 * 0.6 / 0.9, 0.5 * 0.4 / 0.9])


def test_unknown_is_not_nothing():
    found = score(columns(relevance=[1, 1, 1], a=[0.9, 0.0, np.nan], b=[0.5, 0.5, 0.5]), WEIGHTS)
    assert found[0] > found[2] > found[1]


def test_a_signal_that_nobody_has_changes_nothing():
    known = score(columns(relevance=[1, 0.7], a=[0.2, 0.4]), WEIGHTS)
    assert score(columns(relevance=[1, 0.7], a=[0.2, 0.4], b=[np.nan, np.nan]), WEIGHTS) == pytest.approx(known)


def test_without_any_signal_relevance_decides():
    found = score(columns(relevance=[0.3, 0.9, 0.6]), WEIGHTS)
    assert np.argsort(-found).tolist() == [1, 2, 0]


def test_a_signal_may_know_better_what_to_expect():
    low = Column(name="a", values=np.array([0.8, np.nan]), explain=lambda row: Explanation(), expected=0.1)
    found = score(columns(relevance=[1, 1]) | {"a": low}, WEIGHTS)
    assert found[0] > 2 * found[1]


def test_every_shipped_weight_is_of_a_signal_and_positive():
    weights = fitted_weights()
    names = {signal.__name__ for signal in ALL}
    assert set(weights.signals) <= names
    assert all(weight > 0 for weight in weights.signals.values())
    assert 0 < weights.relevance_power <= 1
