"""Brings what the store knows of a topic's candidates into one view for the signals."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np

from paper_reader.ranking.candidates import Candidates
from paper_reader.ranking.cohorts import Cohorts
from paper_reader.ranking.ports import Citations, CoinedNames
from paper_reader.ranking.topic_view import TopicView


def view_of(
    candidates: Candidates,
    *,
    citations: Citations,
    names: CoinedNames,
    cohorts: Cohorts,
    today: date,
    topic_slug: str | None = None,
    needed_by: Mapping[int, int] | None = None,
) -> TopicView:
    """The candidates with their citations among each other; six questions to the store, whatever their number."""
    ids = [paper.id for paper in candidates.papers]
    row_of = {paper_id: row for row, paper_id in enumerate(ids)}
    edges = [(row_of[a], row_of[b]) for a, b in citations.edges_among(ids) if a != b]
    counts = citations.reference_counts(ids)
    citers = np.zeros(len(ids), dtype=np.int64)
    entering = [row_of[cited] for citing, cited in citations.cited_by(ids) if citing != cited]
    if entering:
        citers = np.bincount(entering, minlength=len(ids)).astype(np.int64)
    return TopicView(
        papers=candidates.papers,
        relevance=candidates.relevance,
        edges=np.array(sorted(edges), dtype=np.int64).reshape(-1, 2),
        reference_counts=np.array([counts.get(paper_id, 0) for paper_id in ids], dtype=np.int64),
        library_citers=citers,
        cohorts=cohorts,
        today=today,
        topic_slug=topic_slug,
        found_by=candidates.found_by,
        phrasings=candidates.phrasings,
        vectors=candidates.vectors,
        needed_by=needed_by or {},
        coined={row_of[paper_id]: name for paper_id, name in names.coined_by(ids).items()},
        mentioned=names.mentioned_in(ids),
        histories=citations.histories([paper.id for paper in candidates.papers if paper.citation_counts]),
    )
