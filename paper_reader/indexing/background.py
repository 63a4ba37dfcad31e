"""A build in a process of its own, which outlives the command that started it, and how to stop it.

    <index>-background.json   which process it is
    <index>-background.log    what it says

How far it is stands where every build tells it, see `build_report`.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

import msgspec

from index.files import write_atomically
from paper_reader.errors import IndexUnavailable
from paper_reader.indexing.build_report import in_words, last_build
from paper_reader.types import BuildProgress

NICENESS: Final = 10
START_SECONDS: Final = 60.0  # to begin: a large machine under load takes some seconds to import and to open
STOP_SECONDS: Final = 30.0
POLL_SECONDS: Final = 0.05


def start_build(root: Path, command: Sequence[str], environment: Mapping[str, str]) -> BuildProgress:
    """Start `command`, which builds the index in `root`, and leave it to itself as soon as it has begun.

    It runs at low priority, in a session of its own, and writes to the log. Raises `IndexUnavailable` where a build is
    running already, or where the process ends without having begun.
    """
    running = last_build(root)
    if running is not None and running.is_running:
        raise IndexUnavailable(f"the index is being built already ({in_words(running)}). Wait for it")
    root.parent.mkdir(parents=True, exist_ok=True)
    with log_of(root).open("wb") as log:
        process = subprocess.Popen(  # noqa: S603 - our own command
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env=dict(environment),
            start_new_session=True,
        )
    _lower_priority(process.pid)
    write_atomically(_note(root), msgspec.json.encode({"pid": process.pid}), durable=False)
    if not _wait(lambda: _has_begun(root, process.pid) or process.poll() is not None, START_SECONDS):
        process.terminate()
        process.wait()
        raise IndexUnavailable(f"the build did not begin. See {log_of(root)}")
    begun = last_build(root)
    if begun is None or begun.pid != process.pid:
        said = log_of(root).read_text("utf-8", errors="replace").strip().splitlines()
        raise IndexUnavailable(f"the build did not begin: {said[-1] if said else 'it said nothing'}")
    process.returncode = process.poll() or 0  # it is left to itself: nobody waits for it
    return begun


def stop_build(root: Path) -> BuildProgress | None:
    """End the build that `start_build` began, if it still runs, and give how far it came; None where none runs.

    What it has embedded is kept. Raises `IndexUnavailable` for a build that was not started in the background.
    """
    running = last_build(root)
    if running is None or not running.is_running:
        return None
    if running.pid != _background_pid(root):
        raise IndexUnavailable(f"process {running.pid} is building the index, and not in the background. Stop it there")
    os.kill(running.pid, signal.SIGTERM)
    if not _wait(lambda: not _is_running(root), STOP_SECONDS):
        raise IndexUnavailable(f"process {running.pid} does not end. Look into {log_of(root)}")
    return last_build(root)


def log_of(root: Path) -> Path:
    """Where a build in the background says what it has to say."""
    return root.parent / f"{root.name}-background.log"


def _note(root: Path) -> Path:
    return root.parent / f"{root.name}-background.json"


def _background_pid(root: Path) -> int | None:
    try:
        return int(msgspec.json.decode(_note(root).read_bytes())["pid"])
    except (OSError, msgspec.MsgspecError, KeyError, TypeError, ValueError):
        return None


def _has_begun(root: Path, pid: int) -> bool:
    build = last_build(root)
    return build is not None and build.pid == pid


def _is_running(root: Path) -> bool:
    build = last_build(root)
    return build is not None and build.is_running


def _wait(until: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not until():
        if time.monotonic() > deadline:
            return False
        time.sleep(POLL_SECONDS)
    return True


def _lower_priority(pid: int) -> None:
    """Other work goes first, where the system knows priorities."""
    if hasattr(os, "setpriority"):
        os.setpriority(os.PRIO_PROCESS, pid, NICENESS)
