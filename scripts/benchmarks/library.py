"""A whole library: from JSON lines to searchable, each stage a command in a process of its own."""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from benchmarks.material import CORPUS, ROOT, Figures, folder

QUERY = "messages between atoms along bonds"


def add_options(command: argparse.ArgumentParser) -> None:
    """Which files, with which model, and how often."""
    command.add_argument("--file", type=Path, action="append", help="JSON lines, several times for several files")
    command.add_argument("--model", default="fast")
    command.add_argument("--rounds", type=int, default=1)


def measure(options: argparse.Namespace) -> Figures:
    """Import, build, search; medians of the rounds."""
    files = options.file or [folder() / CORPUS]
    rounds = [_one_round(files, options.model) for _ in range(options.rounds)]
    figures: Figures = {"model": options.model}
    for name in rounds[0]:
        figures[name] = median(one[name] for one in rounds)
    figures["load average"] = os.getloadavg()[0]
    return figures


def _one_round(files: list[Path], model: str) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as library:
        variables = {"PAPER_READER_DATA_DIR": library, "PAPER_READER_MODEL": model, "PAPER_READER_STARTER": "off"}
        figures: dict[str, float] = {}
        for file in files:
            _add(figures, "import", _command(variables, "import", str(file)))
        _add(figures, "build", _command(variables, "index", "build"))
        status = json.loads(_command(variables, "index", "status", "--json")[0])
        figures["papers"] = status["papers"]
        figures["index, MB"] = status["disk_bytes"] / 1e6
        figures["from JSON lines to searchable, s"] = figures["import, s"] + figures["build, s"]
        for _ in range(3):
            _add(figures, "three searches", _command(variables, "search", QUERY))
        return figures


def _add(figures: dict[str, float], stage: str, ran: tuple[str, float, float, float]) -> None:
    _, wall, processor, peak = ran
    figures[f"{stage}, s"] = figures.get(f"{stage}, s", 0.0) + wall
    figures[f"{stage}, s of processor time"] = figures.get(f"{stage}, s of processor time", 0.0) + processor
    figures[f"{stage}, peak memory, MB"] = max(figures.get(f"{stage}, peak memory, MB", 0.0), peak)


def _command(variables: dict[str, str], *arguments: str) -> tuple[str, float, float, float]:
    """What it printed, seconds on the clock and of processor time, and its own peak memory in MB."""
    begun = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", "paper_reader", *arguments],
        cwd=ROOT, env=os.environ | variables, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    ) as process:  # fmt: skip
        assert process.stdout is not None  # noqa: S101 - it was asked for
        said = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"paper-reader {' '.join(arguments)} ended with {process.returncode}")
    return said, time.perf_counter() - begun, used.ru_utime + used.ru_stime, _megabytes(used)


def _megabytes(used: resource.struct_rusage) -> float:
    return used.ru_maxrss / 1024
