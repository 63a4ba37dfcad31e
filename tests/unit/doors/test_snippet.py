"""Snippets: the sentences that show why a paper was found."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from paper_reader.search.snippet import MAX_LETTERS, snippet, split_sentences

TEXT = (
    "Proteins fold. We learn their shape from sequences alone, e.g. by attention over residues. "
    "The weather was fine. Graphs of contacts help as well."
)


def test_the_sentence_with_most_words_of_the_query_is_shown() -> None:
    assert snippet(TEXT, ["attention", "sequences"]).startswith("… We learn their shape")


def test_two_sentences_where_each_brings_a_word() -> None:
    assert snippet(TEXT, ["attention", "contacts"]) == (
        "… We learn their shape from sequences alone, e.g. by attention over residues. … "
        "Graphs of contacts help as well."
    )


def test_the_opening_where_no_word_matches() -> None:
    assert snippet(TEXT, ["quantum"]) == "Proteins fold. …"


def test_nothing_of_nothing() -> None:
    assert snippet("  ", ["x"]) == ""


def test_an_abbreviation_does_not_end_a_sentence() -> None:
    assert len(split_sentences(TEXT)) == 4


def test_a_long_sentence_is_cut_around_its_word() -> None:
    text = "word " * 200 + "needle " + "word " * 200
    found = snippet(text, ["needle"])
    assert "needle" in found
    assert found.startswith("… ")
    assert found.endswith(" …")


@given(st.text(max_size=2000), st.lists(st.text(min_size=1, max_size=6), max_size=5))
def test_a_snippet_is_one_short_line(text: str, terms: list[str]) -> None:
    found = snippet(text, terms)
    assert len(found) <= MAX_LETTERS + 8
    assert found == " ".join(found.split())
