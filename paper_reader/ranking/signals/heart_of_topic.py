"""How near a paper is in meaning to the heart of the topic: the papers that fit best and that the topic itself cites.

The words of a topic pull in whatever uses them; what the topic's own papers build on says better what it is about.
"""

from __future__ import annotations

import numpy as np

from paper_reader.ranking.signals.in_topic_citations import citers_of_each
from paper_reader.ranking.topic_view import LIBRARY, Column, Explanation, TopicView

NAME = "heart_of_topic"

HEART_PAPERS = 20


def heart_of_topic(view: TopicView) -> Column:
    """Likeness to the mean of the heart's vectors, between the topic's least and best; unknown for few papers."""
    values = np.full(len(view), np.nan)
    if len(view) > HEART_PAPERS and len(view.vectors) == len(view):
        worth = view.relevance * (1.0 + np.log1p(citers_of_each(view)))
        heart = view.vectors[np.argsort(-worth, kind="stable")[:HEART_PAPERS]].mean(axis=0)
        likeness = (view.vectors @ (heart / max(float(np.linalg.norm(heart)), 1e-12))).astype(np.float64)
        spread = float(likeness.max() - likeness.min())
        if spread > 0:
            values = (likeness - likeness.min()) / spread

    def explain(row: int) -> Explanation:
        if np.isnan(values[row]):
            return Explanation("too few papers to tell the heart of the topic")
        share = round(100 * float(np.mean(values < values[row])))
        return Explanation(f"nearer to the heart of the topic than {share} % of its papers", LIBRARY, view.today)

    return Column(name=NAME, values=values, explain=explain)
