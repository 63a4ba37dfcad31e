"""BM25 with hand-worked values, names as people type them, and any text as a query."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.document import Filter
from index.text.tantivy_index import TITLE_WEIGHT, TextIndex, TextWriter

ANY = Filter()


def write(folder, documents):
    writer = TextWriter(folder)
    for number, (title, body, *rest) in documents.items():
        numbers, tags = rest or ({}, {})
        writer.add(number, title, body, numbers, tags)
    writer.finish()
    return TextIndex(folder)


def ids(index, text, limit=10, condition=ANY):
    return [found for found, _ in index.search(text, limit=limit, condition=condition)]


def test_scores_are_bm25_by_hand(tmp_path):
    # Each title counts twice: document 1 has "cat" twice among 2 + 3 words, 2 once of 5, 3 not at all of 5.
    index = write(
        tmp_path, {1: ("cat", "sat there quietly"), 2: ("dog", "cat barked once"), 3: ("bird", "flew off again")}
    )
    assert TITLE_WEIGHT == 2
    idf = math.log(1 + (3 - 2 + 0.5) / (2 + 0.5))

    def bm25(frequency, length, average):
        return idf * 2.2 * frequency / (frequency + 1.2 * (1 - 0.75 + 0.75 * length / average))

    found = index.search("cats", limit=10, condition=ANY)
    assert [number for number, _ in found] == [1, 2]
    assert [score for _, score in found] == pytest.approx([bm25(2, 5, 5), bm25(1, 5, 5)], rel=1e-4)


@pytest.fixture(scope="module")
def ranked(tmp_path_factory):
    filler = "we study a model and show results on several data sets " * 3
    return write(
        tmp_path_factory.mktemp("ranked"),
        {
            1: ("Graph networks", filler),
            2: ("A study", "graph networks " + filler),
            3: ("Networks of roads", filler),
            4: ("Cooking", filler),
            5: ("Graphs", filler + " graph graph networks"),
        },
    )


def test_order_of_a_hand_worked_table(ranked):
    # Both words in the title; both in the body, the rarer one thrice and in the title; both in the body; one; none.
    assert ids(ranked, "graph network") == [5, 1, 2, 3]


def test_rarer_words_count_more_and_all_words_more_than_one(ranked):
    found = dict(ranked.search("graph network", limit=10, condition=ANY))
    assert found[1] > found[2] > found[3]


def test_equal_scores_are_ordered_by_id_and_the_limit_cuts_there(tmp_path):
    index = write(tmp_path, dict.fromkeys(range(90, 0, -1), ("same words", "here")))
    assert ids(index, "words", limit=3) == [1, 2, 3]


NAMED = {
    1: ("U-Net: Convolutional Networks for Biomedical Image Segmentation", "We present a network."),
    2: ("An unet for roads", "Segmentation of roads."),
    3: ("A net for fishing", "Catching with you and a net."),
    4: ("BERT: Pre-training of Deep Bidirectional Transformers", "Language understanding."),
    5: ("Efficient Estimation of Word Representations", "We propose word2vec, and doc2vec after it."),
    6: ("k-means clustering", "Partition of points."),
    7: ("Language models", "The GPT-4 system is large. GPT-3 was smaller."),
    8: ("Programming in C++", "Templates and pointers."),
    9: ("Vitamin C and colds", "A study of vitamin C."),
    10: ("Auto-encoders", "Auto-encoding of digits."),
    11: ("The autoencoder", "An autoencoder again."),
    12: ("Poincaré embeddings", "Naïve hyperbolic space."),
}


@pytest.fixture(scope="module")
def named(tmp_path_factory):
    return write(tmp_path_factory.mktemp("named"), NAMED)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("U-Net", {1, 2}),
        ("unet", {1, 2}),
        ("u net", {1, 2}),
        ("UNET", {1, 2}),
        ("BERT", {4}),
        ("bert", {4}),
        ("word2vec", {5}),
        ("word 2 vec", {5}),
        ("Word2Vec", {5}),
        ("k-means", {6}),
        ("kmeans", {6}),
        ("k means", {6}),
        ("GPT-4", {7}),
        ("gpt4", {7}),
        ("gpt 4", {7}),
        ("C++", {8}),
        ("c++ templates", {8}),
        ("autoencoder", {10, 11}),
        ("auto-encoder", {10, 11}),
        ("auto encoders", {10, 11}),
        ("poincare", {12}),
        ("Poincaré", {12}),
        ("naive", {12}),
        ("pretraining", {4}),
        ("pre-trained", {4}),
    ],
)
def test_names_are_found_as_people_type_them(named, typed, first):
    assert set(ids(named, typed)[: len(first)]) == first


def test_a_phrase_must_stand_there(named):
    assert ids(named, '"image segmentation"') == [1]
    assert ids(named, '"segmentation image"') == []
    assert ids(named, '"word representations" bert') == [5]
    assert ids(named, '"a net"') == [3]


def test_a_phrase_does_not_reach_from_the_title_into_the_body(named):
    assert ids(named, '"fishing catching"') == []
    assert ids(named, '"fishing a"') == []


@pytest.mark.parametrize(
    "typed", ["", "   ", '""', "+", "***", "AND", "title:", "(", "zzzzqqq", "\x00", "^^", "\\", "a:b:c"]
)
def test_what_cannot_be_found_gives_nothing_or_something_but_no_error(named, typed):
    assert isinstance(ids(named, typed), list)


@settings(max_examples=150, deadline=None)
@given(typed=st.text(max_size=60))
def test_no_text_is_wrong(named, typed):
    found = named.search(typed, limit=5, condition=ANY)
    assert found == sorted(found, key=lambda hit: (-hit[1], hit[0]))


def test_a_word_too_long_to_be_indexed_finds_nothing(named):
    assert ids(named, "基于多任务标签一致性机制的中文命名实体识别" * 3) == []


def test_a_long_text_is_a_query_too(named):
    assert ids(named, " ".join(title + " " + body for title, body in NAMED.values()) * 20)


def test_filters_hold_inside_the_search_and_change_no_score(tmp_path):
    index = write(
        tmp_path,
        {
            number: ("common words", "here", {"year": 2000 + number}, {"category": ("cs", f"cs.{number % 2}")})
            for number in range(50)
        },
    )
    late = Filter(ranges={"year": (2040, None)})
    assert ids(index, "common", limit=10, condition=late) == list(range(40, 50))
    even = Filter(ranges={"year": (None, 2005)}, any_of={"category": frozenset({"cs.0", "math"})})
    assert ids(index, "common", limit=10, condition=even) == [0, 2, 4]
    everyone = dict(index.search("common", limit=50, condition=ANY))
    assert dict(index.search("common", limit=50, condition=late)) == {
        number: everyone[number] for number in range(40, 50)
    }


def test_a_filter_finds_nothing_that_has_not_the_words(tmp_path):
    index = write(tmp_path, {1: ("alpha", "", {"year": 2000}, {}), 2: ("beta", "", {"year": 2000}, {})})
    assert ids(index, "alpha", condition=Filter(ranges={"year": (2000, 2000)})) == [1]


def test_deleted_and_replaced_documents(tmp_path):
    write(tmp_path, {1: ("alpha", ""), 2: ("beta", ""), 3: ("gamma", "")})
    writer = TextWriter(tmp_path)
    writer.delete([1, 2, 99])
    writer.add(2, "delta", "", {}, {})
    writer.finish()
    index = TextIndex(tmp_path)
    assert index.count == 2
    assert [ids(index, word) for word in ("alpha", "beta", "gamma", "delta")] == [[], [], [3], [2]]
