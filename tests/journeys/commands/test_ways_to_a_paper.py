"""The way to one paper, lists of one kind, and the people behind a topic, on the starter catalogue."""

from __future__ import annotations

import pytest

ATTENTION = "Attention Is All You Need"


def test_the_way_to_a_paper_leads_through_what_it_builds_on(quick_starter) -> None:
    made = quick_starter.json("reading-list", "--to", ATTENTION, "--from", "linear algebra")
    titles = [item["paper"]["title"] for item in made["items"]]
    assert titles[-1] == ATTENTION
    assert len(titles) <= 8
    alignment = "Neural Machine Translation by Jointly Learning to Align and Translate"
    assert titles.index("Long Short-Term Memory") < titles.index(alignment)
    for item in made["items"]:
        assert item["signals"]["step"]["detail"]
        assert all(need["position"] < item["position"] for need in item["needs"])


def test_what_is_known_is_no_step(quick_starter) -> None:
    made = quick_starter.json("reading-list", "--to", ATTENTION, "--from", "recurrent networks", "-n", "5")
    assert "Long Short-Term Memory" not in [item["paper"]["title"] for item in made["items"]]


def test_an_unknown_target_is_told(quick_starter) -> None:
    assert "No Such Paper" in quick_starter("reading-list", "--to", "No Such Paper", check=1).stderr


@pytest.mark.parametrize(
    "words",
    [(), ("graphs", "--to", ATTENTION), ("graphs", "--from", "algebra"), ("graphs", "--recent", "--only-foundations")],
)
def test_a_wish_that_cannot_be_is_refused(quick_starter, words: tuple[str, ...]) -> None:
    quick_starter("reading-list", *words, check=2)


def test_a_list_of_foundations_and_of_one_level(quick_starter) -> None:
    ask = ("reading-list", "graph neural networks", "-n", "4")
    founded = quick_starter.json(*ask, "--only-foundations")["items"]
    assert {item["role"] for item in founded} == {"foundation"}
    begun = quick_starter.json(*ask, "--level", "start-here")["items"]
    assert {item["level"] for item in begun} == {"start here"}


def test_the_signals_are_explained_on_demand(quick_starter) -> None:
    ask = ("reading-list", "graph neural networks", "-n", "2")
    assert "named for this topic by the starter catalogue" in quick_starter(*ask, "--explain").stdout
    assert "named for this topic by the starter catalogue" not in quick_starter(*ask).stdout


def test_the_people_behind_a_topic_are_named_with_why(quick_starter) -> None:
    people = quick_starter.json("people", "graph neural networks", "-n", "5")["items"]
    assert len(people) == 5
    assert all("must-read" in person["why"] and person["papers"] for person in people)
    shown = quick_starter("people", "graph neural networks", "-n", "5").stdout
    assert all(person["name"] in shown for person in people)
    part = quick_starter.json("roadmap", "show", "groups-and-people", "-n", "1")
    assert all(topic["people"] for topic in part["topics"] if topic["reading_list"]["items"])


def test_the_name_of_a_part_leads_to_one_of_its_topics(quick_starter) -> None:
    made = quick_starter.json("reading-list", "freelancing", "-n", "4")
    assert made["topic_slug"] == "freelance-careers"
    assert any("roadmap show freelancing" in note for note in made["notes"])
