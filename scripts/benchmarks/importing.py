"""Importing the corpus: records a second, against reading it and inserting each bare line into one SQLite table."""

from __future__ import annotations

import argparse
import gzip
import json
import os
import sqlite3
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from benchmarks.material import CORPUS, Figures, folder, in_fresh_process

IMPORTING = """
import json, resource, sys, time
from pathlib import Path
from paper_reader.importing import import_file
from paper_reader.store import open_store
file, library = Path(sys.argv[1]), Path(sys.argv[2])
with open_store(f"sqlite:///{library}/library.db") as store:
    begun, begun_processor = time.perf_counter(), time.process_time()
    report = import_file(store, file, rejects_dir=library)
    wall, processor = time.perf_counter() - begun, time.process_time() - begun_processor
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"read": report.read, "wall": wall, "processor": processor, "peak_mb": peak}))
"""
OPENING = """
import json, sys, time
begun = time.perf_counter()
from paper_reader.store import open_store
with open_store(sys.argv[1]) as store:
    store.papers.change_number()
print(json.dumps({"seconds": time.perf_counter() - begun}))
"""


def add_options(command: argparse.ArgumentParser) -> None:
    """Which file, and how often."""
    command.add_argument("--file", type=Path, help="JSON lines to import instead of the corpus")
    command.add_argument("--rounds", type=int, default=3)


def measure(options: argparse.Namespace) -> Figures:
    """Both ways in turns, each time into a new library; then the same file again, and opening what came of it."""
    file = options.file or folder() / CORPUS
    ours, plain = [], []
    for _ in range(options.rounds):
        with tempfile.TemporaryDirectory() as library:
            ours.append(in_fresh_process(IMPORTING, str(file), library))
            again = in_fresh_process(IMPORTING, str(file), library)
            opening = in_fresh_process(OPENING, f"sqlite:///{library}/library.db")
            size = Path(library, "library.db").stat().st_size / 1e6
        plain.append(_seconds(lambda: _plain(file)))
    read, wall = ours[0]["read"], median(one["wall"] for one in ours)
    return {
        "records": read,
        "records/s, wall clock (median)": read / wall,
        "records/s, processor time (median)": read / median(one["processor"] for one in ours),
        "plain parse and insert, records/s (median)": read / median(plain),
        "ours / plain, seconds": wall / median(plain),
        "the same file again, records/s": again["read"] / again["wall"],
        "peak memory, MB": max(one["peak_mb"] for one in ours),
        "library file, MB": size,
        "opening the library, s": opening["seconds"],
        "load average": os.getloadavg()[0],
    }


def _plain(file: Path) -> None:
    """What a script would do: no checks, no merging, no names, nothing that can be resumed."""
    opener = gzip.open if file.suffix == ".gz" else open
    with tempfile.TemporaryDirectory() as library, opener(file, "rt", encoding="utf-8") as lines:
        database = sqlite3.connect(Path(library, "plain.db"))
        database.execute("CREATE TABLE papers (title TEXT, abstract TEXT, authors TEXT, year INTEGER, line TEXT)")
        rows = ((one["title"], one.get("abstract"), json.dumps(one.get("authors")), one.get("year"), line)
                for line in lines if (one := json.loads(line)))  # fmt: skip
        database.executemany("INSERT INTO papers VALUES (?, ?, ?, ?, ?)", rows)
        database.commit()
        database.close()


def _seconds(work: Callable[[], None]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
