"""Whether the starter catalogue names a paper for this topic."""

from __future__ import annotations

import numpy as np

from paper_reader.ranking.topic_view import Column, Explanation, TopicView
from paper_reader.types import Paper

NAME = "curated"
CATALOGUE = "starter catalogue"

FIRST_TOPIC = 1.0
FURTHER_TOPIC = 0.8


def curated(view: TopicView) -> Column:
    """1 where the topic is the first of those the catalogue gives the paper, less for a further topic, else 0.

    Unknown for all where the catalogue names nothing for this topic, or is not in the library.
    """
    values = np.array([_value(paper, view.topic_slug) for paper in view.papers], dtype=np.float64)
    if not values.any():
        values[:] = np.nan

    def explain(row: int) -> Explanation:
        if not values[row] > 0:
            return Explanation("not in the starter catalogue for this topic")
        return Explanation("named for this topic by the starter catalogue", CATALOGUE)

    return Column(name=NAME, values=values, explain=explain)


def is_curated_for(paper: Paper, topic_slug: str | None) -> bool:
    """Whether the catalogue names the paper for this topic of the roadmap."""
    return topic_slug is not None and paper.curation is not None and topic_slug in paper.curation.topics


def _value(paper: Paper, topic_slug: str | None) -> float:
    if paper.curation is None or not is_curated_for(paper, topic_slug):
        return 0.0
    return FIRST_TOPIC if paper.curation.topics[0] == topic_slug else FURTHER_TOPIC
