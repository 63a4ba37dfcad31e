"""One refresh at a time, whoever asks and however the one before ended."""

import subprocess
import sys

import pytest

from paper_reader.errors import RefreshRunning
from paper_reader.refresh import refresh_lock

HOLD = """
import sys, pathlib
from paper_reader.refresh import refresh_lock
with refresh_lock(pathlib.Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.readline()
"""


def held_elsewhere(folder):
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout.readline() == "held\n"
    return holder


def test_a_second_one_is_told_who_runs_and_since_when(tmp_path):
    holder = held_elsewhere(tmp_path)
    try:
        told = pytest.raises(RefreshRunning, match=rf"since \d{{4}}-.*process {holder.pid} on ")
        with told as refused, refresh_lock(tmp_path):
            pass
        assert refused.value.exit_status == 1
    finally:
        holder.communicate("\n", timeout=10)
    with refresh_lock(tmp_path):
        pass


def test_one_that_was_killed_holds_nothing(tmp_path):
    holder = held_elsewhere(tmp_path)
    holder.kill()
    holder.communicate(timeout=10)
    with refresh_lock(tmp_path), pytest.raises(RefreshRunning), refresh_lock(tmp_path):
        pass


def test_libraries_are_refreshed_beside_each_other(tmp_path):
    with refresh_lock(tmp_path / "one"), refresh_lock(tmp_path / "two"):
        pass
