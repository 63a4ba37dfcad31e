"""How often a paper is cited at all, whatever its age and field: what everybody in the field will have heard of.

`citation_percentile` says how a paper did among its likes and is fair to the young; this one says how much of the
literature refers to it.
"""

from __future__ import annotations

import numpy as np

from paper_reader.ranking.topic_view import Column, Explanation, TopicView

NAME = "fame"

FULL_CITATIONS = 100_000


def fame(view: TopicView) -> Column:
    """The logarithm of the best known count; unknown where no source gave one."""
    counts = np.array([np.nan if p.citation_count is None else p.citation_count for p in view.papers], dtype=np.float64)
    values = np.minimum(1.0, np.log1p(counts) / np.log1p(FULL_CITATIONS))

    def explain(row: int) -> Explanation:
        known = view.papers[row].citation_counts
        if not known:
            return Explanation("citation count not known")
        return Explanation(f"cited {known[0].count:,} times", known[0].source, known[0].observed_on)

    return Column(name=NAME, values=values, explain=explain)
