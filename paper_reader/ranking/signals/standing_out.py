"""How far a paper's likeness to the topic stands out from the library, in the library's own spread.

`relevance` says how a paper does against the best match; this one whether even the best match is a good one.
"""

from __future__ import annotations

import numpy as np

from paper_reader.ranking.topic_view import LIBRARY, Column, Explanation, TopicView

NAME = "standing_out"

FULL_DEVIATIONS = 12.0


def standing_out(view: TopicView) -> Column:
    """Deviations above the library's mean; unknown where they were not measured."""
    values = np.full(len(view), np.nan)
    if len(view.likeness) == len(view):
        values = np.clip(view.likeness / FULL_DEVIATIONS, 0.0, 1.0)

    def explain(row: int) -> Explanation:
        if np.isnan(values[row]):
            return Explanation("not measured against the library")
        return Explanation(
            f"{view.likeness[row]:.1f} deviations nearer to the topic than the library's mean", LIBRARY, view.today
        )

    return Column(name=NAME, values=values, explain=explain)
