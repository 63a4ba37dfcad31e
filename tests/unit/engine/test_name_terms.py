import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.terms import COMPOUND, _compounds, names_in, read_query


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("U-Net for images", ["unet"]),
        ("k-means and GPT-4", ["kmeans", "gpt4"]),
        ("GPT-4-turbo", ["gpt4turbo", "gpt4", "4turbo"]),
        ("written in C++ and C#, not in C", ["c++", "c#"]),
        ("U‑Net with a non-breaking hyphen", ["unet", "nonbreaking"]),
        ("plain words only.", []),
        ("a+b, x++y, 3#4", []),
        ("-leading and trailing- and --", []),
        ("", []),
    ],
)
def test_names_of_a_text(text, names):
    assert names_in(text) == names


def test_a_query_is_read_into_words_and_neighbours_as_one():
    read = read_query("the u net")
    assert read.words == ("u", "net")
    assert "unet" in read.joined
    assert "unet" in read.names


def test_compounds_of_long_parts_are_not_asked_for_twice():
    read = read_query("graph-based learning")
    assert read.words == ("graph", "based", "learning")
    assert "graphbased" in read.joined
    assert "graphbased" not in read.names


def test_a_query_of_stopwords_alone_keeps_them():
    assert read_query("the who").words == ("the", "who")


@pytest.mark.parametrize("text", ['"deep learning" survey', "“deep learning” survey", "«deep learning» survey"])
def test_quoted_words_are_a_phrase_and_words(text):
    read = read_query(text)
    assert read.phrases == (("deep", "learning"),)
    assert read.words == ("deep", "learning", "survey")


@pytest.mark.parametrize("text", ['an "unbalanced mark', '""', '"', 'a " " b'])
def test_marks_without_words_between_them_are_only_marks(text):
    assert read_query(text).phrases == ()


@given(st.text(alphabet="ab1 ._-/–‐é²_\n(\u0301½", max_size=30))
def test_looking_for_joints_finds_the_same_compounds(text):
    assert list(_compounds(text)) == [match.group() for match in COMPOUND.finditer(text)]
