"""Killing a command with SIGKILL at random moments, and comparing what is left with an undisturbed library.

Any command can be put through it that prints a line once it has begun its work, and can be run again.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import select
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass, field

import pytest

from paper_reader.library.examining import examine_library
from paper_reader.settings import Settings
from paper_reader.types import Severity

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


# Imports once what the programs need and forks one process for each: to start one anew would cost more than its work.
WORKSHOP = """
import json, os, sys, traceback
from datetime import UTC, datetime, timedelta
from pathlib import Path
from paper_reader.library import open_library
from paper_reader.library.restoring import restore_library
from paper_reader.settings import Settings
from paper_reader.store import open_store
from paper_reader.types import ReadingStatus
import alembic.command, arxiv, faiss, paper_reader.backup.making, paper_reader.backup.restoring
import paper_reader.importing
import paper_reader.indexing, paper_reader.refresh, paper_reader.sources.arxiv_api, paper_reader.sources.arxiv_oai
import tantivy
def say(word): os.write(1, f"{word}\\n".encode())
def begun(): say("begun")
for line in sys.stdin:
    program, folder, more = json.loads(line)
    process = os.fork()
    if process == 0:
        try:
            settings = Settings(data_dir=Path(folder), cache_dir=Path(folder) / "cache", starter=False, model="fast")
            exec(program, globals())
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
    say(process)
    say(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]))
"""


class Workshop:
    """Runs programs in processes of their own, and kills them where it is told to. `folder` and `more` are theirs."""

    def __init__(self):
        self._process = subprocess.Popen(
            [sys.executable, "-c", WORKSHOP], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
        )
        self._ahead = b""

    def run(self, program, folder, *more, killed_after=None):
        """Runs a program; gives how long it worked after it said "begun", None where it was killed."""
        self._process.stdin.write(json.dumps([program, str(folder), list(map(str, more))]).encode() + b"\n")
        lines, number, began, is_killed = [], None, None, False
        while True:
            left = None
            if began is not None and killed_after is not None and not is_killed:
                left = max(0.0, began + killed_after - time.monotonic())
            line = self._line(left)
            if line is None:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(number, signal.SIGKILL)
                is_killed = True
            elif line == b"begun":
                began = time.monotonic()
            else:
                lines.append(int(line))
                number = lines[0]
                if len(lines) == 2:
                    break
        assert lines[1] in ((0, -signal.SIGKILL) if is_killed else (0,)), program
        return None if lines[1] else time.monotonic() - began

    def _line(self, seconds):
        """The next line, None where it does not come in time."""
        while b"\n" not in self._ahead:
            if not select.select([self._process.stdout], [], [], seconds)[0]:
                return None
            came = os.read(self._process.stdout.fileno(), 4096)
            assert came, "the workshop has ended"
            self._ahead += came
        line, _, self._ahead = self._ahead.partition(b"\n")
        return line

    def close(self):
        self._process.stdin.close()
        self._process.wait(timeout=30)
        self._process.stdout.close()


@pytest.fixture(scope="session")
def workshop():
    """Where programs run that are killed."""
    made = Workshop()
    yield made
    made.close()


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


def look(folder):
    """What doctor says: first the problems that a restart leaves, then all that is left after a repair."""
    settings = Settings(data_dir=folder, cache_dir=folder / "cache", starter=False, model="fast")
    found = [one for one in examine_library(settings).findings if one.severity is not Severity.NOTE]
    if not found:
        return [], []
    at_once = [one.message for one in found if one.severity is Severity.PROBLEM]
    examine_library(settings, repair=True)
    after = [one for one in examine_library(settings).findings if one.severity is not Severity.NOTE]
    return at_once, [one.message for one in after]


@pytest.fixture
def examined():
    """Gives `look`."""
    return look


@pytest.fixture
def chance():
    """The same moments in every run of the tests."""
    return random.Random(7)
