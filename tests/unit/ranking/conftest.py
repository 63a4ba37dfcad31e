"""A small world of papers: a fake retriever with exact search, and a fake store."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import numpy as np
import pytest

from paper_reader.ranking import Cohorts
from paper_reader.ranking.ports import Found
from paper_reader.ranking.topic_view import TopicView
from paper_reader.types import CitationCount, Identifier, Paper, ReadingStatus, SearchFilter

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def make_paper(number: int, title: str = "", **facts: object) -> Paper:
    count = facts.pop("citation_count", None)
    if isinstance(count, int):
        facts["citation_counts"] = (CitationCount(count, "scholar", date(2026, 1, 1)),)
    facts.setdefault("arxiv_id", f"2001.{number:05}")
    return Paper(id=number, title=title or f"Paper {number}", **facts)  # type: ignore[arg-type]


def make_view(papers: Sequence[Paper], **columns: object) -> TopicView:
    size = len(papers)
    edges = columns.pop("edges", [])
    given: dict[str, object] = {
        "relevance": np.ones(size),
        "reference_counts": np.zeros(size, dtype=np.int64),
        "library_citers": np.zeros(size, dtype=np.int64),
        "cohorts": make_cohorts([]),
        "today": NOW.date(),
        **columns,
    }
    return TopicView(
        papers=tuple(papers),
        edges=np.array(edges, dtype=np.int64).reshape(-1, 2),
        **given,  # type: ignore[arg-type]
    )


def make_cohorts(rows: Sequence[tuple[int, str, int]]) -> Cohorts:
    return Cohorts.of(
        np.array([year for year, _, _ in rows], dtype=np.int32),
        np.array([name for _, name, _ in rows], dtype=np.str_),
        np.array([count for _, _, count in rows], dtype=np.int64),
    )


@dataclass
class FakeRetriever:
    """Exact search over given vectors; a query's vector is looked up by its text, words are matched in titles."""

    by_id: Mapping[int, np.ndarray]
    titles: Mapping[int, str]
    queries: Mapping[str, np.ndarray]

    def query_vectors(self, texts: Sequence[str]) -> np.ndarray:
        return np.stack([self.queries[text] for text in texts])

    def search(self, text: str, vector: np.ndarray, *, limit: int, only: SearchFilter) -> list[Found]:
        dense = {found.paper_id: found for found in self.nearest(vector, limit=limit, only=only)}
        words = set(text.lower().split())
        shared = {i: len(words & set(title.lower().split())) for i, title in self.titles.items()}
        lexical = sorted((i for i in shared if shared[i]), key=lambda i: (-shared[i], i))[:limit]
        found = []
        for i in {*dense, *lexical}:
            ranks = ({"dense": dense[i].ranks["dense"]} if i in dense else {}) | (
                {"lexical": lexical.index(i) + 1} if i in lexical else {}
            )
            scores = ({"dense": dense[i].score} if i in dense else {}) | (
                {"lexical": float(shared[i])} if i in lexical else {}
            )
            found.append(Found(i, sum(1 / (60 + rank) for rank in ranks.values()), ranks, scores))
        return sorted(found, key=lambda one: (-one.score, one.paper_id))[:limit]

    def nearest(self, vector: np.ndarray, *, limit: int, only: SearchFilter) -> list[Found]:
        scores = {i: float(row @ vector) for i, row in self.by_id.items()}
        best = sorted(scores, key=lambda i: (-scores[i], i))[:limit]
        return [Found(i, scores[i], {"dense": r}, {"dense": scores[i]}) for r, i in enumerate(best, 1)]

    def vectors(self, paper_ids: Sequence[int]) -> tuple[list[int], np.ndarray]:
        held = [i for i in paper_ids if i in self.by_id]
        size = len(next(iter(self.by_id.values())))
        return held, np.stack([self.by_id[i] for i in held]) if held else np.zeros((0, size), dtype=np.float32)

    def sample(self, count: int) -> np.ndarray:
        return np.stack([self.by_id[i] for i in sorted(self.by_id)[:count]])


@dataclass(frozen=True)
class FakeCoined:
    name: str
    key: str
    mentions: int


