"""Methods and people searched for as people type their names."""

from __future__ import annotations

import json

import pytest

PAPERS = [
    {"id": "n:1", "title": "Tuning of Q-Net for cells", "abstract": "We tune Q-Net, and Q-Net again.", "year": 2019},
    {"id": "n:2", "title": "Q-Net: Networks for Cells", "abstract": "We find cells in images.", "year": 2015},
    {
        "id": "n:3",
        "title": "Learning on Large Graphs",
        "abstract": "Here we present GraphFOO, a general framework for graphs that grow.",
        "authors": ["van der Berg, Lotte", "Kim Lee"],
        "year": 2017,
        "venue": "Discovery &amp; Data",
    },
    {
        "id": "n:4",
        "title": "GraphFOO in practice",
        "abstract": "GraphFOO works.",
        "authors": ["L. van der Berg"],
        "year": 2020,
    },
    {
        "id": "n:5",
        "title": "Cooking on graphs",
        "abstract": "Recipes as graphs, with fusion of fusion food.",
        "year": 2018,
    },
    {"id": "n:6", "title": "Fusion: Tools for Teams", "abstract": "We report on Fusion, a tool.", "year": 2011},
]


@pytest.fixture(scope="module")
def library(make_cli, shared_home, tmp_path_factory, quick_model):
    """A small library of named things, indexed; nothing may change it."""
    cli = make_cli(shared_home, tmp_path_factory.mktemp("named"), {"PAPER_READER_MODEL": str(quick_model)})
    file = cli.data_dir / "named.jsonl"
    file.write_text("".join(json.dumps(paper) + "\n" for paper in PAPERS), encoding="utf-8")
    cli("import", str(file))
    cli("index", "build")
    return cli


def first(library, *arguments):
    hit = library.json("search", *arguments)["hits"][0]
    return hit["paper"]["external_id"], [way for way in hit["found_by"] if way in {"exact", "name", "author"}]


def test_a_name_finds_its_paper_first(library):
    assert first(library, "qnet", "-n", "1") == ("n:2", ["name"])
    assert first(library, "GRAPHFOO", "--mode", "lexical") == ("n:3", ["name"])
    assert first(library, "graphfoo", "--years", "2018-") != ("n:3", ["name"])  # limits hold
    assert first(library, "fusion") == ("n:5", [])  # an ordinary word here


def test_an_author_finds_their_papers(library):
    found = library.json("search", "Lotte van der Berg")["hits"]
    assert [(hit["paper"]["external_id"], hit["found_by"].get("author")) for hit in found[:3]] == [
        ("n:3", 1),
        ("n:4", 2),
        (found[2]["paper"]["external_id"], None),
    ]
    assert first(library, "berg framework") == ("n:3", ["author"])
    shown = library("search", "van der Berg").stdout
    assert "found by its author" in shown
    assert "Discovery & Data" in shown
