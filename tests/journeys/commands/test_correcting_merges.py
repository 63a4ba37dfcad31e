"""merge and split as a person uses them: tried, done, kept against a second import, taken back."""

import json

import pytest

LINES = [
    {"id": "a", "title": "On the Shape of Things", "authors": ["Ada Lovelace"], "year": 2019, "arxiv_id": "1901.00001"},
    {"id": "b", "title": "Measuring with Rulers", "authors": ["Ada Lovelace"], "year": 2020, "doi": "10.5555/rulers"},
    {"id": "c", "title": "On the shape of things", "authors": ["A. Lovelace"], "year": 2019, "venue": "NeurIPS"},
]


@pytest.fixture
def shapes(quick_copy, tmp_path):
    """A library with two papers of three records, and the file that they came from."""
    fresh = type(quick_copy)(quick_copy.home, tmp_path / "shapes")
    file = tmp_path / "shapes.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in LINES))
    fresh("import", str(file))
    fresh.file = file
    return fresh


def test_papers_are_merged_kept_and_parted(shapes):
    tried = shapes.json("merge", "1", "2", "--dry-run")
    assert (tried["dry_run"], tried["gone"]) == (True, {"2": 1})
    assert shapes.json("show", "2")["title"] == "Measuring with Rulers"
    shapes("note", "2", "how to measure")
    merged = shapes("merge", "1901.00001", "10.5555/rulers")
    assert "no. 2 leads to no. 1 now" in merged.stdout
    assert "shown on no. 1 now: your note of no. 2" in merged.stderr
    shapes.file.write_text(shapes.file.read_text().replace("NeurIPS", "NeurIPS 2019"))
    shapes("import", str(shapes.file))
    shown = shapes("show", "2", "--records").stdout
    assert all(name in shown for name in ("#1 import:a", "#2 import:b", "#3 import:c", "how to measure"))
    assert "By your word" in shown
    parted = shapes.json("split", "1", "#3")
    assert [(one["id"], [record["key"] for record in one["records"]]) for one in parted["papers"]] == [
        (1, ["a", "b"]),
        (3, ["c"]),
    ]
    undone = shapes.json("merge", "1", "--undo")
    assert {one["id"]: [record["key"] for record in one["records"]] for one in undone["papers"]} == {1: ["a"], 2: ["b"]}
    assert shapes.json("show", "2")["notes"][0]["text"] == "how to measure"
    back = shapes.json("split", "1", "--undo")
    assert [[record["key"] for record in one["records"]] for one in back["papers"]] == [["a", "c"]]


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("merge", "1"), 2, "two papers or more"),
        (("merge", "1", "1"), 2, "one paper already"),
        (("merge", "1", "99"), 1, "no paper '99'"),
        (("merge", "1", "2", "--undo"), 2, "takes one PAPER"),
        (("split", "1"), 2, "RECORDs"),
        (("split", "1", "zzz"), 2, "import:a, import:c"),
        (("split", "2", "--all"), 2, "one record only"),
        (("split", "1", "--undo"), 2, "nothing to undo"),
    ],
)
def test_what_cannot_be_says_why(shapes, arguments, status, said):
    assert said in shapes(*arguments, check=status).stderr


def test_an_export_moves_what_was_said(shapes, tmp_path):
    shapes("split", "1", "c")
    shapes("merge", "1", "2")
    file = tmp_path / "moved.jsonl"
    shapes("export", "--all", "--format", "jsonl", "--output", str(file))
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    assert sorted(sorted(line["external_ids"]) for line in lines) == [["a", "b"], ["c"]]
    other = type(shapes)(shapes.home, tmp_path / "other")
    other("import", str(file))
    assert other.json("status")["papers"] == 2
    assert sorted(other.json("show", "c", "--records")["external_ids"]) == ["c"]
    assert len(other.json("show", "a", "--records")["corrections"]) == 2
