"""search, similar, show: as people use them."""

from __future__ import annotations

import shutil

import pytest


def titles(result: dict) -> list[str]:
    return [hit["paper"]["title"] for hit in result["hits"]]


def test_a_search_answers_as_json_says_it_does(prepared) -> None:
    found = prepared.json("search", "message passing between atoms", "-n", "3")
    assert found["query"] == "message passing between atoms"
    assert found["mode"] == "hybrid"
    assert found["notes"] == []
    first = found["hits"][0]
    assert first["rank"] == 1
    assert first["paper"]["title"] == "Graph networks for molecules"
    assert first["paper"]["arxiv_id"] == "1901.00001"
    assert first["paper"]["external_id"] == "lib:1"
    assert first["paper"]["citation_count"] == 120
    assert set(first["found_by"]) == {"lexical", "dense"}
    assert "messages between atoms" in first["snippet"]
    assert [hit["rank"] for hit in found["hits"]] == [1, 2, 3]
    scores = [hit["score"] for hit in found["hits"]]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize(
    "typed",
    [
        "1801.00002",
        "lib:3",
        "https://arxiv.org/abs/1801.00002v3",
        "arxiv:1801.00002",
        "Attention over neighbours in GRAPHS",
    ],
)
def test_what_names_a_paper_finds_it_first(quick, typed: str) -> None:
    first = quick.json("search", typed)["hits"][0]
    assert first["paper"]["external_id"] == "lib:3"
    assert first["found_by"]["exact"] == 1


def test_a_doi_typed_as_a_query(quick) -> None:
    assert quick.json("search", "https://doi.org/10.5555/SURVEY.2021")["hits"][0]["paper"]["external_id"] == "lib:2"


def test_an_unknown_identifier_is_told_and_not_guessed(quick) -> None:
    found = quick.json("search", "2301.99999")
    assert found["hits"] == []
    assert "arxiv:2301.99999 is not in the library" in found["notes"][0]


@pytest.mark.parametrize(
    ("limits", "wanted"),
    [
        (["--years", "2018-2019"], {"lib:1", "lib:3"}),
        (["--years", "-2013"], {"lib:4", None}),
        (["--category", "q-bio"], {"lib:1", "lib:4"}),
        (["--category", "cs.LG", "--years", "2019-"], {"lib:1", "lib:2"}),
        (["--venue", "NeurIPS"], {"lib:1"}),
        (["--source", "arxiv"], set()),
    ],
)
@pytest.mark.parametrize("mode", ["hybrid", "dense"])
def test_limits_hold_inside_the_search(quick, limits: list[str], wanted: set, mode: str) -> None:
    found = quick.json("search", "networks and graphs and tales", "--mode", mode, "-n", "5", *limits)
    assert {hit["paper"]["external_id"] for hit in found["hits"]} == wanted


def test_limits_hold_for_exact_names_too(quick) -> None:
    found = quick.json("search", "1801.00002", "--years", "2020-", "--source", "arxiv")
    assert found["hits"] == []
    (note,) = found["notes"]
    assert "arxiv:1801.00002 is in the library, but outside the limits (years 2020-, source arxiv)" in note


def test_an_empty_library_says_so(fresh) -> None:
    found = fresh.json("search", "anything")
    assert found["hits"] == []
    assert "the library is empty" in found["notes"][0]


def test_a_library_that_was_indexed_empty_says_so_too(fresh) -> None:
    fresh("index", "build")
    found = fresh.json("search", "anything")
    assert found["hits"] == []
    assert "the library is empty" in found["notes"][0]


@pytest.mark.parametrize("mode", ["hybrid", "dense", "lexical"])
def test_marks_without_a_word_find_nothing(quick, mode: str) -> None:
    found = quick.json("search", "!!!", "--mode", mode)
    assert found["hits"] == []
    assert "no word in this" in found["notes"][0]


@pytest.mark.parametrize(("typed", "told"), [("Ada Müller", "its author"), ("lib:5", "its name")])
def test_people_are_told_what_a_name_found(quick, typed: str, told: str) -> None:
    line = next(line for line in quick("search", typed).stdout.splitlines() if "found by" in line)
    assert line.strip().removeprefix("found by ").split(", ")[0] == told


def test_a_missing_model_is_told_in_whole_sentences(quick) -> None:
    refused = quick("search", "methylation", check=1, PAPER_READER_MODEL="/no/such/folder").stderr
    assert ".." not in refused


def test_two_at_once_on_a_library_without_an_index(cli) -> None:
    shutil.rmtree(cli.data_dir / "index")
    both = [cli.start("search", "messages between atoms along bonds", "-n", "1") for _ in range(2)]
    for process in both:
        shown, said = process.communicate(timeout=60)
        assert process.returncode == 0, said
        assert "Graph networks for molecules" in shown


def test_words_alone_find_without_a_model(quick) -> None:
    broken = {"PAPER_READER_MODEL": "/no/such/folder"}
    found = quick.json("search", "methylation", "--mode", "lexical", **broken)
    assert titles(found) == ["How cells age: clocks from methylation"]
    assert set(found["hits"][0]["found_by"]) == {"lexical"}
    refused = quick("search", "methylation", check=1, **broken)
    assert "--mode lexical" in refused.stderr


def test_dense_alone_finds_by_meaning(quick) -> None:
    found = quick.json("search", "epigenetic biomarkers of getting older", "--mode", "dense", "-n", "1")
    assert titles(found) == ["How cells age: clocks from methylation"]
    assert set(found["hits"][0]["found_by"]) == {"dense"}


def test_similar_leaves_the_paper_itself_out(quick) -> None:
    found = quick.json("similar", "lib:1", "-n", "2")
    assert set(titles(found)) == {"A survey of learning on graphs", "Attention over neighbours in graphs"}


@pytest.mark.parametrize("name", ["lib:4", "How cells age: clocks from methylation"])
def test_show_takes_every_name(quick, name: str) -> None:
    paper = quick.json("show", name)
    assert paper["external_id"] == "lib:4"
    assert paper["provenance"]["title"] == "import:lib:4"
    assert quick.json("show", str(paper["id"])) == paper


def test_show_tells_what_each_source_said(quick) -> None:
    records = quick.json("show", "lib:2", "--records")["records"]
    assert [(record["source"], record["key"], record["decision"]) for record in records] == [
        ("import", "lib:2", "create")
    ]
    assert "import:lib:2" in quick("show", "lib:2", "--records").stdout


def test_a_paper_that_is_not_there(quick) -> None:
    refused = quick("show", "no such title", check=1)
    assert refused.stdout == ""
    assert refused.stderr.startswith("error: no paper 'no such title' in the library. Try: paper-reader search")


def test_people_see_titles_places_and_reasons(prepared) -> None:
    shown = prepared("search", "message passing").stdout
    assert "Graph networks for molecules" in shown
    assert "Ada Müller, Bo Chen and 2 others · NeurIPS 2019 · arXiv:1901.00001 · cited 120 times" in shown
    assert "words (place 1)" in shown


def test_marks_and_notes_stay(quick_copy) -> None:
    assert quick_copy.json("mark", "lib:5", "read")["status"] == "read"
    quick_copy("note", "lib:5", "worth", "a second look")
    shown = quick_copy.json("show", "lib:5")
    assert shown["status"] == "read"
    assert [note["text"] for note in shown["notes"]] == ["worth a second look"]
    assert quick_copy.json("status")["marks"] == {"read": 1}
    quick_copy("mark", "lib:5", "none")
    assert quick_copy.json("show", "lib:5")["status"] is None
