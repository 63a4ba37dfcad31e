"""Whether a paper's authors have written other papers that this topic builds on."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from paper_reader.ranking.signals.in_topic_citations import citers_of_each
from paper_reader.ranking.topic_view import LIBRARY, Column, Explanation, TopicView

NAME = "author_standing"

LEAST_RELEVANCE = 0.4  # other papers must be on the topic and not at its edge
FULL_WORTH = 30.0


def author_standing(view: TopicView) -> Column:
    """The best author's other papers on the topic, each worth one and its citers there; unknown without authors."""
    worth = np.where(view.relevance >= LEAST_RELEVANCE, 1.0 + np.log1p(citers_of_each(view)), 0.0)
    names = [frozenset(author.casefold() for author in paper.authors) for paper in view.papers]
    total: defaultdict[str, float] = defaultdict(float)
    papers: defaultdict[str, int] = defaultdict(int)
    for row, authors in enumerate(names):
        for author in authors:
            total[author] += float(worth[row])
            papers[author] += int(worth[row] > 0)
    best = [
        max((total[author] - float(worth[row]) for author in authors), default=np.nan)
        for row, authors in enumerate(names)
    ]
    values = np.minimum(1.0, np.log1p(np.array(best, dtype=np.float64)) / np.log1p(FULL_WORTH))

    def explain(row: int) -> Explanation:
        if np.isnan(values[row]):
            return Explanation("its authors are not known")
        others = max(papers[author] for author in names[row]) - int(worth[row] > 0)
        words = f"{others} other papers on this topic" if others != 1 else "another paper on this topic"
        return Explanation(
            f"one of its authors has {words}" if others else "its authors have nothing else here", LIBRARY, view.today
        )

    return Column(name=NAME, values=values, explain=explain)
