import json

import numpy as np
import pytest

from paper_reader.ranking import Weights, fitted_weights
from paper_reader.ranking.score import inputs_of, score
from paper_reader.ranking.signals import ALL
from paper_reader.ranking.topic_view import Column, Explanation
from paper_reader.ranking.trees import Trees

# a: -1 up to 0.5, else 1, unknown as above; relevance: b's say where it is over 0.3.
TREES = Trees.read(
    {
        "inputs": ["a", "relevance", "b"],
        "base": 0.25,
        "trees": [
            [["a", 0.5, 1, 2, 2], [-1.0], [1.0]],
            [["relevance", 0.3, 1, 2, 1], [0.0], ["b", 0.1, 3, 4, 3], [0.5], [2.0]],
        ],
    }
)
WEIGHTS = Weights(trees=TREES, judged={"curated": 3.0})


def column(name, *values, expected=None):
    return Column(
        name=name,
        values=np.array(values, dtype=np.float64),
        explain=lambda row: Explanation(str(row)),
        expected=expected,
    )


def columns(**values):
    return {name: column(name, *row) for name, row in values.items()}


def test_the_trees_sum_the_leaves_that_a_row_comes_to():
    table = {"a": np.array([0.5, 0.6, np.nan]), "relevance": np.array([0.3, 0.4, 1.0]), "b": np.array([1.0, 0.2, 0.0])}
    assert TREES.of(table, 3).tolist() == [0.25 - 1.0, 0.25 + 1.0 + 2.0, 0.25 + 1.0 + 0.5]


def test_an_input_that_nobody_measured_is_unknown_of_all():
    assert TREES.of({"relevance": np.array([1.0])}, 1).tolist() == [0.25 + 1.0 + 0.5]


def test_trees_are_read_as_they_were_written():
    assert Trees.read(json.loads(json.dumps(TREES.written()))).written() == TREES.written()


def test_scores_are_odds_brought_between_0_and_1():
    found = score(columns(relevance=[1.0, 0.0], a=[1.0, 0.0], b=[1.0, 1.0]), WEIGHTS)
    assert found == pytest.approx([1 / (1 + np.exp(-3.25 / 2)), 1 / (1 + np.exp(0.75 / 2))])


def test_what_is_to_be_expected_stands_in_for_the_unknown():
    known = columns(a=[0.9, 0.1, np.nan])
    assert inputs_of(known)["a"].tolist() == [0.9, 0.1, 0.5]
    low = {"a": column("a", 0.8, np.nan, expected=0.1)}
    assert inputs_of(low)["a"].tolist() == [0.8, 0.1]
    assert np.isnan(inputs_of(columns(a=[np.nan, np.nan]))["a"]).all()


def test_what_is_judged_adds_to_the_odds_and_unknown_adds_nothing():
    plain = columns(relevance=[1, 1], a=[1, 1], b=[1, 1])
    found = score(plain | columns(curated=[0.7, 0.0]), WEIGHTS)
    assert found[0] > found[1] == pytest.approx(score(plain, WEIGHTS)[1])
    assert score(plain | columns(curated=[np.nan, np.nan]), WEIGHTS) == pytest.approx(score(plain, WEIGHTS))


def test_the_shipped_weights_ask_for_signals_that_there_are():
    weights = fitted_weights()
    names = {signal.__name__ for signal in ALL}
    assert {*weights.trees.inputs, *weights.judged} <= names
    assert all(worth > 0 for worth in weights.judged.values())


@pytest.mark.parametrize("name", ["relevance", "heart_of_topic", "title_match", "in_topic_citations", "name_mentions"])
@pytest.mark.parametrize("others", [0.1, 0.5, 0.9, float("nan")])
def test_more_of_what_speaks_for_a_paper_never_lowers_its_score(name, others):
    steps = np.linspace(0, 1, 201)
    inputs = {one: np.full(201, others) for one in fitted_weights().trees.inputs}
    odds = fitted_weights().trees.of(inputs | {name: steps}, 201)
    assert (np.diff(odds) >= -1e-9).all()


def test_without_any_signal_the_better_fit_goes_first():
    trees = fitted_weights().trees
    assert (np.diff(trees.of({"relevance": np.array([0.1, 0.5, 0.9])}, 3)) > 0).all()
