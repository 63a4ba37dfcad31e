"""How many later papers on the topic use the name that a paper coined. Needs no citation service at all."""

from __future__ import annotations

import numpy as np

from paper_reader.ranking.names import coined_names
from paper_reader.ranking.topic_view import LIBRARY, Column, Explanation, TopicView

NAME = "name_mentions"

LEAST_LATER = 20  # with fewer later papers at hand, nobody using the name says nothing
DOUBT = 20.0
FULL_SHARE = 0.15  # a name in every seventh abstract of its topic is a household word


def name_mentions(view: TopicView) -> Column:
    """Known for papers that coined a name, where enough later papers of the topic could use it."""
    coined = coined_names(view.papers)
    values = np.full(len(view), np.nan)
    for row, name in coined.items():
        if name.later >= LEAST_LATER:
            values[row] = np.sqrt(min(1.0, name.mentions / (name.later + DOUBT) / FULL_SHARE))

    def explain(row: int) -> Explanation:
        if np.isnan(values[row]):
            return Explanation("no name of its own that later papers could use")
        name = coined[row]
        return Explanation(
            f"coined the name “{name.name}” that {name.mentions} later papers on this topic use", LIBRARY, view.today
        )

    return Column(name=NAME, values=values, explain=explain)
