"""The papers that are trained on: read from the evaluation material, less all that is held out."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from training.splits import forbidden_titles, held_out_ids, may_train

CORE, MORE = "papers-core.jsonl.gz", "papers-more.jsonl.gz"
BENCHMARKS = ("csfcube", "scifact")


@dataclass(frozen=True, slots=True)
class TrainingPaper:
    """What of a paper is learnt from. `references` are ids, many of them of papers that are not here."""

    id: str
    title: str
    abstract: str
    references: tuple[str, ...] = ()
    core: bool = True


def read_papers(path: Path, *, core: bool = True) -> Iterator[TrainingPaper]:
    """The papers of one file of the material that have a title and an abstract."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            entry = json.loads(line)
            title, abstract = entry["title"].strip(), (entry.get("abstract") or "").strip()
            if title and abstract:
                yield TrainingPaper(entry["id"], title, abstract, tuple(entry.get("references") or ()), core)


def training_papers(root: Path) -> list[TrainingPaper]:
    """Every paper that may be trained on, in the files' order."""
    core = list(read_papers(root / CORE))
    more = list(read_papers(root / MORE, core=False))
    report, choosing = held_out_ids(paper.id for paper in core)
    held_out = frozenset(report) | frozenset(choosing)
    titles = [paper.title for paper in core if paper.id in held_out]
    for name in BENCHMARKS:
        with gzip.open(root / "retrieval" / name / "corpus.jsonl.gz", "rt", encoding="utf-8") as file:
            titles += [json.loads(line)["title"] or "" for line in file]
    forbidden = forbidden_titles(titles)
    return [paper for paper in core + more if may_train(paper.id, paper.title, held_out, forbidden)]
