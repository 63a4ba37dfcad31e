"""What is compared: search alone, re-sorted by citations, TF-IDF, and our ranking. Each gives paper ids, best first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np

from evaluation.bench_library import BenchLibrary
from index import Mode, SearchRequest
from paper_reader.reading_lists import build_reading_list

if TYPE_CHECKING:
    from sklearn.feature_extraction.text import TfidfVectorizer

DEPTH = 100
System = Callable[[str], list[int]]


def search_system(library: BenchLibrary, mode: Mode) -> System:
    """One retriever, or both fused, with the topic as the query."""

    def run(topic: str) -> list[int]:
        vector = None if mode is Mode.LEXICAL else library.encoder.encode_queries([topic])[0]
        request = SearchRequest(text=topic, vector=vector, mode=mode, limit=DEPTH)
        return [hit.id for hit in library.engine.search(request)]

    return run


def by_citation_count(library: BenchLibrary) -> System:
    """The first 100 of hybrid search, most cited first; unknown counts as 0, as such lists do it."""
    search = search_system(library, Mode.HYBRID)

    def run(topic: str) -> list[int]:
        found = search(topic)
        counts = {paper.id: paper.citation_count or 0 for paper in library.store.papers.get_many(found)}
        return sorted(found, key=lambda paper_id: -counts.get(paper_id, 0))

    return run


def by_library_citations(library: BenchLibrary) -> System:
    """The first 100 of hybrid search, those first that most papers of the library are known to cite."""
    search = search_system(library, Mode.HYBRID)

    def run(topic: str) -> list[int]:
        found = search(topic)
        citers = dict.fromkeys(found, 0)
        for _, cited in library.store.citations.cited_by(found):
            citers[cited] += 1
        return sorted(found, key=lambda paper_id: -citers[paper_id])

    return run


def tf_idf_words() -> TfidfVectorizer:
    """TF-IDF vectors with the settings of arxiv-sanity-lite."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(
        strip_accents="unicode",
        stop_words="english",
        token_pattern=r"(?u)\b[a-zA-Z_][a-zA-Z0-9_]+\b",  # noqa: S106 - no password
        max_features=20_000,
        sublinear_tf=True,
        max_df=0.1,
        min_df=5,
    )


def tf_idf(library: BenchLibrary) -> System:
    """Cosine of TF-IDF vectors."""
    papers = [paper for batch in library.store.papers.iterate() for paper in batch]
    vectorizer = tf_idf_words()
    matrix = vectorizer.fit_transform(
        " ".join([paper.title, paper.abstract or "", " ".join(paper.authors)]) for paper in papers
    )
    ids = np.array([paper.id for paper in papers])

    def run(topic: str) -> list[int]:
        scores = (matrix @ vectorizer.transform([topic]).T).toarray().ravel()
        best = np.argsort(-scores, kind="stable")[:DEPTH]
        return [int(paper_id) for paper_id in ids[best]]

    return run


def our_list(library: BenchLibrary, now: datetime, size: int) -> System:
    """The reading list as people get it, its items by score."""

    def run(topic: str) -> list[int]:
        made = build_reading_list(
            topic, store=library.store, retriever=library.retriever, now=now, size=size, cohorts=library.cohorts
        )
        return [item.paper.id for item in sorted(made.items, key=lambda item: -item.score)]

    return run
