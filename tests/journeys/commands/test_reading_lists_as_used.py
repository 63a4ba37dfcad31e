"""reading-list and roadmap on the starter catalogue, with a quick static model."""

from __future__ import annotations

import csv
import io
import json
import shutil

import pytest

LEVELS = ["start here", "core", "advanced", "recent"]


def test_a_list_has_its_promised_form(starter) -> None:
    made = starter.json("reading-list", "graph neural networks", "-n", "15")
    assert made["topic_slug"] == "graph-neural-networks"
    assert [item["position"] for item in made["items"]] == list(range(1, 16))
    for item in made["items"]:
        assert item["level"] in LEVELS
        assert item["reason"]
        assert {"role", "score", "signals", "paper"} <= set(item)
        assert {"id", "title", "authors", "year", "venue", "arxiv_id", "doi", "url", "citation_count"} <= set(
            item["paper"]
        )
    levels = [LEVELS.index(item["level"]) for item in made["items"]]
    assert levels == sorted(levels)
    assert len({item["paper"]["id"] for item in made["items"]}) == 15
    unknown = [signal for item in made["items"] for signal in item["signals"].values() if signal["value"] is None]
    assert unknown, "what is not known is said to be unknown"


def test_the_table_shows_titles_and_reasons(quick_starter) -> None:
    shown = quick_starter("reading-list", "graph", "neural", "networks", "-n", "5").stdout
    made = quick_starter.json("reading-list", "Graph Neural Networks", "-n", "5")
    for item in made["items"]:
        assert item["paper"]["title"] in shown
        assert item["reason"] in shown
    assert "START HERE" in shown


@pytest.mark.parametrize("topic", ["GNNs", "graph-neural-networks", "Graph neural network"])
def test_a_topic_goes_by_many_names(quick_starter, topic: str) -> None:
    assert quick_starter.json("reading-list", topic, "-n", "3")["topic_slug"] == "graph-neural-networks"


def test_any_words_give_a_list(quick_starter) -> None:
    made = quick_starter.json("reading-list", "molecules and their properties", "-n", "5")
    assert made["topic_slug"] is None
    assert len(made["items"]) == 5


def test_limits_hold_for_a_list(quick_starter) -> None:
    made = quick_starter.json("reading-list", "graph neural networks", "-n", "10", "--years", "2017-2018")
    assert made["items"]
    assert {item["paper"]["year"] for item in made["items"]} <= {2017, 2018}


def test_the_forms_of_a_list(quick_starter, tmp_path) -> None:
    ask = ("reading-list", "graph neural networks", "-n", "4")
    titles = [item["paper"]["title"] for item in quick_starter.json(*ask)["items"]]
    markdown = quick_starter(*ask, "--format", "markdown").stdout
    assert all(title in markdown for title in titles)
    rows = list(csv.DictReader(io.StringIO(quick_starter(*ask, "--format", "csv").stdout)))
    assert [row["title"] for row in rows] == titles
    assert quick_starter(*ask, "--format", "bibtex").stdout.count("@") == 4
    file = tmp_path / "list.json"
    quick_starter(*ask, "--format", "json", "--output", str(file))
    assert [item["paper"]["title"] for item in json.loads(file.read_text("utf-8"))["items"]] == titles


def test_what_was_read_shapes_the_next_list(starter, tmp_path) -> None:
    cli = type(starter)(starter.home, tmp_path / "own", starter.environment)
    shutil.copytree(starter.data_dir, cli.data_dir)
    first = cli.json("reading-list", "graph neural networks", "-n", "5")["items"][0]["paper"]
    cli("mark", str(first["id"]), "read")
    again = cli.json("reading-list", "graph neural networks", "-n", "5")["items"]
    assert first["id"] not in [item["paper"]["id"] for item in again]


def test_the_roadmap_has_eleven_parts(quick_starter) -> None:
    parts = quick_starter.json("roadmap")["parts"]
    assert [part["number"] for part in parts] == list(range(1, 12))
    assert sum(len(part["topics"]) for part in parts) >= 60
    shown = quick_starter("roadmap").stdout
    assert all(topic["title"] in shown for part in parts for topic in part["topics"])


@pytest.mark.parametrize("name", ["8", "crowdsourcing"])
def test_a_part_shows_the_must_reads_of_each_topic(quick_starter, name: str) -> None:
    part = quick_starter.json("roadmap", "show", name, "-n", "2")
    assert part["number"] == 8
    assert all(len(topic["reading_list"]["items"]) <= 2 for topic in part["topics"])
    assert any(topic["reading_list"]["items"] for topic in part["topics"])


@pytest.mark.slow
def test_the_whole_roadmap_with_must_reads(quick_starter) -> None:
    parts = quick_starter.json("roadmap", "--must-reads", "1")["parts"]
    lists = [topic["reading_list"]["items"] for part in parts for topic in part["topics"]]
    assert len(lists) >= 60
    assert sum(1 for items in lists if items) > len(lists) / 2


def test_an_unknown_part_is_told(quick_starter) -> None:
    assert "paper-reader roadmap lists them" in quick_starter("roadmap", "show", "cookery", check=1).stderr


def test_a_roadmap_of_ones_own_adds_a_topic(quick_starter, tmp_path) -> None:
    file = tmp_path / "roadmap.toml"
    file.write_text(
        '[parts.tea]\ntitle = "Tea"\ndescription = "On tea."\n'
        '[topics.green-tea]\npart = "tea"\ntitle = "Green tea"\nphrasings = ["brewing"]\nlevel = "core"\n'
        'description = "On green tea."\n'
    )
    parts = quick_starter.json("roadmap", PAPER_READER_ROADMAP=str(file))["parts"]
    assert [topic["slug"] for topic in parts[-1]["topics"]] == ["green-tea"]


def test_a_wrong_roadmap_is_refused_with_its_place(quick_starter, tmp_path) -> None:
    file = tmp_path / "roadmap.toml"
    file.write_text('[topics.graph-neural-networks]\nprerequisites = ["no-such-topic"]\n')
    refused = quick_starter("roadmap", check=2, PAPER_READER_ROADMAP=str(file))
    assert str(file) in refused.stderr
    assert "no-such-topic" in refused.stderr


def test_one_side_of_a_topic_is_not_answered_with_the_whole(quick_starter) -> None:
    ask = ("reading-list", "protein language models", "-n", "8")
    made = quick_starter.json(*ask)
    assert (made["topic"], made["topic_slug"]) == ("protein language models", "protein-structure")
    assert sum("language" in item["paper"]["title"].lower() for item in made["items"]) >= 3
    assert any("reading-list protein-structure" in note for note in made["notes"])
    whole = quick_starter.json("reading-list", "protein structure", "-n", "8")
    assert whole["topic"] == "Protein structure"
    assert not any("one side" in note for note in whole["notes"])
