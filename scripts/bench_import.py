"""Measures importing a file: records a second (wall and processor time), peak memory, size, and opening afterwards.

    python scripts/bench_import.py FILE.jsonl[.gz]      # by default the evaluation corpus

Prints one JSON object. The library is made in a temporary folder and thrown away.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from paper_reader.importing import import_file
from paper_reader.store import Store, open_store

_EVAL = Path(os.environ.get("PAPER_READER_EVAL_DIR", Path(__file__).parents[2] / "shared" / "eval"))
_OPENING = """
import sys, time
began = time.perf_counter()
from paper_reader.store import open_store
with open_store(sys.argv[1]) as store:
    store.papers.change_number()
print(time.perf_counter() - began)
"""


def main() -> None:
    """Imports twice, asks the usual questions, opens once more in a fresh process."""
    file = Path(sys.argv[1]) if len(sys.argv) > 1 else _EVAL / "papers-core.jsonl.gz"
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/library.db"
        with open_store(url) as store:
            figures = {"first": _imported(store, file, folder), "again": _imported(store, file, folder)}
            figures |= {"questions_ms": _questions(store)}
        figures["peak_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        figures["library_mb"] = round(Path(folder, "library.db").stat().st_size / 1e6)
        figures["load_average"] = os.getloadavg()[0]
        opening = [
            subprocess.run([sys.executable, "-c", _OPENING, url], capture_output=True, check=True) for _ in range(5)
        ]
        figures["open_seconds"] = round(min(float(one.stdout) for one in opening), 3)
    print(json.dumps(figures, indent=2))


def _imported(store: Store, file: Path, folder: str) -> dict[str, float]:
    began, began_processor = time.perf_counter(), time.process_time()
    report = import_file(store, file, rejects_dir=Path(folder))
    wall, processor = time.perf_counter() - began, time.process_time() - began_processor
    return {
        "read": report.read,
        "created": report.created,
        "unchanged": report.unchanged,
        "rejected": report.rejected,
        "records_per_second": round(report.read / wall),
        "records_per_processor_second": round(report.read / processor),
    }


def _questions(store: Store) -> dict[str, float]:
    step = max(1, store.papers.count() // 400)
    ids = list(range(1, store.papers.count() + 1, step))[:400]
    asked = {
        "get_many_400": lambda: store.papers.get_many(ids),
        "citation_columns": store.papers.citation_columns,
        "edges_among_400": lambda: store.citations.edges_among(ids),
        "cited_by_400": lambda: store.citations.cited_by(ids),
        "embeddings_missing_count": lambda: store.embeddings.missing_count("none"),
    }
    return {name: _best(question) for name, question in asked.items()}


def _best(question: object) -> float:
    times = []
    for _ in range(5):
        began = time.perf_counter()
        question()  # type: ignore[operator]
        times.append(time.perf_counter() - began)
    return round(min(times) * 1000, 2)


if __name__ == "__main__":
    main()
