"""How many of the topic's papers a paper itself cites: who cites many of them is on the topic beyond doubt."""

from __future__ import annotations

import numpy as np

from paper_reader.ranking.topic_view import LIBRARY, Column, Explanation, TopicView

NAME = "builds_on_topic"

FULL_CITED = 60


def builds_on_topic(view: TopicView) -> Column:
    """The logarithm of the number of candidates that it cites; unknown where its references are."""
    cited = np.zeros(len(view), dtype=np.int64)
    if len(view.edges):
        cited = np.bincount(view.edges[:, 0], minlength=len(view)).astype(np.int64)
    known = np.minimum(1.0, np.log1p(cited) / np.log1p(FULL_CITED))
    values = np.where(view.has_references, known, np.nan)

    def explain(row: int) -> Explanation:
        if np.isnan(values[row]):
            return Explanation("its references are not known")
        return Explanation(f"cites {cited[row]} papers of this topic", LIBRARY, view.today)

    return Column(name=NAME, values=values, explain=explain)
