import pytest

from paper_reader.ranking.paths import Stone, bridge, closure, joined, path_order, steps
from paper_reader.types import Curation, Paper, Part, Roadmap, Topic


@pytest.fixture
def roadmap():
    needs = {"algebra": (), "statistics": (), "networks": ("algebra",), "sequences": ("networks", "statistics"),
             "attention": ("sequences",)}  # fmt: skip
    topics = tuple(Topic(slug=slug, title=slug, part="p", prerequisites=before) for slug, before in needs.items())
    return Roadmap(parts=(Part(slug="p", number=1, title="P", description="", topics=topics),))


def stone(paper, weight, topic=None):
    return Stone(paper=paper, weight=weight, why="…", source="test", topic=topic)


def test_who_knows_a_topic_knows_what_it_builds_on(roadmap):
    assert closure(roadmap, ["sequences"]) == {"sequences", "networks", "algebra", "statistics"}


def test_the_bridge_leads_on_from_what_is_known(roadmap):
    assert [one.slug for one in bridge(roadmap, "attention", frozenset({"algebra"}))] == [
        "sequences", "networks", "statistics",
    ]  # fmt: skip
    assert bridge(roadmap, "attention", closure(roadmap, ["sequences"])) == []


def test_what_several_say_weighs_more(paper):
    first, second = joined([stone(paper(1), 0.5), stone(paper(2), 0.6), stone(paper(1), 0.5)])
    assert first.paper.id == 1
    assert first.weight == pytest.approx(0.65)
    assert second.weight == 0.6


def test_topics_have_their_places_but_not_all_of_them(paper):
    stones = [stone(paper(n), 1.0) for n in range(6)] + [stone(paper(10 + n), 0.1, f"t{n}") for n in range(6)]
    chosen = steps(stones, size=6)
    assert len(chosen) == 6
    assert sum(one.topic is not None for one in chosen) == 3


def test_the_target_is_last_and_nothing_stands_before_what_it_builds_on(paper):
    target = paper(9, year=2017)
    chosen = [stone(paper(1, year=2015), 0.9), stone(paper(2, year=2014), 0.8), stone(paper(3, year=1997), 0.7)]
    order, builds_on = path_order(chosen, [(9, 1), (1, 2), (2, 3), (3, 1)], {}, target)
    assert order == [3, 2, 1, 9]
    assert builds_on == {9: (1,), 1: (2,), 2: (3,), 3: ()}


def test_what_stands_for_a_topic_comes_where_the_roadmap_has_it(paper):
    about = Curation(topics=("attention",), why="…", kind="core", level="core")
    chosen = [stone(paper(1, year=2010, curation=about), 0.9), stone(paper(2, year=2016), 0.5, "networks")]
    order, _ = path_order(chosen, [], {"networks": 1, "attention": 4}, Paper(id=9, title="target", year=2017))
    assert order == [2, 1, 9]
