"""Embedding a library: from texts in the store to vectors in the store."""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
from pathlib import Path
from statistics import median

from benchmarks.encode import FAST
from benchmarks.material import Figures, in_fresh_process

EMBEDDING = """
import json, resource, sys, time
from index import open_encoder
from paper_reader.indexing.embedding import embed_library
from paper_reader.store import open_store
with open_store(f"sqlite:///{sys.argv[1]}/library.db") as store:
    encoder = open_encoder(sys.argv[2], called=sys.argv[3])
    begun, begun_processor = time.perf_counter(), time.process_time()
    done = embed_library(store, encoder)
    wall, processor = time.perf_counter() - begun, time.process_time() - begun_processor
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"done": done, "wall": wall, "processor": processor, "peak_mb": peak}))
"""


def add_options(command: argparse.ArgumentParser) -> None:
    """Which library, with which model, and how often."""
    command.add_argument("--library", type=Path, required=True, help="data folder; its library.db is copied first")
    command.add_argument("--model", default=str(FAST), help='a folder, or "precise"')
    command.add_argument("--rounds", type=int, default=3)


def measure(options: argparse.Namespace) -> Figures:
    """Each round under a name of its own for the model, so that every text lacks its vector."""
    with tempfile.TemporaryDirectory() as copied:
        shutil.copyfile(options.library / "library.db", Path(copied, "library.db"))
        rounds = [in_fresh_process(EMBEDDING, copied, options.model, f"bench-{turn}") for turn in range(options.rounds)]
    return {
        "texts": rounds[0]["done"],
        "texts/s (median)": median(one["done"] / one["wall"] for one in rounds),
        "texts per second of processor time (median)": median(one["done"] / one["processor"] for one in rounds),
        "peak memory, MB": max(one["peak_mb"] for one in rounds),
        "load average": os.getloadavg()[0],
    }
