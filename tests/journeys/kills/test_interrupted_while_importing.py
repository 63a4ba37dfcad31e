"""Ctrl-C at any moment of `import`: it stops at once, its run is closed, and the library is free for the next one."""

from __future__ import annotations

import json
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing

import pytest

PROGRAM = """
import sys
from pathlib import Path
from paper_reader.importing import import_file
from paper_reader.store import open_store
with open_store(f"sqlite:///{sys.argv[2]}/library.db") as store:
    print("begun", flush=True)
    try:
        import_file(store, Path(sys.argv[1]), rejects_dir=Path(sys.argv[2]) / "rejects", batch_records=1000)
    except KeyboardInterrupt:
        sys.exit(130)
"""


def _write_papers(path, count):
    with path.open("w") as lines:
        for number in range(count):
            paper = {
                "id": f"p{number}",
                "title": f"The matter of light considered in chapter {number}",
                "authors": ["Ada Lovelace", "Alan Turing"],
                "abstract": "We consider it. " * 40,
                "references": [f"p{(number * 7 + step) % count}" for step in range(20)],
            }
            lines.write(json.dumps(paper) + "\n")


def _interrupt(command, moment):
    """Starts the command, sends SIGINT that long after its first line; its exit status and how long it then took."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    with process:
        process.stdout.readline()
        time.sleep(moment)
        process.send_signal(signal.SIGINT)
        sent = time.monotonic()
        process.wait(timeout=60)
        return process.returncode, time.monotonic() - sent, process.stderr.read()


@pytest.mark.parametrize("attempts", [1, pytest.param(6, marks=pytest.mark.slow)])
def test_an_interrupted_import_stops_at_once_and_closes_its_run(tmp_path, attempts):
    papers = tmp_path / "papers.jsonl"
    _write_papers(papers, 20_000)
    chance = random.Random(5)
    for attempt in range(attempts):
        folder = tmp_path / f"library{attempt}"
        folder.mkdir()
        command = [sys.executable, "-c", PROGRAM, str(papers), str(folder)]
        status, took, said = _interrupt(command, chance.uniform(0.2, 1.5))
        assert (status, said) == (130, "")
        assert took < 5
        with closing(sqlite3.connect(folder / "library.db")) as connection:
            assert connection.execute("SELECT outcome FROM runs").fetchall() == [("failed",)]
