"""How many later papers of the whole library use the name that a paper coined, whatever their topic."""

from __future__ import annotations

import numpy as np

from paper_reader.ranking.topic_view import LIBRARY, Column, Explanation, TopicView

NAME = "name_fame"

FULL_MENTIONS = 1000


def name_fame(view: TopicView) -> Column:
    """The logarithm of the number of papers; unknown for papers that coined no name that others use."""
    values = np.full(len(view), np.nan)
    for row, coined in view.coined.items():
        values[row] = min(1.0, np.log1p(coined.mentions) / np.log1p(FULL_MENTIONS))

    def explain(row: int) -> Explanation:
        if np.isnan(values[row]):
            return Explanation("no name of its own that other papers use")
        coined = view.coined[row]
        return Explanation(
            f"coined the name “{coined.name}” that {coined.mentions:,} papers of the library use", LIBRARY, view.today
        )

    # Most papers coin no name: to those nothing of it is to be expected.
    return Column(name=NAME, values=values, explain=explain, expected=0.0)
