import pytest

from paper_reader.ranking.strays import strays
from paper_reader.types import Curation


@pytest.fixture
def named(paper):
    def make(number, topic, title="x"):
        curation = Curation(topics=(topic,), why="…", kind="core", level="core") if topic else None
        return paper(number, title, curation=curation)

    return make


def test_what_shares_a_word_and_is_of_another_topic_has_strayed_in(named):
    papers = [named(n, "freelancing") for n in range(4)]
    papers += [named(9, "deep-learning", "Cyclical Learning Rates"), named(10, "", "Rates of pay")]
    assert list(strays(papers, range(6), "freelancing rates")) == [False] * 4 + [True, False]


def test_what_has_the_words_asked_for_stays_whatever_its_topic(named):
    papers = [named(n, "freelancing") for n in range(4)]
    papers += [named(9, "economics", "Freelancing rates in ten cities")]
    assert not strays(papers, range(5), "freelancing rates").any()


def test_where_the_best_are_of_no_topic_in_common_nothing_strays(named):
    papers = [named(n, f"topic-{n}") for n in range(9)]
    assert not strays(papers, range(9), "anything at all").any()
    assert strays([], [], "anything").shape == (0,)
