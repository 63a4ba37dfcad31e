"""Whether a paper is old enough for its field to have judged it.

Not a reward for age: it is full after a few years. What is younger has its own place in a list, as a recent advance.
"""

from __future__ import annotations

import numpy as np

from paper_reader.ranking.topic_view import UNKNOWN_YEAR, Column, Explanation, TopicView

NAME = "tested_by_time"

FULL_YEARS = 5.0


def tested_by_time(view: TopicView) -> Column:
    """Years since the middle of the year of publication, as a share of FULL_YEARS; unknown without a year."""
    age = view.today.year + view.today.timetuple().tm_yday / 366 - (view.years + 0.5)
    values = np.where(view.years == UNKNOWN_YEAR, np.nan, np.clip(age / FULL_YEARS, 0.0, 1.0))

    def explain(row: int) -> Explanation:
        if np.isnan(values[row]):
            return Explanation("year not known")
        return Explanation(f"published in {view.years[row]}")

    return Column(name=NAME, values=values, explain=explain)
