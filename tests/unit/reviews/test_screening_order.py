"""The order of screening: learned from decisions, steady, and curious."""

import numpy as np
import pytest

from paper_reader.reviews.learning import fit, probabilities
from paper_reader.reviews.queue import LOOK_ELSEWHERE_EVERY, Space, next_row
from paper_reader.types import Pick, Verdict

PAPERS, RELEVANT = 200, 20


def unit(rows):
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture
def topic():
    """Two hundred papers of ten kinds; the question is near to one kind, and relevant is another kind beside it."""
    chance = np.random.default_rng(3)
    kinds = chance.standard_normal((10, 48))
    kinds[1] = kinds[0] + 0.9 * kinds[1]
    kind = np.arange(PAPERS) % 10
    vectors = unit(kinds[kind] + 0.5 * chance.standard_normal((PAPERS, 48)))
    return Space.of(vectors, unit(kinds[:1])), kind == 1


def screened(space, relevant):
    verdicts, picks = {}, []
    while (picked := next_row(space, verdicts)) is not None:
        verdicts[picked.row] = Verdict.INCLUDE if relevant[picked.row] else Verdict.EXCLUDE
        picks.append(picked)
    return list(verdicts), picks


def test_relevant_papers_come_first_once_one_is_known(topic):
    space, relevant = topic
    order, _ = screened(space, relevant)
    assert sorted(order) == list(range(PAPERS)), "every paper is shown once"
    assert relevant[order[:50]].sum() >= 0.9 * RELEVANT


def test_the_same_decisions_give_the_same_paper(topic):
    space, _ = topic
    verdicts = {3: Verdict.EXCLUDE, 11: Verdict.INCLUDE}
    assert next_row(space, verdicts) == next_row(space, dict(verdicts))


def test_now_and_then_it_looks_elsewhere(topic):
    space, relevant = topic
    _, picks = screened(space, relevant)
    elsewhere = {number: one.pick for number, one in enumerate(picks, 1) if number % LOOK_ELSEWHERE_EVERY == 0}
    assert list(elsewhere.values()) == [Pick.UNCERTAIN, Pick.UNLIKE] * (len(elsewhere) // 2)


def test_the_least_seen_corner_is_looked_into(topic):
    space, _ = topic
    odd = int(np.abs(space.near @ space.near.mean(axis=0)).argmin())
    seen = {row: Verdict.EXCLUDE for row in range(PAPERS) if row != odd and row % 10 != odd % 10}
    count = (len(seen) // 20 - 1) * 20 + 19
    seen = dict(list(seen.items())[:count])
    picked = next_row(space, seen)
    assert picked is not None
    assert picked.pick is Pick.UNLIKE
    likeness = space.near @ space.near[list(seen)].T
    left = [row for row in range(PAPERS) if row not in seen]
    assert picked.row == min(left, key=lambda row: likeness[row].max())


def test_one_paper_and_no_paper():
    alone = Space.of(unit(np.ones((1, 8))), unit(np.ones((1, 8))))
    first = next_row(alone, {})
    assert first is not None
    assert (first.row, first.pick) == (0, Pick.SEED_LIKE)
    assert next_row(alone, {0: Verdict.MAYBE}) is None


@pytest.mark.parametrize("count", [20, 200])
def test_the_classifier_finds_the_minimum(count):
    """With fewer rows than columns and with more, it ends where the slope is nought."""
    chance = np.random.default_rng(5)
    rows, labels = chance.standard_normal((count, 40)), (chance.random(count) < 0.4).astype(float)
    weights = chance.uniform(0.5, 2, count)
    held = fit(rows, labels, weights, ridge=2.0)
    design = np.column_stack([rows, np.ones(count)])
    slope = design.T @ (weights * (probabilities(rows, held) - labels)) + np.append(np.full(40, 2.0), 1e-3) * held
    assert np.abs(slope).max() < 1e-5
