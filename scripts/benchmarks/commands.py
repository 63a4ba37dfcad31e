"""Whole commands, each in a fresh process, as a person waits for them."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from benchmarks.material import ROOT, Figures

COMMANDS = {
    "--help": ["--help"],
    "show": ["show", "1"],
    "search, hybrid": ["search", "messages between atoms along bonds"],
    "search, lexical": ["search", "messages between atoms along bonds", "--mode", "lexical"],
    "reading-list": ["reading-list", "graph neural networks"],
}


def add_options(command: argparse.ArgumentParser) -> None:
    """On which library, and how often."""
    command.add_argument("--library", type=Path, required=True, help="data folder with a library and its index")
    command.add_argument("--model", help="the model that the index was built with, where it is not the default")
    command.add_argument("--rounds", type=int, default=7)


def measure(options: argparse.Namespace) -> Figures:
    """The commands in turns; the first turn, which warms the disk's cache, does not count."""
    model = {"PAPER_READER_MODEL": options.model} if options.model else {}
    environment = os.environ | {"PAPER_READER_DATA_DIR": str(options.library)} | model
    seconds: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for turn in range(options.rounds + 1):
        for name, arguments in COMMANDS.items():
            begun = time.perf_counter()
            subprocess.run(
                [sys.executable, "-m", "paper_reader", *arguments],
                check=True, capture_output=True, cwd=ROOT, env=environment,
            )  # fmt: skip
            if turn:
                seconds[name].append(time.perf_counter() - begun)
    figures: Figures = {}
    for name, taken in seconds.items():
        figures[f"{name}, s (median)"] = median(taken)
        figures[f"{name}, s (least)"] = min(taken)
    figures["load average"] = os.getloadavg()[0]
    return figures
