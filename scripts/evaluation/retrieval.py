"""The retrieval benchmarks, run through the same engine and encoder as the library's search."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from evaluation.console import Console
from evaluation.material import Benchmark
from index import Document, Mode, SearchRequest
from index.encoders.protocol import Encoder
from index.engine import Engine
from index.metrics import ndcg_at, recall_at
from paper_reader.content import embedding_text

if TYPE_CHECKING:
    from sklearn.feature_extraction.text import TfidfVectorizer

MODES = (Mode.LEXICAL, Mode.DENSE, Mode.HYBRID)


def run_benchmark(benchmark: Benchmark, encoder: Encoder, root: Path, console: Console) -> dict[Mode, dict[str, float]]:
    """Every mode's figures in per cent: nDCG@10 and recall@100, or nDCG%20 where queries rank a pool of their own.

    The index is kept in `root`, named for the encoder.
    """
    name = f"{benchmark.name.lower()}-{encoder.key.replace('/', '-')}"
    engine = _engine(benchmark, encoder, root / name, console)
    numbers = {paper_id: number for number, (paper_id, _, _) in enumerate(benchmark.corpus)}
    vectors = encoder.encode_queries(list(benchmark.queries.values()))
    return {mode: _mode_figures(benchmark, engine, numbers, vectors, mode) for mode in MODES}


def tf_idf_figures(benchmark: Benchmark, vectorizer: TfidfVectorizer) -> dict[str, float]:
    """The same figures of plain TF-IDF vectors over title and abstract."""
    matrix = vectorizer.fit_transform(f"{title} {body}" for _, title, body in benchmark.corpus)
    depth = len(benchmark.corpus) if benchmark.pooled else 100
    figures: dict[str, list[float]] = {}
    for query_id, text in benchmark.queries.items():
        scores = (matrix @ vectorizer.transform([text]).T).toarray().ravel()
        ranking = [benchmark.corpus[row][0] for row in np.argsort(-scores, kind="stable")[:depth]]
        grades = dict(benchmark.grades.get(query_id, {}))
        for metric, value in _query_figures(benchmark, query_id, ranking, grades).items():
            figures.setdefault(metric, []).append(value)
    return {metric: 100 * float(np.mean(values)) for metric, values in figures.items()}


def _engine(benchmark: Benchmark, encoder: Encoder, root: Path, console: Console) -> Engine:
    if root.exists():
        return Engine.open(root, encoder_key=encoder.key)
    console.note(f"embedding {len(benchmark.corpus):,} abstracts of {benchmark.name}")
    vectors = encoder.encode_documents([embedding_text(title, body or None) for _, title, body in benchmark.corpus])
    documents = [
        Document(id=number, title=title, body=body, vector=vectors[number])
        for number, (_, title, body) in enumerate(benchmark.corpus)
    ]
    return Engine.build(
        root, encoder_key=encoder.key, dimension=encoder.dimension, documents=documents, change_number=1
    )


def _mode_figures(
    benchmark: Benchmark, engine: Engine, numbers: dict[str, int], vectors: np.ndarray, mode: Mode
) -> dict[str, float]:
    names = {number: paper_id for paper_id, number in numbers.items()}
    figures: dict[str, list[float]] = {}
    for (query_id, text), vector in zip(benchmark.queries.items(), vectors, strict=True):
        grades = dict(benchmark.grades.get(query_id, {}))
        depth = len(benchmark.corpus) if benchmark.pooled else 100
        found = engine.search(SearchRequest(text=text, vector=vector, mode=mode, limit=depth, candidates=depth))
        ranking = [names[hit.id] for hit in found]
        for metric, value in _query_figures(benchmark, query_id, ranking, grades).items():
            figures.setdefault(metric, []).append(value)
    return {metric: 100 * float(np.mean(values)) for metric, values in figures.items()}


def _query_figures(
    benchmark: Benchmark, query_id: str, ranking: Sequence[str], grades: dict[str, float]
) -> dict[str, float]:
    if not benchmark.pooled:
        relevant = [paper_id for paper_id, grade in grades.items() if grade > 0]
        return {"nDCG@10": ndcg_at(ranking, grades, 10), "recall@100": recall_at(ranking, relevant, 100)}
    own = query_id.partition("_")[0]
    pool = [paper_id for paper_id in ranking if paper_id in grades and paper_id != own]
    missing = [paper_id for paper_id in grades if paper_id not in set(pool) and paper_id != own]
    cut = math.ceil(0.2 * len(grades))
    return {"nDCG%20": ndcg_at([*pool, *missing], grades, cut, exponential=False)}
