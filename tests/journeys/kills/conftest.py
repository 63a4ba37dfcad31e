"""Killing a command with SIGKILL at random moments, and comparing what is left with an undisturbed library.

Any command can be put through it that prints a line once it has begun its work, and can be run again.
"""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import time
from contextlib import closing
from dataclasses import dataclass, field

import pytest

# Times differ between two runs, and runs are what the kills are about: everything else must be equal.
_PASSING = {
    "runs": None,
    "records": {"fetched_at", "stored_at"},
    "record_counts": {"seen_at"},
    "cursors": {"updated_at"},
}
# The line of a library is its own, and which process is at work on a run is over with the process.
_LASTING = {"cursors": "name NOT LIKE 'library:%' AND name NOT LIKE 'run:%'"}


def contents(database):
    """Every table of a library as sorted rows, without what differs between two equal libraries."""
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found = {}
        for name in names:
            passing = _PASSING.get(name, set())
            if passing is None:
                continue
            rows = _LASTING.get(name, "1")
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({name})") if row[1] not in passing]
            found[name] = sorted(connection.execute(f"SELECT {', '.join(columns)} FROM {name} WHERE {rows}"), key=repr)
        return found


@dataclass
class Killing:
    """A command under fire. `longest` is how long it works undisturbed, from its first line to its end."""

    longest: float
    chance: random.Random
    killed: int = 0
    moments: list[float] = field(default_factory=list)

    def run(self, command, *, timeout=60):
        """Runs it once, kills it at a random moment of its work; whether it came to its end before."""
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)
        with process:
            process.stdout.readline()
            moment = self.chance.uniform(0, self.longest)
            self.moments.append(moment)
            try:
                process.wait(timeout=moment)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait(timeout=timeout)
                self.killed += 1
                return False
        assert process.returncode == 0
        return True


@pytest.fixture
def undisturbed():
    """Runs a command to its end; gives how long it worked after its first line."""

    def run(command):
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        with process:
            process.stdout.readline()
            began = time.monotonic()
            assert process.wait(timeout=120) == 0
        return time.monotonic() - began

    return run


@pytest.fixture
def killing():
    """Makes a `Killing` whose moments are the same in every run of the tests."""

    def make(longest, seed):
        return Killing(longest, random.Random(seed))

    return make


@pytest.fixture
def library_contents():
    """Gives `contents`."""
    return contents
