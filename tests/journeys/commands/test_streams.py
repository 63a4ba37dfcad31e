"""Streams that are not as one wishes: closed early, closed from the start, or of an encoding that lacks letters."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys

import pytest


@pytest.mark.parametrize("arguments", [("roadmap",), ("search", "message passing"), ("show", "lib:1"), ("runs",)])
def test_a_reader_that_goes_early_is_no_failure(prepared, arguments: tuple[str, ...]) -> None:
    process = prepared.start(*arguments)
    process.stdout.close()
    assert process.wait(30) == 0
    assert process.stderr.read() == ""
    process.stderr.close()


@pytest.mark.skipif(sys.platform == "win32", reason="closes a stream as a POSIX shell does")
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_a_stream_that_is_closed_from_the_start_hears_nothing(prepared, closed: str) -> None:
    shell = ["sh", "-c", f'"$@" {closed}', "sh", *prepared.command("status")]
    done = subprocess.run(shell, env=prepared.variables(), capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_letters_that_a_stream_lacks_stop_nothing(prepared, encoding: str) -> None:
    shown = prepared("show", "lib:6", PYTHONIOENCODING=encoding).stdout
    assert "with ? signs" in shown
    found = json.loads(prepared("search", "signs", "--mode", "lexical", "--json", PYTHONIOENCODING=encoding).stdout)
    assert "✓" in found["hits"][0]["paper"]["title"]


@pytest.mark.parametrize("form", ["jsonl", "csv", "bibtex", "markdown"])
def test_exports_lose_no_letter_whatever_the_stream(prepared, form: str) -> None:
    done = subprocess.run(
        prepared.command("export", "--all", "--format", form),
        env=prepared.variables(PYTHONIOENCODING="ascii"),
        capture_output=True,
        check=True,
        timeout=60,
    )
    text = done.stdout.decode("utf-8")
    assert "✓" in text
    assert "Ada Müller" in text
    if form == "csv":
        assert len(list(csv.reader(io.StringIO(text, newline="")))) == text.count("\r\n")


def test_exported_lines_hold_nothing_that_a_terminal_obeys(prepared) -> None:
    text = prepared("export", "lib:6").stdout
    assert json.loads(text)["title"].startswith("Evil \x1b[31mred")
    assert text.strip().isprintable()
