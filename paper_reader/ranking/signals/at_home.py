"""Whether who cites a paper is on this topic: everybody cites an optimiser, a topic cites its own classics."""

from __future__ import annotations

import numpy as np

from paper_reader.ranking.signals.in_topic_citations import citers_of_each
from paper_reader.ranking.topic_view import LIBRARY, Column, Explanation, TopicView

NAME = "at_home"

DOUBT = 3.0  # citers added outside the topic, so that 1 of 1 does not beat 40 of 50


def at_home(view: TopicView) -> Column:
    """The (doubted) share of a paper's known citers in the library that are on the topic; unknown without citers."""
    inside = citers_of_each(view)
    everywhere = np.maximum(view.library_citers, inside)
    values = np.where((everywhere > 0) & ~view.hardly_recognised, inside / (everywhere + DOUBT), np.nan)

    def explain(row: int) -> Explanation:
        if np.isnan(values[row]):
            return Explanation("who in the library cites it is not known")
        detail = f"{inside[row]} of the {everywhere[row]} papers of the library that cite it are on this topic"
        return Explanation(detail, LIBRARY, view.today)

    return Column(name=NAME, values=values, explain=explain)
