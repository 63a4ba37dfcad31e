"""One request at a time and three seconds apart, over threads, processes, crashes and odd clocks."""

import itertools
import json
import math
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from paper_reader.errors import SourceRateLimited, SourceUnavailable
from paper_reader.sources.address import gate_name
from paper_reader.sources.gate import Gate, Stamp, gate_for, wait_before_start

ASKING = """
import sys, time
from pathlib import Path
from paper_reader.sources.gate import Gate

gate = Gate(Path(sys.argv[1]), 0.2)
with open(sys.argv[2], "a", buffering=1) as log:
    for _ in range(4):
        with gate.turn() as turn:
            begun = time.monotonic()
            turn.sent()
            time.sleep(0.05)
            log.write(f"{begun} {time.monotonic()}\\n")
"""

DYING = """
import os, sys
from pathlib import Path
from paper_reader.sources.gate import Gate

with Gate(Path(sys.argv[1]), 0.2).turn():
    print("holding", flush=True)
    os.kill(os.getpid(), 9)
"""


def test_two_processes_and_two_threads_take_turns(tmp_path):
    log = tmp_path / "log"
    command = [sys.executable, "-c", ASKING, str(tmp_path / "gate.json"), str(log)]
    running = [subprocess.Popen(command) for _ in range(2)]
    gate = Gate(tmp_path / "gate.json", 0.2)
    assert gate_uses(gate, log)
    assert [process.wait(timeout=30) for process in running] == [0, 0]
    turns = sorted(tuple(map(float, line.split())) for line in log.read_text().splitlines())
    assert len(turns) == 2 * 4 + 2 * 3
    for (begun, ended), (next_begun, _) in itertools.pairwise(turns):
        assert next_begun >= ended, "two requests at once"
        assert next_begun - begun >= 0.2


def gate_uses(gate, log) -> bool:
    """Take three turns in each of two threads of this process."""
    import time

    def use() -> None:
        for _ in range(3):
            with gate.turn() as turn:
                begun = time.monotonic()
                turn.sent()
                time.sleep(0.02)
                with log.open("a") as out:
                    out.write(f"{begun} {time.monotonic()}\n")

    threads = [threading.Thread(target=use) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return not any(thread.is_alive() for thread in threads)


def test_a_killed_process_frees_the_gate_and_leaves_its_stamp(tmp_path, real_clock):
    path = tmp_path / "gate.json"
    killed = subprocess.run([sys.executable, "-c", DYING, str(path)], capture_output=True, text=True, check=False)
    assert killed.stdout == "holding\n"
    assert killed.returncode == -9
    started = json.loads(path.read_text())["started"]
    with Gate(path, 0.5).turn():
        assert real_clock() - started >= 0.5


@pytest.mark.parametrize(
    ("stamp", "wait"),
    [
        (None, 0),
        (Stamp(100, 0), 2),  # one second ago
        (Stamp(90, 0), 0),
        (Stamp(100, 130), 29),  # told to pause
        (Stamp(5_000, 9_000), 3),  # from before the machine was started anew: one interval and no more
        (Stamp(math.inf, math.inf), 3),  # unreadable
    ],
)
def test_how_long_to_wait(stamp, wait):
    assert wait_before_start(stamp, 101, 3) == wait


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"started": "soon"}', b"\xff\xfe"])
def test_a_torn_stamp_costs_one_interval(tmp_path, passing_time, content):
    path = tmp_path / "gate.json"
    path.write_bytes(content)
    with Gate(path, 3, clock=passing_time.clock, sleep=passing_time.sleep).turn():
        assert passing_time.moment == 1003
    assert json.loads(path.read_text())["started"] == 1003


def test_a_pause_holds_for_everybody_and_is_told(tmp_path, passing_time, notes):
    path = tmp_path / "gate.json"
    with Gate(path, 3, clock=passing_time.clock, sleep=passing_time.sleep).turn() as turn:
        turn.pause(60)
    with Gate(path, 3, name="arxiv.org", clock=passing_time.clock, sleep=passing_time.sleep).turn(notes):
        assert passing_time.moment == 1060
    assert notes.notes == ["waiting 60 s before asking arxiv.org, which wanted a pause"]


def test_a_pause_beyond_patience_is_an_error_at_once(tmp_path, passing_time):
    gate = Gate(tmp_path / "gate.json", 3, clock=passing_time.clock, sleep=passing_time.sleep)
    with gate.turn() as turn:
        turn.pause(4000)
    with pytest.raises(SourceRateLimited) as caught, gate.turn():
        pass
    assert caught.value.retry_after_seconds == 4000
    assert passing_time.slept == []


def test_a_mistyped_pause_does_not_lock_the_host_away_for_years(tmp_path, passing_time):
    gate = Gate(tmp_path / "gate.json", 3, clock=passing_time.clock, sleep=passing_time.sleep)
    with gate.turn() as turn:
        turn.pause(1e12)
    passing_time.moment += 24 * 3600
    with gate.turn():
        assert passing_time.slept == []


def test_a_turn_is_told_about_and_given_up_while_another_holds_it(tmp_path, passing_time, notes):
    gate = Gate(tmp_path / "gate.json", 3, name="arxiv.org", clock=passing_time.clock, sleep=passing_time.sleep)
    with gate.turn():
        other = Gate(tmp_path / "gate.json", 3, name="arxiv.org", clock=passing_time.clock, sleep=passing_time.sleep)
        with pytest.raises(SourceUnavailable, match="another process"), other.turn(notes, patience_seconds=30):
            pass
    assert notes.notes == ["waiting for another process that is asking arxiv.org"]


def test_jitter_only_adds(tmp_path, passing_time):
    gate = Gate(tmp_path / "gate.json", 10, jitter_seconds=5, clock=passing_time.clock, sleep=passing_time.sleep)
    times = []
    for _ in range(20):
        with gate.turn():
            times.append(passing_time.moment)
    gaps = {round(after - before, 3) for before, after in itertools.pairwise(times)}
    assert min(gaps) >= 10
    assert max(gaps) <= 15
    assert len(gaps) > 10


def test_all_doors_of_arxiv_are_one_gate(tmp_path):
    urls = ["https://export.arxiv.org/api/query", "https://oaipmh.arxiv.org/oai", "https://rss.arxiv.org"]
    assert {gate_name(url) for url in urls} == {"arxiv.org"}
    assert gate_name("http://127.0.0.1:8001/oai") != gate_name("http://127.0.0.1:8002/oai")
    assert gate_name("https://notarxiv.org/") == "notarxiv.org"
    assert Path(gate_name("http://[::1]:80/")).name == gate_name("http://[::1]:80/")
    with gate_for(urls[0], tmp_path / "new" / "folder").turn():
        assert (tmp_path / "new" / "folder" / "arxiv.org.json").is_file()
