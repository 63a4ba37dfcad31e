"""Whether a paper came early or late in its topic, whenever that topic was: what came first was built on."""

from __future__ import annotations

import numpy as np

from paper_reader.ranking.topic_view import UNKNOWN_YEAR, Column, Explanation, TopicView

NAME = "age_in_topic"

JUDGED_PAPERS = 100  # the best fitting ones, whose median year is the topic's middle
SPAN_YEARS = 20.0  # on either side


def age_in_topic(view: TopicView) -> Column:
    """0.5 in the topic's median year, more for what is older; unknown without a year."""
    best = view.years[np.argsort(-view.relevance, kind="stable")[:JUDGED_PAPERS]]
    best = best[best != UNKNOWN_YEAR]
    values = np.full(len(view), np.nan)
    middle = float(np.median(best)) if len(best) else float("nan")
    if len(best):
        older = (middle - view.years) / (2 * SPAN_YEARS)
        values = np.where(view.years == UNKNOWN_YEAR, np.nan, np.clip(0.5 + older, 0.0, 1.0))

    def explain(row: int) -> Explanation:
        if np.isnan(values[row]):
            return Explanation("year not known")
        years = round(middle - float(view.years[row]))
        if years == 0:
            return Explanation("as old as most papers of this topic")
        words = "older" if years > 0 else "younger"
        return Explanation(f"{abs(years)} years {words} than the middle of this topic")

    return Column(name=NAME, values=values, explain=explain)
