"""Whether a paper is known to have appeared at a conference or in a journal, and not as a preprint alone."""

from __future__ import annotations

import numpy as np

from paper_reader.ranking.topic_view import Column, Explanation, TopicView
from paper_reader.types import Paper

NAME = "venue"

PREPRINT_SERVERS = frozenset(
    {"arxiv", "arxiv.org", "biorxiv", "medrxiv", "psyarxiv", "ssrn", "corr", "openreview", "preprint"}
)


def venue(view: TopicView) -> Column:
    """1 for a published paper, 0 for one known as a preprint only; unknown where no place is named."""
    values = np.array([_value(paper) for paper in view.papers], dtype=np.float64)

    def explain(row: int) -> Explanation:
        where = view.papers[row].venue
        if np.isnan(values[row]):
            return Explanation("where it appeared is not known")
        return Explanation(f"published at {where}" if values[row] > 0 else "known as a preprint only")

    return Column(name=NAME, values=values, explain=explain)


def _value(paper: Paper) -> float:
    if not paper.venue:
        return 0.0 if paper.arxiv_id else float("nan")
    first = paper.venue.lower().replace(":", " ").split()[0]
    return 0.0 if first in PREPRINT_SERVERS else 1.0
