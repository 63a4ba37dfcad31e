"""What the starter catalogue says of a paper for this topic: whether it is named, as what, and what builds on it."""

from __future__ import annotations

import numpy as np

from paper_reader.ranking.topic_view import Column, Explanation, TopicView
from paper_reader.types import Paper

NAME = "curated"
CATALOGUE = "starter catalogue"

# Where to begin and what all else stands on comes before the rest of a topic.
_KINDS = {"survey": 0.7, "tutorial": 0.7, "foundation": 0.7, "core": 0.45, "recent": 0.45}
START_HERE = 0.1
FURTHER_TOPIC = 0.6  # of the worth of a paper whose first topic is another
NEEDED = 0.2  # full when this many papers of the topic need it first:
FULL_NEEDED = 4


def curated(view: TopicView) -> Column:
    """0 for papers that the catalogue does not name for this topic.

    Unknown for all where the catalogue names nothing for this topic, or is not in the library.
    """
    values = np.array([_value(paper, view) for paper in view.papers], dtype=np.float64)
    if not values.any():
        values[:] = np.nan

    def explain(row: int) -> Explanation:
        if not values[row] > 0:
            return Explanation("not in the starter catalogue for this topic")
        needed = view.needed_by.get(view.papers[row].id, 0)
        words = f"; {needed} others there build on it" if needed > 1 else ""
        return Explanation(f"named for this topic by the starter catalogue{words}", CATALOGUE)

    return Column(name=NAME, values=values, explain=explain)


def is_curated_for(paper: Paper, topic_slug: str | None) -> bool:
    """Whether the catalogue names the paper for this topic of the roadmap."""
    return topic_slug is not None and paper.curation is not None and topic_slug in paper.curation.topics


def _value(paper: Paper, view: TopicView) -> float:
    curation = paper.curation
    if curation is None or not is_curated_for(paper, view.topic_slug):
        return 0.0
    worth = _KINDS.get(curation.kind, 0.45) + (START_HERE if curation.level == "start-here" else 0.0)
    worth += NEEDED * min(1.0, view.needed_by.get(paper.id, 0) / FULL_NEEDED)
    return worth if curation.topics[0] == view.topic_slug else FURTHER_TOPIC * worth
