"""collect, import, export, runs: papers in and out."""

from __future__ import annotations

import json


def collect(cli, arxiv, *arguments: str, check: int = 0):
    return cli(
        "collect",
        *arguments,
        check=check,
        PAPER_READER_ARXIV_API_URL=arxiv.url,
        PAPER_READER_ARXIV_INTERVAL_SECONDS="0",
    )


def test_collect_brings_papers_and_says_how_many(fresh, arxiv) -> None:
    done = json.loads(collect(fresh, arxiv, "knots", "-n", "20", "--json").stdout)
    assert (done["outcome"], done["read"], done["created"]) == ("done", 20, 20)
    assert fresh.json("status")["papers"] == 20
    assert fresh.json("show", "2401.00003")["title"] == "Knots and braids, part 3"
    assert [run["kind"] for run in fresh.json("runs")] == ["collect"]


def test_nothing_there_is_no_failure(fresh, arxiv) -> None:
    arxiv.count = 0
    assert json.loads(collect(fresh, arxiv, "knots", "--json").stdout)["outcome"] == "empty"


def test_a_source_that_refuses_ends_with_3(fresh, arxiv) -> None:
    arxiv.status = 403
    done = collect(fresh, arxiv, "knots", "--quiet", check=3)
    assert "refuses" in done.stdout
    assert "error: " in done.stderr, "the reason is told even to those who want quiet"
    assert fresh.json("runs")[0]["outcome"] == "blocked"


def test_a_request_that_is_wrong_for_ever_ends_with_1(fresh, arxiv) -> None:
    arxiv.status = 400
    assert json.loads(collect(fresh, arxiv, "knots", "--json", check=1).stdout)["outcome"] == "failed"


def test_an_import_keeps_bad_lines_aside(fresh, tmp_path) -> None:
    file = tmp_path / "mine.jsonl"
    file.write_text('{"title": "Good"}\nnot json\n{"title": ""}\n')
    done = fresh("import", str(file))
    assert "1 new" in done.stdout
    assert "2 lines could not be read" in done.stderr
    assert done.stderr.count("could not be read") == 1
    report = fresh.json("runs")[0]
    assert report["rejected"] == 2
    assert report["rejects_path"] in done.stderr


def test_a_file_of_no_known_form_is_refused(fresh, tmp_path) -> None:
    file = tmp_path / "mine.bin"
    file.write_bytes(b"\x00\x01\x02" * 100)
    assert "no known format" in fresh("import", str(file), check=1).stderr


def test_an_export_of_everything_makes_the_same_library(prepared, fresh, tmp_path) -> None:
    file = tmp_path / "all.jsonl"
    prepared("export", "--all", "--format", "jsonl", "--output", str(file))
    fresh("import", str(file))
    again = fresh("export", "--all", "--format", "jsonl").stdout

    def by_title(text: str) -> list[dict]:
        papers = [json.loads(line) for line in text.splitlines()]
        return sorted(papers, key=lambda paper: paper["title"])

    assert by_title(again) == by_title(file.read_text("utf-8"))


def test_single_papers_as_bibtex(prepared) -> None:
    written = prepared("export", "lib:1", "lib:2", "--format", "bibtex").stdout
    assert written.count("@") == 2
    assert "Graph networks for molecules" in written


def test_an_export_that_fails_leaves_the_old_file(prepared, tmp_path) -> None:
    file = tmp_path / "list.bib"
    file.write_text("old")
    prepared("export", "no such paper", "--format", "bibtex", "--output", str(file), check=1)
    assert file.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["list.bib"]
