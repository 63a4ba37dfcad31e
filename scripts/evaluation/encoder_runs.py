"""Runs encoders on the tasks: dense alone and fused with BM25, as the engine fuses, at several weights."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from evaluation.console import Console
from evaluation.encoder_tasks import Corpus, Query, Task
from index import Document, Mode, SearchRequest
from index.encoders.protocol import Encoder
from index.engine import Engine
from index.fusion import weighted_fusion
from paper_reader.content import embedding_text

CANDIDATES = 200  # of each retriever, as the engine takes by default
DENSE, LEXICAL = "dense", "lexical"
Ranking = list[tuple[int, float]]
AT_ONCE = 4_096


@dataclass
class Results:
    """Per task and way of searching, each query's figures; with the seconds that embedding the corpora took."""

    figures: dict[tuple[str, str], list[dict[str, float]]] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)


class Bench:
    """The corpora with their text indexes, made once in `root`; vectors of each encoder are kept there too."""

    def __init__(self, corpora: Sequence[Corpus], root: Path, console: Console) -> None:
        self._corpora = {corpus.name: corpus for corpus in corpora}
        self._root, self._console = root, console
        self._engines: dict[str, Engine] = {}
        self._lexical: dict[str, list[Ranking]] = {}
        root.mkdir(parents=True, exist_ok=True)

    def lexical(self, task: Task) -> list[Ranking]:
        """BM25's rankings of the task's queries: the same for every encoder."""
        if task.name not in self._lexical:
            engine = self._engine(task.corpus)
            depth = max(CANDIDATES, min(task.depth, len(self._corpora[task.corpus].papers)))
            self._lexical[task.name] = [
                [(hit.id, hit.score) for hit in engine.search(_words(query.text, depth))] for query in task.queries
            ]
        return self._lexical[task.name]

    def run_lexical(self, tasks: Sequence[Task]) -> Results:
        """BM25 alone."""
        results = Results()
        for task in tasks:
            found = self.lexical(task)
            results.figures[task.name, LEXICAL] = [
                self._measured(task, query, ranking) for query, ranking in zip(task.queries, found, strict=True)
            ]
        return results

    def run(self, encoder: Encoder, tasks: Sequence[Task], weights: Sequence[float]) -> Results:
        """Dense alone, and hybrid at each weight of the dense part."""
        results = Results()
        for task in tasks:
            documents, seconds = self.vectors(task.corpus, encoder)
            results.seconds[task.corpus] = seconds
            queries = encoder.encode_queries([query.text for query in task.queries])
            lexical = self.lexical(task)
            for number, query in enumerate(task.queries):
                cosines = documents @ queries[number]
                depth = max(CANDIDATES, min(task.depth, len(cosines)))
                dense = _best(cosines, depth)
                self._note(results, task, query, DENSE, dense)
                for weight in weights:
                    fused = hybrid(dense, lexical[number], cosines, weight, depth)
                    self._note(results, task, query, f"hybrid {weight:.1f}", fused)
        return results

    def _note(self, results: Results, task: Task, query: Query, way: str, ranking: Ranking) -> None:
        results.figures.setdefault((task.name, way), []).append(self._measured(task, query, ranking))

    def _measured(self, task: Task, query: Query, ranking: Ranking) -> dict[str, float]:
        papers = self._corpora[task.corpus].papers
        names = [papers[number][0] for number, _ in ranking]
        if query.pool is not None:
            names = [name for name in names if name in query.pool]
            names += sorted(query.pool.difference(names))
        return query.measure(names)

    def _engine(self, name: str) -> Engine:
        """The corpus's text index; its vectors are not asked, and stand for nothing."""
        if name not in self._engines:
            folder = self._root / f"text {name}"
            if not folder.exists():
                self._console.note(f"indexing the words of {name}")
                nothing = np.array([1.0, 0.0], dtype=np.float32)
                documents = [
                    Document(id=number, title=title, body=body, vector=nothing)
                    for number, (_, title, body) in enumerate(self._corpora[name].papers)
                ]
                Engine.build(folder, encoder_key="none", dimension=2, documents=documents, change_number=1)
            self._engines[name] = Engine.open(folder)
        return self._engines[name]

    def vectors(self, name: str, encoder: Encoder) -> tuple[np.ndarray, float]:
        """The vectors of a corpus, and the seconds that embedding it took when it was done."""
        corpus = self._corpora[name]
        digest = hashlib.blake2b(f"{encoder.key} {corpus.name}".encode(), digest_size=8).hexdigest()
        path = self._root / f"vectors-{digest}.npz"
        if not path.exists():
            texts = [embedding_text(title, body or None) if title else body for _, title, body in corpus.papers]
            self._console.begin(f"embedding {corpus.name}", len(texts), "papers")
            began, parts = time.perf_counter(), []
            for begin in range(0, len(texts), AT_ONCE):
                parts.append(encoder.encode_documents(texts[begin : begin + AT_ONCE]))
                self._console.advance(len(parts[-1]))
            self._console.end()
            np.savez(path, vectors=np.concatenate(parts), seconds=time.perf_counter() - began)
        with np.load(path) as found:
            return found["vectors"], float(found["seconds"])


def hybrid(dense: Ranking, lexical: Ranking, cosines: np.ndarray, weight: float, limit: int) -> Ranking:
    """As the engine fuses: each retriever's candidates, with the cosines of what only BM25 found filled in."""
    known = {number: float(cosines[number]) for number, _ in lexical}
    hits = weighted_fusion(
        {DENSE: dense, LEXICAL: lexical},
        {DENSE: weight, LEXICAL: 1.0 - weight},
        limit=limit,
        also_known={DENSE: known},
        floors={LEXICAL: 0.0} if len(lexical) < limit else {},
    )
    return [(hit.id, hit.score) for hit in hits]


def _best(cosines: np.ndarray, depth: int) -> Ranking:
    chosen = np.argpartition(-cosines, depth - 1)[:depth] if depth < len(cosines) else np.arange(len(cosines))
    order = chosen[np.lexsort((chosen, -cosines[chosen]))]
    return [(int(number), float(cosines[number])) for number in order]


def _words(text: str, depth: int) -> SearchRequest:
    return SearchRequest(text=text, vector=None, mode=Mode.LEXICAL, limit=depth)
