"""Builds the reading list of a topic: from candidates over ranking to an ordered list with reasons and notes.

This is where the pure decisions of `ranking/` meet index and store. Nothing is kept between lists but the library's
citation cohorts, which are made anew when the library has changed.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from paper_reader.attributes import engine_filter
from paper_reader.query import limits_in_words, says_something
from paper_reader.ranking import (
    Candidates,
    Cohorts,
    Personal,
    Ranked,
    Weights,
    arrange,
    choose,
    find_candidates,
    fitted_weights,
    rank,
    view_of,
)
from paper_reader.ranking.must_read import ALL_KINDS, of_level
from paper_reader.ranking.notes import (
    LEAST_CITING,
    MOST_MISSING,
    empty_library,
    kinds_in_words,
    little_on,
    loose,
    missing_here,
    notes_on,
    nothing_found,
    nothing_within,
)
from paper_reader.ranking.ports import Citations, CoinedNames, Found, Matrix, Papers, Reading, Retriever
from paper_reader.starter import starter_entries
from paper_reader.types import Identifier, Paper, ReadingList, Scheme, SearchFilter, Steering, Topic

if TYPE_CHECKING:
    from index.document import Hit
    from index.encoders.protocol import Encoder
    from index.engine import Engine

MOST_PHRASINGS = 4  # each costs a search; further ones found little that was new
BEST_CITING = 200  # candidates whose references to papers that are not here are counted
NO_TOPIC = 'These words name no topic. Name one, such as: paper-reader reading-list "graph neural networks"'
NO_LIMITS = SearchFilter()


class Columns(Protocol):
    """The library's citation counts as parallel arrays; unknown is -1 or ""."""

    @property
    def years(self) -> NDArray[np.int32]:
        """Year of each paper."""

    @property
    def fields(self) -> NDArray[np.str_]:
        """Primary category of each paper."""

    @property
    def counts(self) -> NDArray[np.int64]:
        """Best known citation count of each paper."""


class LibraryPapers(Papers, Protocol):
    """Papers, as a reading list needs them."""

    def find(self, identifier: Identifier) -> int | None:
        """The paper with this identifier, or None."""

    def change_number(self) -> int:
        """Grows with every change of any paper."""

    def citation_columns(self) -> Columns:
        """Counts of the whole library."""


class LibraryStore(Protocol):
    """The store, as far as reading lists ask it; `paper_reader.store.Store` is one."""

    @property
    def papers(self) -> LibraryPapers:
        """The papers."""

    @property
    def citations(self) -> Citations:
        """Who cites whom."""

    @property
    def coined_names(self) -> CoinedNames:
        """Which names papers coined and use."""

    @property
    def reading(self) -> Reading:
        """What the reader has marked."""


class CohortCache:
    """The library's citation cohorts, made at first use and again after a change. Safe for threads."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._change_number = -1
        self._cohorts: Cohorts | None = None

    def get(self, papers: LibraryPapers) -> Cohorts:
        """The cohorts of the library as it is now."""
        with self._guard:
            number = papers.change_number()
            if self._cohorts is None or number != self._change_number:
                columns = papers.citation_columns()
                self._cohorts = Cohorts.of(columns.years, columns.fields, columns.counts)
                self._change_number = number
            return self._cohorts


def build_reading_list(
    topic: Topic | str,
    *,
    store: LibraryStore,
    retriever: Retriever | None,
    now: datetime,
    size: int = 20,
    limits: SearchFilter = NO_LIMITS,
    depths: Mapping[str, int] | None = None,
    notes: Sequence[str] = (),
    cohorts: CohortCache | None = None,
    weights: Weights | None = None,
    steering: Steering = ALL_KINDS,
) -> ReadingList:
    """The must-reads of a roadmap topic or of any text, at most `size`, in the order to read them.

    `retriever` None is an empty index. `depths` gives the depth of each roadmap topic by slug (0 needs nothing first).
    `notes` are passed on first (an index that is behind, say). The same library and `now` give the same list.
    """
    title, slug = (topic, None) if isinstance(topic, str) else (topic.title, topic.slug)
    before = {} if isinstance(topic, str) else {name: (depths or {}).get(name, 0) for name in topic.prerequisites}
    personal = Personal(statuses=store.reading.statuses(), depths=before)
    if isinstance(topic, str) and not says_something(topic, common=False):
        return ReadingList(topic=title, topic_slug=None, generated_at=now, items=(), notes=(*notes, NO_TOPIC))
    if retriever is None:
        return ReadingList(topic=title, topic_slug=slug, generated_at=now, items=(), notes=(*notes, empty_library()))
    candidates, ranked = rank_topic(
        topic, store=store, retriever=retriever, now=now, limits=limits, cohorts=cohorts, weights=weights
    )
    if not ranked.view.papers and not limits.is_empty:
        anywhere, _ = rank_topic(topic, store=store, retriever=retriever, now=now, cohorts=cohorts, weights=weights)
        note = nothing_within(title, limits_in_words(limits)) if len(anywhere) else nothing_found(title)
        return ReadingList(topic=title, topic_slug=slug, generated_at=now, items=(), notes=(*notes, note))
    rows = choose(ranked, candidates, size=size, personal=personal, steering=steering)
    needs = _needs([ranked.view.papers[row] for row in rows], store.papers)
    items = arrange(ranked, rows, needs=needs, personal=personal)
    if steering.level is not None:
        items = of_level(items, steering.level, size)
    within = kinds_in_words(limits_in_words(limits), steering)
    scarce = _scarcity(topic, candidates, ranked, [item.paper for item in items])
    found = notes_on(title, ranked, len(items), size=size, personal=personal, limits=within)
    told = (*notes, *scarce, *found, *_missing(ranked, store.citations))
    return ReadingList(topic=title, topic_slug=slug, generated_at=now, items=items, notes=told)


def _missing(ranked: Ranked, citations: Citations) -> tuple[str, ...]:
    """What much of the topic cites and the library lacks."""
    best = ranked.best()[:BEST_CITING]
    citing = int(np.count_nonzero(ranked.view.has_references[best])) if best else 0
    if citing < LEAST_CITING:
        return ()
    cited = citations.cited_outside([ranked.view.papers[row].id for row in best], limit=MOST_MISSING)
    note = missing_here(cited, citing)
    return (note,) if note else ()


def _scarcity(topic: Topic | str, candidates: Candidates, ranked: Ranked, listed: Sequence[Paper]) -> tuple[str, ...]:
    """That the library has little on the topic, said once."""
    title = topic if isinstance(topic, str) else topic.title
    if candidates.far_phrasings and len(candidates):
        return (little_on(title, candidates.far_phrasings, len(phrasings_of(topic))),)
    note = loose(title, listed, ranked.view.topic_slug, ranked.view.phrasings)
    return (note,) if note else ()


def rank_topic(
    topic: Topic | str,
    *,
    store: LibraryStore,
    retriever: Retriever,
    now: datetime,
    limits: SearchFilter = NO_LIMITS,
    cohorts: CohortCache | None = None,
    weights: Weights | None = None,
) -> tuple[Candidates, Ranked]:
    """All candidates of a topic with their signals and scores, before anything is chosen."""
    slug = None if isinstance(topic, str) else topic.slug
    catalogue = {} if slug is None else _needed_by(slug, store.papers)
    candidates = find_candidates(
        phrasings_of(topic),
        retriever=retriever,
        papers=store.papers,
        citations=store.citations,
        only=limits,
        topic_slug=slug,
        always=list(catalogue),
    )
    view = view_of(
        candidates,
        citations=store.citations,
        names=store.coined_names,
        cohorts=(cohorts or CohortCache()).get(store.papers),
        today=now.date(),
        topic_slug=slug,
        needed_by=catalogue,
    )
    return candidates, rank(view, weights or fitted_weights())


def phrasings_of(topic: Topic | str) -> list[str]:
    """What to search for: the topic's title first, then its other phrasings."""
    if isinstance(topic, str):
        return [topic]
    return list(dict.fromkeys([topic.title, *topic.phrasings]))[:MOST_PHRASINGS]


