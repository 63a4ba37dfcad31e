"""A literature review from the command line: collected, screened key by key, killed and gone on with, exported."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import select
import shutil
import signal
import subprocess
import time
from xml.etree import ElementTree

import pytest


@pytest.fixture(scope="session")
def tied(quick, shared_home, tmp_path_factory, quick_model):
    """A review of 25 records of one file, and of 6 of another, 5 of them the same papers; nothing may change it."""
    folder = tmp_path_factory.mktemp("tied")
    cli = type(quick)(shared_home, folder / "data", {"PAPER_READER_MODEL": str(quick_model)})
    parts = [{"title": f"Knots and braids, part {n}", "arxiv_id": f"2401.{n:05d}"} for n in range(25)]
    described = [part | {"abstract": f"We untie knot number {n} of many."} for n, part in enumerate(parts)]
    shanks = {"title": "Sheep shanks in rope", "abstract": "We shorten ropes without cutting them."}
    for name, papers in {"Knot Base": described, "Rope Index": [*parts[:5], shanks]}.items():
        file = folder / f"{name}.jsonl"
        file.write_text("".join(json.dumps(paper) + "\n" for paper in papers))
        cli("import", str(file), "--review", "ties", "--database", name)
    return cli


@pytest.fixture
def asked(tied, tmp_path):
    """A copy of it, asked in this process."""
    shutil.copytree(tied.data_dir, tmp_path / "data")
    return type(tied)(tied.home, tmp_path / "data", dict(tied.environment))


class Terminal:
    """A command in a pseudo-terminal that is typed into."""

    def __init__(self, cli, *arguments: str) -> None:
        pty = pytest.importorskip("pty", reason="no pseudo-terminals on this system")
        self.ours, theirs = pty.openpty()
        variables = cli.variables(TERM="xterm", COLUMNS="100", NO_COLOR="1")
        self.process = subprocess.Popen(
            cli.command(*arguments), env=variables, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
        )
        os.close(theirs)
        self.seen = ""

    def until(self, words: str, seconds: float = 60) -> str:
        """Read until these words come; what came since the last time."""
        deadline, began = time.monotonic() + seconds, len(self.seen)
        while words not in self.seen[began:]:
            ready, _, _ = select.select([self.ours], [], [], max(0, deadline - time.monotonic()))
            assert ready, f"{words!r} did not come. Seen:\n{self.seen[began:]}"
            self.seen += os.read(self.ours, 4096).decode(errors="replace")
        return self.seen[began:]

    def press(self, key: str) -> None:
        """Press a key once the program waits for one: what is typed before that is dropped on purpose."""
        import termios

        deadline = time.monotonic() + 60
        while termios.tcgetattr(self.ours)[3] & termios.ICANON:
            assert time.monotonic() < deadline, self.seen
            time.sleep(0.005)
        os.write(self.ours, key.encode())

    def type(self, line: str) -> None:
        """Type a line where one is asked for."""
        os.write(self.ours, f"{line}\r".encode())

    def ended(self) -> int:
        """Its exit status, once it has ended; what it still says is read on the way."""
        while True:
            try:
                piece = os.read(self.ours, 4096)
            except OSError:
                break
            if not piece:
                break
            self.seen += piece.decode(errors="replace")
        os.close(self.ours)
        return self.process.wait(30)


def title_in(shown: str) -> str:
    found = re.findall(r"(Knots and braids, part \d+|Sheep shanks in rope)", shown)
    assert found, shown
    return found[-1]


def test_what_was_identified_is_counted_by_source(asked) -> None:
    flow = asked.json("review", "report", "ties")["flow"]["databases"]
    assert flow["identified"] == {"Knot Base": 25, "Rope Index": 6}
    assert (flow["duplicates_removed"], flow["to_screen"]) == (5, 26)
    said = asked("review", "show", "ties").stdout
    assert "Knot Base: Knot Base.jsonl: 25 records" in said
    assert "0 of 26 looked at" in said


def test_keys_in_a_terminal_and_a_kill_between_two_papers(asked) -> None:
    terminal = Terminal(asked, "review", "screen", "ties")
    first = title_in(terminal.until("[q]uit"))
    terminal.press("i")
    second = title_in(terminal.until("[q]uit"))
    assert second != first
    terminal.press("e")
    terminal.until("Reason")
    terminal.type("not a knot")
    third = title_in(terminal.until("[q]uit"))
    terminal.press("n")
    terminal.until("Note")
    terminal.type("lovely drawings")
    terminal.until("noted")
    terminal.press("b")
    assert title_in(terminal.until("[q]uit")) == second, "back to the paper decided last"
    terminal.press("e")
    terminal.until("1  not a knot")
    terminal.type("1")
    assert title_in(terminal.until("[q]uit")) == third
    terminal.press("x")
    terminal.until("[q]uit")
    terminal.press("m")
    terminal.until("→ maybe")
    os.killpg(terminal.process.pid, signal.SIGKILL)
    assert terminal.ended() == -signal.SIGKILL
    standing = {one["paper"]["title"]: one for one in asked.json("review", "show", "ties", "--decision", "all")}
    decided = {
        title: one["decisions"]["title-abstract"]["verdict"]
        for title, one in standing.items()
        if one["decisions"]["title-abstract"]
    }
    assert decided == {first: "include", second: "exclude", third: "maybe"}
    assert standing[second]["decisions"]["title-abstract"]["reason"] == "not a knot"
    assert [note["text"] for note in standing[third]["notes"]] == ["lovely drawings"]
    again = Terminal(asked, "review", "screen", "ties")
    assert "3 of 26 looked at" in again.until("[q]uit")
    again.press("q")
    assert again.ended() == 0


def test_lines_in_a_pipe_screen_to_the_end_and_the_full_text_follows(asked, monkeypatch) -> None:
    def screen(lines: str, *options: str) -> str:
        monkeypatch.setattr("sys.stdin", io.StringIO(lines))
        return asked("review", "screen", "ties", *options).stdout

    half = screen("i\n" * 2 + "e not a knot\n" * 10 + "q\n")
    assert "12 decided now" in half
    done = screen("e not a knot\n" * 14)
    assert "All were looked at." in done
    assert "review screen ties --stage full-text" in done
    begun = screen("q\n", "--stage", "full-text")
    assert "Go on at any time: paper-reader review screen ties --stage full-text" in begun
    done = screen("r\ne\ne wrong outcome\n", "--stage", "full-text")
    assert "needs its reason" in done
    assert "All were looked at." in done
    flow = asked.json("review", "report", "ties")["flow"]["databases"]
    assert (flow["screened"], flow["excluded"], flow["sought_for_retrieval"]) == (26, 24, 2)
    assert (flow["not_retrieved"], flow["assessed"], flow["full_text_reasons"]) == (1, 1, {"wrong outcome": 1})
    assert asked.json("review", "screen", "ties")["candidate"] is None


def test_scripts_decide_undo_report_and_export(asked, tmp_path) -> None:
    cli = asked
    paper = str(cli.json("review", "screen", "ties")["candidate"]["paper"]["id"])
    assert str(cli.json("review", "screen", "ties")["candidate"]["paper"]["id"]) == paper, "asking changes nothing"
    cli("review", "decide", "ties", paper, "--include", "--reviewer", "ada")
    cli("review", "decide", "ties", "2401.00001", "2401.00002", "--exclude", "=2+5", "--reviewer", "bob")
    table = list(csv.DictReader(io.StringIO(cli("review", "export", "ties").stdout)))
    assert len(table) == 26
    assert sorted(row["outcome"] for row in table if row["outcome"] != "undecided") == ["excluded"] * 2 + ["to-assess"]
    assert {row["title_abstract_reason"] for row in table if row["outcome"] == "excluded"} == {"'=2+5"}
    assert {row["identified_by"] for row in table} == {"Knot Base", "Knot Base; Rope Index", "Rope Index"}
    again = type(cli)(cli.home, tmp_path / "again")
    kept = tmp_path / "kept.jsonl"
    cli("review", "export", "ties", "--format", "jsonl", "--output", str(kept))
    again("import", str(kept))
    assert again.json("status")["papers"] == 26, "what is exported can be imported"
    assert cli("review", "export", "ties", "--format", "bibtex", "--decision", "passed").stdout.count("@") == 1
    assert cli.json("review", "undo", "ties", "--reviewer", "ada")["taken_back"] == "include"
    svg = tmp_path / "flow.svg"
    cli("review", "report", "ties", "--format", "svg", "--output", str(svg))
    assert ElementTree.parse(svg).getroot().tag.endswith("svg")  # noqa: S314
    assert "# Literature review: ties" in cli("review", "report", "ties", "--format", "markdown").stdout


def test_a_merge_and_its_undoing_take_the_decisions_along(asked) -> None:
    def standing() -> tuple[int, int, list[str]]:
        flow = asked.json("review", "report", "ties")["flow"]["databases"]
        papers = asked.json("review", "show", "ties", "--decision", "all")
        kept = [one["decisions"]["title-abstract"] for one in papers if one["decisions"]["title-abstract"]]
        return flow["duplicates_removed"], flow["screened"], sorted(one["verdict"] for one in kept)

    asked("review", "decide", "ties", "2401.00006", "--include")
    asked("review", "decide", "ties", "2401.00007", "--exclude", "")
    assert standing() == (5, 2, ["exclude", "include"])
    asked("merge", "2401.00006", "2401.00007")
    assert standing() == (6, 1, ["include"])
    assert "decided differently" in asked("review", "report", "ties").stderr
    asked("merge", "2401.00006", "--undo")
    assert standing() == (5, 2, ["exclude", "include"])


def test_sources_in_turn_one_of_them_failing(asked, arxiv) -> None:
    asked.environment |= {"PAPER_READER_ARXIV_API_URL": arxiv.url, "PAPER_READER_ARXIV_INTERVAL_SECONDS": "0"}
    done = asked("collect", "knots", "--source", "scholar", "--source", "arxiv", "--review", "new", "--json", check=3)
    made = json.loads(done.stdout)
    assert (made["review"], [run["outcome"] for run in made["runs"]]) == ("new", ["failed", "done"])
    report = asked.json("review", "report", "new")
    assert report["review"]["question"] == "knots"
    assert report["flow"]["databases"]["identified"] == {"scholar": 0, "arxiv": 25}


def test_wrong_usage_is_told_with_the_way_out(quick_copy) -> None:
    cli = quick_copy
    assert "review list" in cli("review", "show", "none", check=1).stderr
    cli("review", "new", "mine", "--question", "graphs", "--seed", "lib:1", "--reason", "off topic")
    assert "already" in cli("review", "new", "mine", check=2).stderr
    assert "review add mine" in cli("review", "decide", "mine", "lib:1", "--include", check=2).stderr
    assert "say one of" in cli("review", "decide", "mine", "lib:1", check=2).stderr
    assert "say which papers" in cli("review", "add", "mine", check=2).stderr
    assert "nothing was decided" in cli("review", "undo", "mine", check=2).stderr
    assert "2 papers added" in cli("review", "add", "mine", "lib:1", "lib:2", "--method", "citation searching").stdout
    assert "1 were in it before" in cli("review", "add", "mine", "lib:2", "lib:3").stdout
    assert "export format 'x'" in cli("review", "export", "mine", "--format", "x", check=2).stderr
    cli("review", "stop", "mine")
    flow = cli.json("review", "report", "mine")["flow"]["others"]
    assert (flow["identified"], flow["not_screened_by_tool"]) == ({"citation searching": 2, "by hand": 1}, 3)
    assert cli.json("review", "list")[0]["review"]["stopped_at"]
    cli("review", "delete", "mine", "--yes")
    assert cli.json("review", "list") == []
