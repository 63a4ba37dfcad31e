"""How the command line behaves: statuses, streams, errors, pipes, hostile text, start-up."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time

import pytest

CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")


@pytest.mark.parametrize(
    "arguments",
    [
        ("serach", "x"),
        ("search",),
        ("search", "x", "--mode", "psychic"),
        ("search", "x", "--years", "soon"),
        ("search", "x", "-n", "0"),
        ("search", " "),
        ("mark", "1", "eaten"),
        ("collect",),
        ("collect", "--source", "arxiv-oai", "words"),
        ("collect", "x", "--from", "2021", "--to", "2020"),
        ("export",),
        ("export", "--all", "lib:1"),
        ("import", "/no/such/file"),
        ("--setting", "modle=x", "status"),
        ("--setting", "model", "status"),
    ],
)
def test_wrong_usage_ends_with_2(quick, arguments: tuple[str, ...]) -> None:
    refused = quick(*arguments, check=2)
    assert refused.stdout == ""
    assert "error: " in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_process_ends_with_the_status_too(prepared) -> None:
    assert "error: " in prepared("search", "x", "--years", "soon", check=2).stderr


def test_a_mistyped_command_is_guessed(quick) -> None:
    assert "Did you mean 'search'?" in quick("serach", "x", check=2).stderr


def test_errors_are_json_when_json_is_asked(quick) -> None:
    for arguments, status, kind in [
        (("show", "nothing", "--json"), 1, "PaperNotFound"),
        (("--json", "search", "x", "--years", "soon"), 2, "QueryError"),
        (("search", "--json"), 2, "MissingParameter"),
        (("search", "--bad", "--json"), 2, "NoSuchOption"),
    ]:
        refused = quick(*arguments, check=status)
        assert refused.stdout == ""
        error = json.loads(refused.stderr)["error"]
        assert (error["type"], error["exit_status"]) == (kind, status)
        assert error["message"]


def test_settings_are_refused_with_the_nearest_one(quick) -> None:
    refused = quick("status", check=2, PAPER_READER_MODLE="x")
    assert "Did you mean PAPER_READER_MODEL?" in refused.stderr


def test_flags_win_over_the_environment(quick, tmp_path) -> None:
    empty = quick.json("status", "--data-dir", str(tmp_path / "other"))
    assert empty["papers"] == 0
    assert empty["data_dir"] == str(tmp_path / "other")
    before_the_command = quick("--data-dir", str(tmp_path / "other"), "--json", "status")
    assert json.loads(before_the_command.stdout)["data_dir"] == str(tmp_path / "other")


def test_a_settings_file_is_read(quick, tmp_path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(f'data_dir = "{tmp_path / "mine"}"\n')
    found = quick.json("status", "--config", str(file), PAPER_READER_DATA_DIR="unset")
    assert found["data_dir"] == str(tmp_path / "mine")


@pytest.mark.parametrize("arguments", [("search", "title signs"), ("show", "lib:6", "--records"), ("similar", "lib:6")])
def test_text_from_outside_commands_nothing(quick, arguments: tuple[str, ...]) -> None:
    shown = quick(*arguments)
    assert "[bold]title[/bold]" in shown.stdout or arguments[0] == "similar"
    assert not CONTROLS.search(shown.stdout)
    as_json = quick(*arguments, "--json")
    assert not CONTROLS.search(as_json.stdout)
    json.loads(as_json.stdout)


def test_errors_clean_what_they_quote(quick) -> None:
    assert not CONTROLS.search(quick("show", "\x1b[31mred\x9b", check=1).stderr)


def test_a_terminal_gets_colour_and_bold_a_pipe_does_not(prepared) -> None:
    plain = prepared("search", "message passing").stdout
    assert "\x1b" not in plain
    coloured = in_a_terminal(prepared, "search", "message passing")
    assert "\x1b[1m" in coloured
    assert re.search(r"\x1b\[[0-9;]*m[Mm]essages?\x1b\[0m", coloured), "the words of the query stand out"
    without = in_a_terminal(prepared, "search", "message passing", NO_COLOR="1")
    assert not re.search(r"\x1b\[[0-9;]*3\dm", without)


def in_a_terminal(cli, *arguments: str, **variables: str) -> str:
    """Run inside a pseudo-terminal; what a screen would get."""
    pty = pytest.importorskip("pty", reason="no pseudo-terminals on this system")
    import os

    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        cli.command(*arguments),
        env=cli.variables(TERM="xterm-256color", COLUMNS="100", **variables),
        stdout=theirs,
        stderr=subprocess.DEVNULL,
        close_fds=True,
    )
    os.close(theirs)
    read = b""
    while True:
        try:
            piece = os.read(ours, 4096)
        except OSError:
            break
        if not piece:
            break
        read += piece
    os.close(ours)
    assert process.wait(30) == 0
    return read.decode()


def test_a_closed_pipe_is_no_failure(prepared) -> None:
    process = prepared.start("export", "--all")
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.wait(30) == 0
    assert process.stderr.read() == ""
    process.stderr.close()


def test_quiet_says_nothing_beside_the_result(quick) -> None:
    assert "is not in the library" in quick("search", "2301.99999").stderr
    assert quick("search", "2301.99999", "--quiet").stderr == ""


def test_no_command_shows_where_to_begin(quick) -> None:
    shown = quick()
    assert "paper-reader reading-list" in shown.stdout
    assert str(quick.data_dir) in shown.stdout


def test_debug_shows_where_an_error_arose(quick) -> None:
    assert "Traceback" in quick("show", "nothing", "--debug", check=1).stderr


def test_a_library_from_the_future_is_left_alone(fresh) -> None:
    import sqlite3

    fresh("status")
    with sqlite3.connect(fresh.data_dir / "library.db") as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    refused = fresh("search", "x", check=1)
    assert "nothing was touched" in refused.stderr


def test_ctrl_c_ends_with_130_and_keeps_what_was_done(fresh, arxiv) -> None:
    arxiv.status, arxiv.headers = 503, {"Retry-After": "60"}
    process = fresh.start("collect", "knots", PAPER_READER_ARXIV_API_URL=arxiv.url)
    deadline = time.monotonic() + 30
    while not arxiv.requests and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "stopped" in said
    assert "Traceback" not in said


def test_help_is_quick() -> None:
    """By processor time, the best of three: what the program costs, not what else the machine does."""
    resource = pytest.importorskip("resource", reason="no processor times on this system")
    taken = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-m", "paper_reader", "--help"], check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        taken.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert min(taken) < 0.3


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("import", "FILE", "--format", "docx"), "there is no format 'docx'. There are arxiv-snapshot, scholar-html"),
        (("reading-list", "graphs", "--json", "--format", "csv"), "--json and --format csv contradict each other"),
        (("note", "lib:1", ""), "the note is empty"),
    ],
)
def test_what_cannot_be_meant_is_wrong_usage(quick, tmp_path, arguments: tuple[str, ...], told: str) -> None:
    file = tmp_path / "papers.jsonl"
    file.write_text('{"title": "Knots"}\n', encoding="utf-8")
    refused = quick(*(str(file) if word == "FILE" else word for word in arguments), check=2)
    assert told in refused.stderr
    assert refused.stdout == ""


def test_a_group_without_its_command_names_them_in_one_line(quick) -> None:
    refused = quick("zotero", check=2)
    assert refused.stderr.splitlines()[-1] == "error: name one of its commands: push"


@pytest.mark.parametrize("command", [("status",), ("index", "status")])
def test_a_missing_model_hides_nothing_else(quick, command: tuple[str, ...]) -> None:
    broken = {"PAPER_READER_MODEL": "/no/such/folder"}
    shown = quick(*command, **broken).stdout
    assert "8 papers, 8 in the library" in shown
    assert "/no/such/folder" in next(line for line in shown.splitlines() if line.startswith("Problem:"))
    found = quick.json(*command, **broken)
    assert "/no/such/folder" in found.get("index", found)["problem"]
    assert quick.json("index", "status")["problem"] is None


def test_an_empty_library_says_so_once(fresh) -> None:
    for _ in range(2):  # without an index, then with one of no papers
        told = fresh("roadmap", "show", "3")
        assert told.stderr.count("note:") == 1
        assert "This library is empty" in told.stderr
        fresh("index", "build")
    assert "no papers to read" in fresh("reading-list", "graphs").stdout
