"""Cursors: what was written is read back, and nothing that is sent in breaks the reading."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.paging import CURSOR_PATTERN, page_of, question_of, read_cursor, write_cursor
from api.problems import Problem


@given(st.integers(1, 1000), st.text())
def test_a_cursor_comes_back_as_it_was(offset: int, words: str) -> None:
    question = question_of(words)
    text = write_cursor(offset, question)
    assert re.fullmatch(CURSOR_PATTERN, text)
    assert read_cursor(text, question) == offset


@settings(max_examples=60)
@given(st.from_regex(CURSOR_PATTERN, fullmatch=True) | st.text(max_size=300))
def test_any_other_text_is_a_problem_and_nothing_else(text: str) -> None:
    with pytest.raises(Problem) as raised:
        read_cursor(text, question_of("graphs"))
    assert raised.value.kind == "not-found"


@given(st.integers(), st.text(max_size=20))
def test_made_up_positions_are_refused(offset: int, question: str) -> None:
    with pytest.raises(Problem):
        read_cursor(write_cursor(offset, question), question_of("graphs"))


@pytest.mark.parametrize("offset", [-1, 0, 1001])
def test_positions_out_of_bounds_are_refused(offset: int) -> None:
    question = question_of("graphs")
    with pytest.raises(Problem):
        read_cursor(write_cursor(offset, question), question)


@settings(max_examples=50)
@given(st.lists(st.integers(), max_size=30), st.integers(1, 10))
def test_pages_joined_are_the_whole(items: list[int], limit: int) -> None:
    question, offset, joined = question_of("x"), 0, []
    while True:
        page, following = page_of(items, offset, limit, question)
        joined += page
        if following is None:
            break
        assert len(page) == limit
        offset = read_cursor(following, question)
    assert joined == items


def test_questions_that_differ_have_different_names() -> None:
    assert question_of("a", "b") != question_of("ab", "") != question_of("a", "b", "")
