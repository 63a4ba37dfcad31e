from dataclasses import dataclass

import pytest

from paper_reader.ranking.coining import coinages, uses_name
from paper_reader.ranking.concepts import Text, concepts_in, differences, lean, words_of
from paper_reader.types import Paper

TEXTS = [
    Text(1, "Topic models", "We use likelihoods.", 2003),
    Text(2, "Topic model evaluation", "A likelihood on held-out data.", 2009),
    Text(3, "Regression", "The likelihood is maximised.", 1990),
    Text(4, "Clustering", "Mixtures by likelihood.", 1995),
]


@pytest.fixture
def known():
    return concepts_in(["likelihood", "topic model", "absent"], TEXTS)


def test_mentions_are_found_in_plural_and_titles_kept_apart(known):
    assert known["likelihood"].mentioned == {1, 2, 3, 4}
    assert known["likelihood"].titled == set()
    assert known["topic model"].titled == {1, 2}
    assert (known["likelihood"].first_year, known["topic model"].first_year) == (1990, 2003)


def test_a_tool_is_learned_before_what_is_a_subject_of_its_own(known):
    assert lean(known["likelihood"], known["topic model"]) > 0


def test_who_comes_first_does_not_hang_on_who_is_named_first(known):
    there = differences(known["likelihood"], known["topic model"])
    back = differences(known["topic model"], known["likelihood"])
    assert there == pytest.approx([-value for value in back])


def test_of_what_nobody_mentions_only_the_name_tells(known):
    assert differences(known["absent"], concepts_in(["other"], TEXTS)["other"]) == (0, 0, 0, 0, 0)


def test_a_name_does_not_run_over_from_title_to_abstract():
    found = concepts_in(["graph network"], [Text(1, "On the graph", "Network flows", 2000)])
    assert found["graph network"].mentioned == set()


def test_words_lose_plural_and_possessive():
    assert words_of("Student's t-tests, classes") == ["student", "t", "test", "classe"]


@dataclass(frozen=True)
class Named:
    name: str
    key: str
    mentions: int = 9


def test_who_coins_a_name_comes_before_who_uses_it():
    papers = [Paper(id=1, title="ZetaNet: A Network", year=2015)]
    papers += [Paper(id=n, title=f"Study {n}", abstract="We build on ZetaNet.", year=2016 + n) for n in (2, 3)]
    papers += [Paper(id=n, title=f"Other {n}", year=2018) for n in (4, 5, 6)]
    mentioned = {1: {"zetanet"}, 2: {"zetanet", "other"}, 3: {"zetanet"}, 4: {"other"}}
    (found,) = coinages(papers, {1: Named("ZetaNet", "zetanet"), 4: Named("Other", "other")}, mentioned)
    assert (found.name, found.coiner, found.users) == ("ZetaNet", 1, {2, 3})


def test_what_was_written_before_a_name_was_coined_does_not_use_it():
    papers = [Paper(id=1, title="Zeta", year=2015), *(Paper(id=n, title="x", year=2011 + n) for n in range(2, 9))]
    mentioned = {n: {"zeta"} for n in range(1, 9)}
    assert coinages(papers, {1: Named("Zeta", "zeta")}, mentioned) == []  # more than half use it: the subject itself
    papers += [Paper(id=n, title="y", year=2020) for n in range(20, 30)]
    (found,) = coinages(papers, {1: Named("Zeta", "zeta")}, mentioned)
    assert found.users == {4, 5, 6, 7, 8}


def test_a_name_that_looks_like_a_word_is_noted_as_one():
    assert uses_name({"_adam"}, Named("Adam", "adam"))
    assert not uses_name({"_search"}, Named("SEARCH", "search"))
    assert uses_name({"search"}, Named("SEARCH", "search"))