@dataclass
class FakeStore:
    """Papers, citations, marks and catalogue keys in dictionaries; it is its own part for each of them."""

    by_id: dict[int, Paper]
    edges: list[tuple[int, int]] = field(default_factory=list)
    reference_totals: dict[int, int] = field(default_factory=dict)
    marks: dict[int, ReadingStatus] = field(default_factory=dict)
    names: dict[Identifier, int] = field(default_factory=dict)
    coined: dict[int, FakeCoined] = field(default_factory=dict)
    mentioned: dict[int, frozenset[str]] = field(default_factory=dict)
    outside: list[tuple[Identifier, int]] = field(default_factory=list)
    columns_read: int = 0
    change: int = 1

    @property
    def papers(self) -> FakeStore:
        return self

    citations = reading = coined_names = papers

    def get_many(self, ids: Sequence[int]) -> list[Paper]:
        return [self.by_id[i] for i in ids if i in self.by_id]

    def find(self, identifier: Identifier) -> int | None:
        return self.names.get(identifier)

    def change_number(self) -> int:
        return self.change

    def citation_columns(self) -> FakeColumns:
        self.columns_read += 1
        papers = list(self.by_id.values())
        return FakeColumns(
            np.array([p.year or -1 for p in papers], dtype=np.int32),
            np.array([p.categories[0] if p.categories else "" for p in papers]),
            np.array([-1 if p.citation_count is None else p.citation_count for p in papers], dtype=np.int64),
        )

    def edges_among(self, ids: Sequence[int]) -> list[tuple[int, int]]:
        wanted = set(ids)
        return [edge for edge in self.edges if wanted.issuperset(edge)]

    def cited_outside(self, ids: Sequence[int], limit: int) -> list[tuple[Identifier, int]]:
        return self.outside[:limit]

    def references_of(self, ids: Sequence[int]) -> list[tuple[int, int]]:
        return [edge for edge in self.edges if edge[0] in set(ids)]

    def cited_by(self, ids: Sequence[int]) -> list[tuple[int, int]]:
        return [edge for edge in self.edges if edge[1] in set(ids)]

    def reference_counts(self, ids: Sequence[int]) -> dict[int, int]:
        counted = dict.fromkeys(ids, 0)
        for citing, _ in self.references_of(ids):
            counted[citing] += 1
        return counted | {i: n for i, n in self.reference_totals.items() if i in counted}

    def histories(self, ids: Sequence[int]) -> dict[int, list[CitationCount]]:
        return {i: list(self.by_id[i].citation_counts) for i in ids if self.by_id[i].citation_counts}

    def coined_by(self, ids: Sequence[int]) -> dict[int, FakeCoined]:
        return {i: self.coined[i] for i in ids if i in self.coined}

    def mentioned_in(self, ids: Sequence[int]) -> dict[int, frozenset[str]]:
        return {i: self.mentioned[i] for i in ids if i in self.mentioned}

    def statuses(self) -> dict[int, ReadingStatus]:
        return self.marks


@dataclass
class FakeColumns:
    years: np.ndarray
    fields: np.ndarray
    counts: np.ndarray


@pytest.fixture
def paper() -> Callable[..., Paper]:
    return make_paper


@pytest.fixture
def view() -> Callable[..., TopicView]:
    return make_view


@pytest.fixture
def cohorts() -> Callable[..., Cohorts]:
    return make_cohorts


@dataclass
class World:
    """A library with two subjects: 40 papers each way, the topic "graph networks" along the first axis."""

    store: FakeStore
    retriever: FakeRetriever
    now: datetime = NOW
    topic: str = "graph networks"
    absent: str = "coral reefs"


@pytest.fixture
def world() -> World:
    random = np.random.default_rng(7)

    def around(axis: int, spread: float) -> np.ndarray:
        vector = random.normal(0, spread, 24)
        vector[axis] += 1.0
        return (vector / np.linalg.norm(vector)).astype(np.float32)

    papers, vectors = {}, {}
    for number in range(1, 41):
        papers[number] = make_paper(number, f"Graph networks, part {number}", year=2012 + number % 9)
        vectors[number] = around(0, 0.12)
    for number in range(41, 241):
        papers[number] = make_paper(number, f"Something else {number}", year=2018)
        vectors[number] = around(1 + number % 8, 0.12)
    retriever = FakeRetriever(
        by_id=vectors,
        titles={i: p.title for i, p in papers.items()},
        queries={
            "graph networks": around(0, 0.05),
            "networks on graphs": around(0, 0.05),
            "coral reefs": around(20, 0.05),
        },
    )
    return World(FakeStore(papers), retriever)
