"""What encoders are compared on: for each task a corpus, queries, and what a ranking is worth."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from training.corpus import CORE, read_papers
from training.splits import held_out_ids

from evaluation import material
from evaluation.known_item import known_item_query, word_spread
from index.metrics import ndcg_at, recall_at, reciprocal_rank

KNOWN_ITEMS = 1_000
POOL_SHARE = 0.2
Measure = Callable[[Sequence[str]], dict[str, float]]


@dataclass(frozen=True)
class Query:
    """A text, what its ranking is worth, and the pool it ranks where that is not the whole corpus."""

    text: str
    measure: Measure
    pool: frozenset[str] | None = None


@dataclass(frozen=True)
class Task:
    """Queries over one of the corpora; rankings are measured down to `depth`."""

    name: str
    corpus: str
    queries: Sequence[Query]
    depth: int = 100


@dataclass(frozen=True)
class Corpus:
    """Papers as (id, title, abstract)."""

    name: str
    papers: Sequence[tuple[str, str, str]]


def corpora_and_tasks(root: Path) -> tuple[list[Corpus], list[Task]]:
    """All of them, from the evaluation material."""
    core = [(paper.id, paper.title, paper.abstract) for paper in read_papers(root / CORE)]
    by_id = {paper[0]: paper for paper in core}
    aside = [by_id[one] for one in held_out_ids(by_id)[0]]
    scifact, csfcube = material.scifact(root), material.csfcube(root)
    # Titles ask for abstracts that do not contain them.
    abstracts = Corpus("abstracts set aside", [(one, "", abstract) for one, _, abstract in aside])
    corpora = [Corpus("papers-core", core), abstracts, *(Corpus(b.name, b.corpus) for b in (scifact, csfcube))]
    tasks = [
        Task("expert lists", "papers-core", [_list_query(one) for one in material.expert_lists(root)]),
        Task("title → abstract", abstracts.name, [Query(title, _finds(one, 1)) for one, title, _ in aside]),
        Task("known item", "papers-core", _known_items(aside, core)),
        Task("SciFact", scifact.name, _scifact(scifact)),
        Task("CSFCube", csfcube.name, _csfcube(csfcube), depth=10_000),
    ]
    return corpora, tasks


def ndcg_of_pool(ranking: Sequence[str], grades: Mapping[str, float], share: float = POOL_SHARE) -> float:
    """CSFCube's nDCG%20: linear gains, two ranks undiscounted (then log2 of the rank), cut at a fifth of the pool.

    As the benchmark's own scripts compute it (the discount of Järvelin and Kekäläinen 2002 with base 2).
    """
    cut = int(share * len(ranking))

    def cumulated(values: Sequence[float]) -> float:
        return sum(value / max(1.0, math.log2(rank)) for rank, value in enumerate(values[:cut], 1))

    found = [float(grades.get(one, 0.0)) for one in ranking]
    ideal = cumulated(sorted(found, reverse=True))
    return cumulated(found) / ideal if ideal > 0 else 0.0


def _list_query(one: material.ExpertList) -> Query:
    def measure(ranking: Sequence[str]) -> dict[str, float]:
        return {"recall@20": recall_at(ranking, one.papers, 20), "recall@50": recall_at(ranking, one.papers, 50)}

    return Query(one.topic, measure)


def _finds(wanted: str, first: int) -> Measure:
    def measure(ranking: Sequence[str]) -> dict[str, float]:
        return {"MRR": reciprocal_rank(ranking, [wanted]), f"recall@{first}": recall_at(ranking, [wanted], first)}

    return measure


def _known_items(aside: Sequence[tuple[str, str, str]], core: Sequence[tuple[str, str, str]]) -> list[Query]:
    spread = word_spread([f"{title}\n{abstract}" for _, title, abstract in core])
    return [
        Query(known_item_query(one, title, abstract, spread, len(core)), _finds(one, 10))
        for one, title, abstract in aside[:KNOWN_ITEMS]
    ]


def _scifact(benchmark: material.Benchmark) -> list[Query]:
    def query(name: str, text: str) -> Query:
        grades = benchmark.grades[name]
        right = [one for one, grade in grades.items() if grade > 0]
        return Query(
            text, lambda found: {"nDCG@10": ndcg_at(found, grades, 10), "recall@100": recall_at(found, right, 100)}
        )

    return [query(name, text) for name, text in benchmark.queries.items() if name in benchmark.grades]


def _csfcube(benchmark: material.Benchmark) -> list[Query]:
    def query(name: str, text: str) -> Query:
        itself = name.partition("_")[0]
        grades = {one: grade for one, grade in benchmark.grades[name].items() if one != itself}

        def measure(found: Sequence[str]) -> dict[str, float]:
            linear = ndcg_at(found, grades, 20, exponential=False)
            return {"nDCG%20": ndcg_of_pool(found, grades), "nDCG@20": linear}

        return Query(text, measure, frozenset(grades))

    return [query(name, text) for name, text in benchmark.queries.items() if name in benchmark.grades]
