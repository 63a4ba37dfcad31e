"""Marks carried from library to library, lists that are kept, tokens that are shown once."""

from __future__ import annotations

import json


def test_marks_are_listed_and_carried_to_another_library(quick_copy, fresh, tmp_path, make_cli) -> None:
    quick_copy("mark", "lib:1", "read")
    quick_copy("mark", "lib:2", "to-read")
    quick_copy("note", "lib:1", "a note with ✓")
    listed = quick_copy.json("mark", "--list", "all")
    assert [(one["status"], one["title"]) for one in listed] == [
        ("to-read", "A survey of learning on graphs"),
        ("read", "Graph networks for molecules"),
    ]
    assert [one["status"] for one in quick_copy.json("mark", "--list", "read")] == ["read"]
    assert "to-read" in quick_copy("mark", "--list", "all").stdout
    file = tmp_path / "progress.jsonl"
    assert quick_copy.json("mark", "--export", str(file))["written"] == 2
    quick_copy("mark", "lib:1", "none")
    quick_copy("mark", "lib:2", "known")
    brought = quick_copy.json("mark", "--import", str(file))
    assert (brought["marks"], brought["notes"]) == (1, 0), "what is newer here stays, a note is not doubled"
    assert {one["paper_id"]: one["status"] for one in quick_copy.json("mark", "--list", "all")} == {
        1: "read",
        2: "known",
    }


def test_what_a_file_of_progress_says_of_unknown_papers_is_told(quick_copy, tmp_path) -> None:
    file = tmp_path / "progress.jsonl"
    lines = [
        {"title": "Sorting by hand", "status": "read", "marked_at": "2024-01-01T00:00:00+00:00"},
        {"title": "Twice told tales", "status": "skipped"},
        {"title": "Nobody has this", "status": "read"},
        {"arxiv_id": "1801.00002", "title": "Under another title", "notes": [{"text": "from there"}]},
        {"status": "read"},
    ]
    file.write_text("".join(json.dumps(line) + "\n" for line in lines) + "not json\n", encoding="utf-8")
    done = quick_copy("mark", "--import", str(file), "--json", check=3)
    report = json.loads(done.stdout)
    assert (report["read"], report["marks"], report["notes"]) == (6, 2, 1)
    assert report["missing"] == ["Nobody has this"]
    assert [line.split(":")[0] for line in report["rejected"]] == ["line 5", "line 6"]
    assert quick_copy.json("note", "lib:3")["notes"][0]["text"] == "from there"


def test_marking_says_one_thing_at_a_time(quick) -> None:
    for arguments in (("mark",), ("mark", "lib:1"), ("mark", "lib:1", "read", "--list", "all")):
        assert "error: " in quick(*arguments, check=2).stderr


def test_a_list_is_kept_shown_written_and_given_up(quick_copy, tmp_path) -> None:
    kept = quick_copy("reading-list", "learning on graphs", "-n", "3", "--keep", "Graphs, mine")
    assert "kept as graphs-mine" in kept.stderr
    (head,) = quick_copy.json("lists")
    assert (head["slug"], head["name"], head["topic"]) == ("graphs-mine", "Graphs, mine", "learning on graphs")
    quick_copy("mark", str(quick_copy.json("lists", "graphs-mine")["items"][0]["paper"]["id"]), "reading")
    assert "[reading]" in quick_copy("lists", "graphs-mine").stdout
    assert quick_copy("lists", "graphs-mine", "--format", "bibtex").stdout.startswith("@")
    target = tmp_path / "list.md"
    quick_copy("lists", "graphs-mine", "--output", str(target))
    assert target.read_text(encoding="utf-8").startswith("# Graphs, mine")
    quick_copy("lists", "graphs-mine", "--remove")
    assert quick_copy.json("lists") == []
    assert "error: " in quick_copy("lists", "graphs-mine", check=1).stderr


def test_a_token_is_shown_once_and_revoked(quick_copy) -> None:
    made = quick_copy.json("token", "create", "--scope", "write", "--name", "script", "--expires", "30")
    assert made["scope"] == "write"
    assert made["expires_at"] > made["created_at"]
    alone = quick_copy("token", "create")
    assert alone.stdout.startswith("pr_"), "the secret alone, to be put into a variable"
    listed = quick_copy("token", "list")
    assert "script" in listed.stdout
    assert made["secret"] not in listed.stdout + json.dumps(quick_copy.json("token", "list"))
    quick_copy("token", "revoke", str(made["id"]))
    assert quick_copy.json("token", "list")[0]["revoked_at"]
    quick_copy("token", "revoke", "99", check=1)
    quick_copy("token", "create", "--expires", "2001-01-01", check=2)
    quick_copy("token", "create", "--expires", "soon", check=2)
