"""What takes no part in the encoder's training: the same papers everywhere, and their twins by title."""

from __future__ import annotations

import random

import pytest
from training.splits import FOR_CHOOSING, SET_ASIDE, forbidden_titles, held_out_ids, may_train

IDS = [f"arxiv:{number:05d}" for number in range(20_000)]


def test_as_many_are_held_out_as_is_said_and_none_twice() -> None:
    report, choosing = held_out_ids(IDS)
    assert len(report) == SET_ASIDE
    assert len(choosing) == FOR_CHOOSING
    assert len({*report, *choosing}) == SET_ASIDE + FOR_CHOOSING
    assert {*report, *choosing} <= set(IDS)


def test_order_and_repetition_of_the_ids_change_nothing() -> None:
    shuffled = [*IDS, *IDS[:100]]
    random.Random(3).shuffle(shuffled)
    assert held_out_ids(shuffled) == held_out_ids(IDS)


def test_a_growing_corpus_moves_few_papers() -> None:
    before = set(held_out_ids(IDS)[0])
    after = set(held_out_ids([*IDS, *(f"new:{number}" for number in range(200))])[0])
    assert len(before - after) < 0.02 * SET_ASIDE, "a paper's own hash decides, not its place"


def test_the_hash_is_of_the_id_alone() -> None:
    assert held_out_ids(IDS)[0][:3] == ["arxiv:17582", "arxiv:09145", "arxiv:09418"]


@pytest.mark.parametrize(
    ("paper_id", "title", "allowed"),
    [
        ("a", "A title of its own", True),
        ("held", "A title of its own", False),
        ("b", "Known Facts: a Benchmark", False),
        ("b", "known facts - a benchmark", False),
        ("b", "Known facts, a benchmark, part II", True),
    ],
)
def test_held_out_papers_and_their_twins_by_title_are_not_trained_on(paper_id: str, title: str, allowed: bool) -> None:
    forbidden = forbidden_titles(["Known facts: A Benchmark", ""])
    assert may_train(paper_id, title, frozenset({"held"}), forbidden) is allowed
