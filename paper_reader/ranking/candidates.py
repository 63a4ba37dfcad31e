"""Which papers may be on a topic's reading list at all.

Found by search in several phrasings; then by feedback (papers like the best ones found); then by citation: what at
least two of the found cite, since a topic's foundations often lack its words, and what its surveys cite. All are held
against a floor, so that a small library does not pad a list with papers on something else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from paper_reader.attributes import passes
from paper_reader.ranking.anchors import LEAST_NEARNESS, far_phrasings, is_named, usual_nearness
from paper_reader.ranking.ports import Citations, Found, Matrix, Papers, Retriever
from paper_reader.ranking.relevance import (
    FEEDBACK_PAPERS,
    LEXICAL_WEIGHT,
    Floats,
    Meaning,
    fused_order,
    lexical_shares,
    with_feedback,
)
from paper_reader.ranking.signals.curated import is_curated_for
from paper_reader.ranking.signals.survey import is_survey
from paper_reader.types import Paper, SearchFilter

BY_CITATIONS = "by citations on the topic"  # how a candidate came in
SEARCH_DEPTH = 300  # of each phrasing
FEEDBACK_DEPTH = 600
MOST_FOUND = 600
MOST_CITED = 200
CITING_PAPERS = 300  # best ones whose references are followed
LEAST_CITERS = 2
SAMPLE_PAPERS = 1000

# Deviations above the library's mean; below it a paper is on something else. A random paper passes with less than 1 %
# chance. What the topic's papers cite may be further off: foundations lack the topic's words.
FLOOR = 2.5
CITED_FLOOR = 1.5
LEAST_NEARNESS_CITED = 0.5  # see `anchors`
# A paper must also reach this share of the best one's score, or a narrow topic's list is padded with its neighbours;
# more if the catalogue names it, but for other topics.
SHARE_OF_BEST = 0.35
SHARE_OF_BEST_ELSEWHERE = 0.65
# What belongs to a topic has at least this share of its known citers there.
LEAST_SHARE_AT_HOME = 0.05


@dataclass(frozen=True)
class Candidates:
    """Papers with their vectors and scores (deviations above the library's mean, see `relevance`), best first.

    `found_by` says in words how each came in; `below_floor` counts the papers found that are on something else, and
    `far_phrasings` the topic's phrasings with hardly a paper near them where these are most of them; then only what is
    near by the library's own measure is on the topic. `phrasings` are the texts searched for.
    """

    papers: tuple[Paper, ...] = ()
    vectors: Matrix = field(default_factory=lambda: np.zeros((0, 0), dtype=np.float32))
    scores: Floats = field(default_factory=lambda: np.zeros(0))
    found_by: tuple[str, ...] = ()
    below_floor: int = 0
    far_phrasings: int = 0
    phrasings: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.papers)

    @property
    def relevance(self) -> Floats:
        """Scores brought to [0, 1]: 1 is the best match, 0 the library's mean likeness, or the worst where below it."""
        zero, best = self.scores.min(initial=0.0), self.scores.max(initial=0.0)
        return np.asarray((self.scores - zero) / (best - zero)) if best > zero else np.zeros(len(self))

    def where(self, rows: NDArray[np.bool_]) -> Candidates:
        """Only the rows marked."""
        return replace(
            self,
            papers=tuple(p for p, keep in zip(self.papers, rows, strict=True) if keep),
            vectors=self.vectors[rows],
            scores=self.scores[rows],
            found_by=tuple(f for f, keep in zip(self.found_by, rows, strict=True) if keep),
        )


def find_candidates(
    phrasings: Sequence[str],
    *,
    retriever: Retriever,
    papers: Papers,
    citations: Citations,
    only: SearchFilter,
    topic_slug: str | None = None,
    always: Sequence[int] = (),
) -> Candidates:
    """Candidates for a topic given as phrasings, its name first.

    No floor holds for papers that the catalogue names for the topic `topic_slug`. `always` are ids to look at even
    where search does not find them.
    """
    queries = retriever.query_vectors(phrasings)
    found = [
        retriever.search(text, vector, limit=SEARCH_DEPTH, only=only)
        for text, vector in zip(phrasings, queries, strict=True)
    ]
    judge = _Judge.of(queries, found, retriever)
    near = [hit.paper_id for hit in retriever.nearest(judge.meaning.direction, limit=FEEDBACK_DEPTH, only=only)]
    by_search = judge.candidates(list(dict.fromkeys([*always, *fused_order(found), *near])), MOST_FOUND, papers)
    is_near = judge.near(by_search.vectors, LEAST_NEARNESS)
    here = bool(is_near.any()) or is_named(by_search.papers, phrasings)
    named = _named_for(by_search, topic_slug)
    far = 0 if named.any() else far_phrasings(queries, retriever, judge.usual_nearness)
    scarce = len(phrasings) > 1 and 2 * far > len(phrasings)
    on_topic = (is_near if scarce else _on_topic(by_search, named, is_near)) if here else named
    if not only.is_empty:  # the search kept to the limits, `always` did not
        on_topic = on_topic & np.array([passes(p, only) for p in by_search.papers], dtype=np.bool_)
    kept = by_search.where(on_topic)
    by_citation = judge.candidates(_cited(kept, citations), MOST_CITED, papers, found_by=BY_CITATIONS)
    fitting = np.array([passes(p, only) for p in by_citation.papers], dtype=np.bool_)
    stands_out = by_citation.scores >= (np.inf if scarce else CITED_FLOOR)
    fitting &= stands_out | judge.near(by_citation.vectors, LEAST_NEARNESS_CITED)
    by_citation = by_citation.where(fitting)
    by_citation = by_citation.where(_at_home(by_citation, kept, citations))
    joined = _joined(kept, by_citation, below_floor=len(by_search) - len(kept))
    return replace(joined, far_phrasings=far if scarce else 0, phrasings=tuple(phrasings))


@dataclass(frozen=True)
class _Judge:
    """Scores any paper of the library for one topic."""

    plain: Meaning
    meaning: Meaning
    usual_nearness: float
    lexical: dict[int, float]
    retriever: Retriever

    @staticmethod
    def of(queries: Matrix, found: Sequence[Sequence[Found]], retriever: Retriever) -> _Judge:
        sample = retriever.sample(SAMPLE_PAPERS)
        # The name counts as much as all other phrasings together, as in `lexical_shares`.
        query = queries[0] + queries[1:].mean(axis=0) if len(queries) > 1 else queries[0]
        plain = Meaning.of(query, sample)
        best_ids, best = retriever.vectors(fused_order(found)[:FEEDBACK_PAPERS])
        if len(best_ids):
            best = best[plain.deviations(best) >= FLOOR]
        meaning = Meaning.of(with_feedback(plain.direction, best), sample)
        return _Judge(plain, meaning, usual_nearness(sample), lexical_shares(found), retriever)

    def candidates(self, ids: Sequence[int], most: int, papers: Papers, found_by: str | None = None) -> Candidates:
        """The best `most` of the papers `ids`; papers that the store lacks (just merged away) are left out."""
        known, vectors = self.retriever.vectors(ids)
        if not known:
            return Candidates()
        words = np.array([self.lexical.get(paper_id, 0.0) for paper_id in known])
        scores = self.meaning.deviations(vectors) + LEXICAL_WEIGHT * words
        best = np.lexsort((np.array(known), -scores))[:most]
        stored = {paper.id: paper for paper in papers.get_many([known[row] for row in best])}
        rows = [int(row) for row in best if known[row] in stored]
        return Candidates(
            papers=tuple(stored[known[row]] for row in rows),
            vectors=vectors[rows],
            scores=scores[rows],
            found_by=tuple(found_by or self._how(known[row]) for row in rows),
        )

    def near(self, vectors: Matrix, share: float) -> NDArray[np.bool_]:
        """Which papers are at least this share of the usual nearness from the topic as asked for, without feedback."""
        if len(vectors) == 0:
            return np.zeros(0, dtype=np.bool_)
        return np.asarray(vectors @ self.plain.direction >= share * self.usual_nearness)

    def _how(self, paper_id: int) -> str:
        return "by words and meaning" if paper_id in self.lexical else "by meaning"


def _named_for(found: Candidates, topic_slug: str | None) -> NDArray[np.bool_]:
    """Which papers the catalogue names for the topic."""
    return np.array([is_curated_for(paper, topic_slug) for paper in found.papers], dtype=np.bool_)


def _on_topic(found: Candidates, named: NDArray[np.bool_], near: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which of the found papers are on a topic that the library has.

    Those that stand out from the library, or are near by its own measure: in a library on one subject all are like
    the mean. Where the catalogue has `named` papers for the topic, those that it names for others alone must stand out
    more.
    """
    best = float(found.scores.max(initial=0.0))
    stands_out = found.scores >= max(FLOOR, SHARE_OF_BEST * best)
    if not named.any():
        return near | stands_out
    elsewhere = np.array([paper.curation is not None for paper in found.papers], dtype=np.bool_)
    far_out = found.scores >= max(FLOOR, SHARE_OF_BEST_ELSEWHERE * best)
    return named | np.where(elsewhere, far_out, near | stands_out)


def _cited(kept: Candidates, citations: Citations) -> list[int]:
    """Ids that at least LEAST_CITERS of the best candidates cite, or one survey among them; most cited first."""
    best = kept.papers[:CITING_PAPERS]
    surveys = {paper.id for paper in best if is_survey(paper)}
    present = {paper.id for paper in kept.papers}
    citers: Counter[int] = Counter()
    by_survey: set[int] = set()
    for citing, cited in citations.references_of([paper.id for paper in best]):
        if cited not in present:
            citers[cited] += 1
            if citing in surveys:
                by_survey.add(cited)
    wanted = [paper_id for paper_id, count in citers.items() if count >= LEAST_CITERS or paper_id in by_survey]
    return sorted(wanted, key=lambda paper_id: (-citers[paper_id], paper_id))[: 2 * MOST_CITED]


def _at_home(cited: Candidates, kept: Candidates, citations: Citations) -> NDArray[np.bool_]:
    """Which cited papers are of this topic: not those that every topic cites (an optimiser, a data set)."""
    topic = {paper.id for paper in kept.papers}
    inside, everywhere = Counter[int](), Counter[int]()
    for citing, paper_id in citations.cited_by([paper.id for paper in cited.papers]):
        everywhere[paper_id] += 1
        inside[paper_id] += citing in topic
    return np.array([inside[p.id] >= LEAST_SHARE_AT_HOME * everywhere[p.id] for p in cited.papers], dtype=np.bool_)


def _joined(first: Candidates, second: Candidates, *, below_floor: int) -> Candidates:
    if len(second) == 0:
        return replace(first, below_floor=below_floor)
    if len(first) == 0:
        return replace(second, below_floor=below_floor)
    return Candidates(
        papers=first.papers + second.papers,
        vectors=np.concatenate([first.vectors, second.vectors]),
        scores=np.concatenate([first.scores, second.scores]),
        found_by=first.found_by + second.found_by,
        below_floor=below_floor,
    )
