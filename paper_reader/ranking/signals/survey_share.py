"""The share of the topic's surveys that cite a paper: what those who read everything found worth naming."""

from __future__ import annotations

import numpy as np

from paper_reader.ranking.signals.in_topic_citations import expected_of_cited
from paper_reader.ranking.signals.survey import is_survey, is_tutorial
from paper_reader.ranking.topic_view import LIBRARY, Column, Explanation, TopicView

NAME = "survey_share"

# A survey must fit the topic this well, or it surveys something else.
LEAST_RELEVANCE = 0.3
DOUBT = 1.0  # surveys added to those able to cite: 1 of 1 is not yet everybody


def survey_share(view: TopicView) -> Column:
    """Known for papers that at least one on-topic survey with known references could have cited."""
    surveys = np.array([is_survey(p) or is_tutorial(p) for p in view.papers], dtype=np.bool_)
    surveys &= view.has_references & (view.relevance >= LEAST_RELEVANCE)
    able = view.could_cite(surveys)
    cited = np.zeros(len(view), dtype=np.int64)
    if len(view.edges):
        by_survey = view.edges[surveys[view.edges[:, 0]]]
        cited = np.bincount(by_survey[:, 1], minlength=len(view)).astype(np.int64)
    able = np.maximum(able, cited)
    values = np.where((able > 0) & view.can_be_seen_cited, cited / (able + DOUBT), np.nan)

    def explain(row: int) -> Explanation:
        if np.isnan(values[row]):
            return Explanation("whether the topic's surveys cite it is not known")
        surveys = "the one survey" if able[row] == 1 else f"{cited[row]} of the {able[row]} surveys"
        cites = "cited" if cited[row] else "not cited"
        return Explanation(f"{cites} by {surveys} of this topic that could cite it", LIBRARY, view.today)

    return Column(name=NAME, values=values, explain=explain, expected=expected_of_cited(view, values))
