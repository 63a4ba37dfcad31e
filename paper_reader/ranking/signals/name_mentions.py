"""How many later papers on the topic use the name that a paper coined. Needs no citation service at all.

Who coined which name is told for the whole library (`merge.coining`); who uses it is counted inside the topic.
"""

from __future__ import annotations

from bisect import bisect_left

import numpy as np

from paper_reader.ranking.coining import uses_name
from paper_reader.ranking.topic_view import LIBRARY, UNKNOWN_YEAR, Column, Explanation, TopicView

NAME = "name_mentions"

LEAST_LATER = 20  # with fewer later papers at hand, nobody using the name says nothing
DOUBT = 20.0
FULL_SHARE = 0.15  # a name in every seventh abstract of its topic is a household word


def name_mentions(view: TopicView) -> Column:
    """Known for papers that coined a name, where enough later papers of the topic could use it."""
    uses = [view.mentioned.get(paper.id, frozenset()) for paper in view.papers]
    years = sorted(int(year) for year in view.years if year != UNKNOWN_YEAR)
    values = np.full(len(view), np.nan)
    counted: dict[int, int] = {}
    for row, coined in view.coined.items():
        later = len(years) - bisect_left(years, int(view.years[row])) - 1
        if later >= LEAST_LATER and view.years[row] != UNKNOWN_YEAR:
            counted[row] = sum(uses_name(keys, coined) for other, keys in enumerate(uses) if other != row)
            values[row] = np.sqrt(min(1.0, counted[row] / (later + DOUBT) / FULL_SHARE))

    def explain(row: int) -> Explanation:
        if np.isnan(values[row]):
            return Explanation("no name of its own that later papers could use")
        words = f"coined the name “{view.coined[row].name}” that {counted[row]} later papers on this topic use"
        return Explanation(words, LIBRARY, view.today)

    return Column(name=NAME, values=values, explain=explain)
