"""The evaluation material: expert lists and retrieval benchmarks. Read where it lies, never copied."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

VARIABLE = "PAPER_READER_EVAL_DIR"


@dataclass(frozen=True, slots=True)
class ExpertList:
    """An expert's must-reads on a topic. `source` is where it comes from: lists of one source are not independent."""

    topic: str
    source: str
    papers: frozenset[str]


@dataclass(frozen=True)
class Benchmark:
    """Queries over a corpus of (id, title, abstract). `grades`: query -> document -> grade.

    Where `pooled`, a query ranks the documents that it has grades for, itself left out; else the whole corpus.
    """

    name: str
    corpus: list[tuple[str, str, str]]
    queries: dict[str, str]
    grades: dict[str, dict[str, float]]
    pooled: bool


def folder() -> Path:
    """Where the material lies: PAPER_READER_EVAL_DIR, or shared/eval beside the repository."""
    beside = Path(__file__).resolve().parents[2].parent / "shared" / "eval"
    found = Path(os.environ.get(VARIABLE) or beside)
    if not (found / "lists-dev.jsonl").is_file():
        raise SystemExit(f"no evaluation material in {found}. Set {VARIABLE} to its folder")
    return found


def expert_lists(root: Path) -> list[ExpertList]:
    """Every list of the development set."""
    lines = map(json.loads, (root / "lists-dev.jsonl").read_text(encoding="utf-8").splitlines())
    return [ExpertList(line["topic"], line["source"], frozenset(line["papers"])) for line in lines]


def scifact(root: Path) -> Benchmark:
    """Claims, and the abstracts that support or refute them."""
    return _benchmark(root / "retrieval" / "scifact", "SciFact", pooled=False)


def csfcube(root: Path) -> Benchmark:
    """Abstracts as queries by example, each for one facet, over a pool of its own."""
    return _benchmark(root / "retrieval" / "csfcube", "CSFCube", pooled=True)


def _benchmark(root: Path, name: str, *, pooled: bool) -> Benchmark:
    with gzip.open(root / "corpus.jsonl.gz", "rt", encoding="utf-8") as file:
        corpus = [(str(d["id"]), d["title"] or "", d["abstract"] or "") for d in map(json.loads, file)]
    queries = {str(q["id"]): q["text"] for q in _lines(root / "queries.jsonl")}
    grades = json.loads((root / "qrels.json").read_text(encoding="utf-8"))
    return Benchmark(name, corpus, queries, {q: grades[q] for q in queries if q in grades}, pooled)


def _lines(path: Path) -> Iterator[dict[str, str]]:
    return map(json.loads, path.read_text(encoding="utf-8").splitlines())
