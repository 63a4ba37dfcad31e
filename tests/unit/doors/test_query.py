"""What a person typed: references, queries, years, dates, limits, words."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paper_reader.errors import QueryError
from paper_reader.query import (
    clean_query,
    make_filter,
    query_terms,
    read_date,
    read_query,
    read_reference,
    read_years,
    term_spans,
)
from paper_reader.types import Identifier, Scheme, SearchFilter


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("12", 12),
        (" #12 ", 12),
        ("1706.03762", Identifier(Scheme.ARXIV, "1706.03762")),
        ("https://arxiv.org/abs/1706.03762v5", Identifier(Scheme.ARXIV, "1706.03762")),
        ("https://doi.org/10.1038/NATURE14539", Identifier(Scheme.DOI, "10.1038/nature14539")),
        ("external:12", Identifier(Scheme.EXTERNAL, "12")),
        ("Attention  is\nall you need", "Attention is all you need"),
    ],
)
def test_references(text: str, named: object) -> None:
    assert read_reference(text) == named


def test_a_bare_number_is_a_word_in_a_search() -> None:
    assert read_query("1984") == "1984"


def test_words_after_a_scheme_name_are_words() -> None:
    assert read_query("scholar: how to search") == "scholar: how to search"


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 5001])
def test_nothing_and_far_too_much_are_refused(text: str) -> None:
    with pytest.raises(QueryError):
        clean_query(text)


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("2019", (2019, 2019)),
        ("2019-2021", (2019, 2021)),
        ("2019 – 2021", (2019, 2021)),
        ("2019..2021", (2019, 2021)),
        ("2019-", (2019, None)),
        ("-2021", (None, 2021)),
    ],
)
def test_years(text: str, bounds: tuple[int | None, int | None]) -> None:
    assert read_years(text) == bounds


@pytest.mark.parametrize("text", ["", "-", "19", "2021-2019", "20192021", "last year", "2019-2020-2021"])
def test_years_that_cannot_be(text: str) -> None:
    with pytest.raises(QueryError):
        read_years(text)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2020-02-03", date(2020, 2, 3), date(2020, 2, 3)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2020", date(2020, 1, 1), date(2020, 12, 31)),
    ],
)
def test_dates(text: str, first: date, last: date) -> None:
    assert read_date(text) == first
    assert read_date(text, end=True) == last


@pytest.mark.parametrize("text", ["", "yesterday", "2020-13", "2020-02-30", "20-01-01", "2020-01-01-01"])
def test_dates_that_cannot_be(text: str) -> None:
    with pytest.raises(QueryError):
        read_date(text)


def test_limits_are_read_as_typed() -> None:
    limits = make_filter(
        years="2019-", categories=["cs.LG, cs.CL", "stat"], venues=["Annals, Part B"], sources=["arxiv"]
    )
    assert limits == SearchFilter(
        year_from=2019, categories=("cs.LG", "cs.CL", "stat"), venues=("Annals, Part B",), sources=("arxiv",)
    )
    assert make_filter() == SearchFilter()
    with pytest.raises(QueryError):
        make_filter(categories=[" , "])


def test_terms_leave_stop_words_out_unless_there_is_nothing_else() -> None:
    assert query_terms("The attention of the Attention") == ("attention",)
    assert query_terms("what is it") == ("what", "is", "it")


def test_terms_are_found_whatever_their_endings() -> None:
    text = "Graphs and networked grapes; a graph."
    found = [(text[start:end], term) for start, end, term in term_spans(text, ["graph", "network"])]
    assert found == [("Graphs", "graph"), ("networked", "network"), ("graph", "graph")]


@given(st.text(max_size=80), st.lists(st.text(min_size=1, max_size=8), max_size=4))
def test_spans_lie_inside_the_text_in_order(text: str, terms: list[str]) -> None:
    spans = term_spans(text, terms)
    assert all(0 <= start < end <= len(text) for start, end, _ in spans)
    assert spans == sorted(spans, key=lambda span: span[0])