class EngineRetriever:
    """The retrieval engine and an encoder as the port that ranking asks."""

    def __init__(self, engine: Engine, encoder: Encoder) -> None:
        self._engine = engine
        self._encoder = encoder
        self._ids = np.asarray(engine.ids, dtype=np.int64)
        self._known = frozenset(self._ids.tolist())

    def query_vectors(self, texts: Sequence[str]) -> Matrix:
        """Unit vectors of search texts, all in one batch."""
        return self._encoder.encode_queries(texts)

    def search(self, text: str, vector: NDArray[np.float32], *, limit: int, only: SearchFilter) -> Sequence[Found]:
        """Hybrid search."""
        from index import Mode, SearchRequest

        request = SearchRequest(text=text, vector=vector, mode=Mode.HYBRID, filter=engine_filter(only), limit=limit)
        return [_found(hit) for hit in self._engine.search(request)]

    def nearest(self, vector: NDArray[np.float32], *, limit: int, only: SearchFilter) -> Sequence[Found]:
        """Nearest by meaning."""
        return [_found(hit) for hit in self._engine.nearest(vector, limit=limit, filter=engine_filter(only))]

    def vectors(self, paper_ids: Sequence[int]) -> tuple[Sequence[int], Matrix]:
        """Vectors of the papers that the index holds."""
        held = [paper_id for paper_id in paper_ids if paper_id in self._known]
        return held, self._engine.vectors(held)

    def sample(self, count: int) -> Matrix:
        """Vectors of papers spread evenly over the library."""
        step = max(1, len(self._ids) // count)
        return self._engine.vectors(np.sort(self._ids)[::step].tolist())


def _found(hit: Hit) -> Found:
    return Found(paper_id=hit.id, score=hit.score, ranks=hit.ranks, scores=hit.scores)


def _needed_by(slug: str, papers: LibraryPapers) -> dict[int, int]:
    """The papers that the starter catalogue names for the topic, and how many of them need each one read first."""
    entries = [entry for _, _, entry in starter_entries() if slug in entry.topics]
    # The catalogue comes into a library as a whole or not at all.
    if not entries or papers.find(Identifier(Scheme.STARTER, entries[0].key)) is None:
        return {}
    needed = Counter(key for entry in entries for key in entry.needs)
    found = ((papers.find(Identifier(Scheme.STARTER, entry.key)), needed[entry.key]) for entry in entries)
    return {paper_id: count for paper_id, count in found if paper_id is not None}


def _needs(chosen: Sequence[Paper], papers: LibraryPapers) -> dict[int, list[Paper]]:
    """What the catalogue says to read before each paper; what is not in the library is left out."""
    keys = {paper.id: paper.curation.needs for paper in chosen if paper.curation is not None}
    ids = {key: papers.find(Identifier(Scheme.STARTER, key)) for needs in keys.values() for key in needs}
    stored = {paper.id: paper for paper in papers.get_many([number for number in ids.values() if number is not None])}
    return {number: [stored[found] for key in needs if (found := ids[key]) in stored] for number, needs in keys.items()}
