"""Marks in a paper's text: places of the plain text found again in its markup."""

import re
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.pages.views.marking import Wanted, marked

TEXT = "We let $x>1$ be an A & B (see [3]), and so $y$. It holds."
HTML = (
    '<p>We let <math alttext="x>1"><mi>x</mi><mo>&gt;</mo><mn>1</mn></math> be an <em>A &amp; B</em> '
    '(see <a href="#ref-3" rel="noopener">[3]</a>), and so <math alttext="y"><mi>y</mi></math>. It holds.</p>'
)


def key(words: str, text: str = TEXT) -> Wanted:
    at = text.index(words)
    return Wanted(at, at + len(words), "key")


def inside_marks(markup: str) -> str:
    return "".join(unescape(re.sub("<[^>]*>", "", one)) for one in re.findall("<mark[^>]*>(.*?)</mark>", markup))


def without_marks(markup: str) -> str:
    return re.sub("</?mark[^>]*>", "", markup)


@pytest.mark.parametrize("words", ["We let", "A & B", "(see [3])", "It holds.", "an A & B (see", "holds"])
def test_the_words_are_marked_and_nothing_else_changes(words: str) -> None:
    made = marked(HTML, TEXT, [key(words)])
    assert made is not None
    assert inside_marks(made) == words
    assert without_marks(made) == HTML


def test_a_mark_reaches_over_a_formula_and_leaves_it_whole() -> None:
    made = marked(HTML, TEXT, [Wanted(0, len(TEXT), "key")])
    assert made is not None
    assert "<mark" not in "".join(re.findall("<math.*?</math>", made))
    assert inside_marks(made).replace(" ", "") == "WeletbeanA&B(see[3]),andso.Itholds."


def test_a_term_is_a_link_but_never_within_another() -> None:
    link = Wanted(TEXT.index("A & B"), TEXT.index("A & B") + 5, "term", "/papers/7", 'Says "so" & more')
    made = marked(HTML, TEXT, [link])
    assert made is not None
    assert '<a class="term" href="/papers/7" title="Says &quot;so&quot; &amp; more">A &amp; B</a>' in made
    cited = Wanted(TEXT.index("[3]"), TEXT.index("[3]") + 3, "term", "/papers/7", "x")
    assert marked(HTML, TEXT, [cited]) == HTML


def test_marks_may_overlap() -> None:
    made = marked(HTML, TEXT, [key("be an A"), Wanted(key("an A & B").start, key("an A & B").end, "highlight")])
    assert made is not None
    assert 'class="key highlight"' in made
    assert inside_marks(made) == "be an A & B"


def test_footnotes_that_the_text_has_at_its_end_are_passed_over() -> None:
    html = '<p>One<span class="footnote">a $5 note</span> two.</p>'
    text = "One two. (Footnote: a $5 note)"
    made = marked(html, text, [key("One two.", text)])
    assert made is not None
    assert inside_marks(made) == "One two."


def test_a_dollar_sign_is_no_formula() -> None:
    html, text = "<p>It costs $5 or $6 each.</p>", "It costs $5 or $6 each."
    made = marked(html, text, [key("$6 each", text)])
    assert made is not None
    assert inside_marks(made) == "$6 each"


def test_cells_of_a_table() -> None:
    html = "<table><tbody><tr><td>one</td><td>two</td></tr><tr><td>three</td></tr></tbody></table>"
    text = "one | two; three;"
    made = marked(html, text, [key("two", text)])
    assert made is not None
    assert inside_marks(made) == "two"


def test_another_text_is_not_marked_at_all() -> None:
    assert marked(HTML, "Something else entirely.", [Wanted(0, 9, "key")]) is None


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(["word", "a&b", "<tag>", "$y^2$", "(x)", "5", "é"]), min_size=1, max_size=12),
    st.integers(0, 80),
    st.integers(0, 80),
)
def test_whatever_is_marked_the_markup_stays_what_it_was(parts: list[str], one: int, other: int) -> None:
    text = " ".join(parts)
    written = {"$y^2$": '<math alttext="y^2"><mi>y</mi></math>', "a&b": "a&amp;b", "<tag>": "&lt;tag&gt;"}
    html = "<p>" + " ".join(written.get(part, part) for part in parts) + "</p>"
    made = marked(html, text, [Wanted(min(one, other), max(one, other), "key")])
    assert made is not None
    assert without_marks(made) == html
