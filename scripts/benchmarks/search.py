"""The engine over the whole corpus."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import numpy as np

from benchmarks.material import Figures, in_fresh_process, papers, text_of, topics
from index import Document, Encoder, Engine, Filter, Mode, SearchRequest, open_encoder

DEPTH = 10
WINDOW = 8192
FILTERS = {
    "no filter": Filter(),
    "from 2020 on": Filter(ranges={"year": (2020, None)}),
    "one category": Filter(any_of={"category": frozenset({"cs.cl"})}),
    "one venue and year": Filter(ranges={"year": (2019, 2019)}, any_of={"venue": frozenset({"icml"})}),
}

BUILD = """
import json, resource, sys, time
from pathlib import Path
sys.path.insert(0, "scripts")
from benchmarks.search import build
begun = time.perf_counter()
build(Path(sys.argv[1]), Path(sys.argv[2]))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps({"seconds": time.perf_counter() - begun, "peak": peak}))
"""
OPEN = """
import json, sys, time
begun = time.perf_counter()
from pathlib import Path
from index import Engine, Mode, SearchRequest
engine = Engine.open(Path(sys.argv[1]))
opened = time.perf_counter() - begun
engine.search(SearchRequest(text="graph neural networks", vector=engine.vectors([0])[0]))
print(json.dumps({"open": opened, "first": time.perf_counter() - begun}))
"""


def add_options(command: argparse.ArgumentParser) -> None:
    """Where the vectors are kept."""
    command.add_argument(
        "--keep",
        type=Path,
        required=True,
        help="folder for the corpus's vectors (made once, about 15 minutes) and index",
    )


def measure(options: argparse.Namespace) -> Figures:
    """Build and open in processes of their own, then searches by topic."""
    encoder = open_encoder(cache_dir=options.keep / "cache")
    vectors = options.keep / "vectors.npy"
    if not vectors.is_file():
        _encode_corpus(encoder, vectors)
    built = in_fresh_process(BUILD, str(options.keep / "index"), str(vectors))
    opened = [in_fresh_process(OPEN, str(options.keep / "index")) for _ in range(5)]
    engine = Engine.open(options.keep / "index")
    figures: Figures = {
        "documents": engine.manifest.count,
        "build, s": built["seconds"],
        "build, peak memory, MB": round(built["peak"] / 1024),
        "fresh process to open engine, s (median)": median(one["open"] for one in opened),
        "fresh process to first hits, s (median)": median(one["first"] for one in opened),
        "vector index": engine.manifest.vector_kind,
        "recall at 10 measured at build": engine.manifest.measured_recall,
    }
    queries = [(topic, vector) for topic, vector in zip(topics(), encoder.encode_queries(topics()), strict=True)]
    figures["recall at 10 of topics, dense"] = _recall(engine, np.load(vectors, mmap_mode="r"), queries)
    for mode in Mode:
        for name, condition in FILTERS.items():
            times = sorted(_milliseconds(engine, queries, mode, condition))
            figures[f"{mode}, {name}, ms p50"] = median(times)
            figures[f"{mode}, {name}, ms p95"] = quantiles(times, n=20)[-1]
    return figures


def build(root: Path, vectors: Path) -> Engine:
    """The corpus as one index."""
    return Engine.build(
        root,
        encoder_key="bench",
        dimension=np.load(vectors, mmap_mode="r").shape[1],
        documents=_documents(vectors),
        change_number=1,
    )


def _documents(vectors: Path) -> Iterator[Document]:
    rows = np.load(vectors, mmap_mode="r")
    for number, paper in enumerate(papers()):
        yield Document(
            id=number,
            title=paper["title"],
            body=paper.get("abstract") or "",
            vector=np.array(rows[number]) / np.linalg.norm(rows[number]),
            numbers={"year": paper["year"]} if paper.get("year") else {},
            tags=_tags(paper),
        )


def _tags(paper: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    categories = [form for name in paper.get("categories") or () for form in (name.lower(), name.lower().split(".")[0])]
    tags = {"category": tuple(dict.fromkeys(categories)), "venue": ((paper.get("venue") or "").lower(),)}
    return {name: values for name, values in tags.items() if any(values)}


def _encode_corpus(encoder: Encoder, path: Path) -> None:
    texts = [text_of(paper) for paper in papers()]
    order = sorted(range(len(texts)), key=lambda place: -len(texts[place]))
    matrix = np.zeros((len(texts), encoder.dimension), dtype=np.float32)
    for start in range(0, len(order), WINDOW):
        window = order[start : start + WINDOW]
        matrix[window] = encoder.encode_documents([texts[place] for place in window])
    path.parent.mkdir(parents=True, exist_ok=True)
    np.save(path, matrix)


def _recall(engine: Engine, matrix: np.ndarray, queries: list[tuple[str, np.ndarray]]) -> float:
    shares = []
    for _, vector in queries:
        expected = np.argsort(-(matrix @ vector), kind="stable")[:DEPTH].tolist()
        found = [hit.id for hit in engine.nearest(vector, limit=DEPTH)]
        shares.append(len(set(expected).intersection(found)) / DEPTH)
    return float(np.mean(shares))


def _milliseconds(engine: Engine, queries: list[tuple[str, np.ndarray]], mode: Mode, condition: Filter) -> list[float]:
    times = []
    for topic, vector in queries:
        request = SearchRequest(text=topic, vector=vector, mode=mode, filter=condition)
        begun = time.perf_counter()
        engine.search(request)
        times.append((time.perf_counter() - begun) * 1000)
    return times
