"""What part a paper can play on a list: survey, foundation, core or recent advance."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from paper_reader.ranking.signals.curated import is_curated_for
from paper_reader.ranking.signals.survey import is_survey, is_tutorial
from paper_reader.ranking.topic_view import UNKNOWN_YEAR, Column, Floats, TopicView
from paper_reader.types import Paper, Role

RECENT_YEARS = 2  # this year and the two before it
# What the topic builds on: cited by much of it, and among the older half of its better papers.
FOUNDATION_IN_TOPIC = 0.4
FOUNDATION_PERCENTILE = 0.95

_CURATED_ROLES = {
    "survey": Role.SURVEY,
    "tutorial": Role.SURVEY,
    "foundation": Role.FOUNDATION,
    "core": Role.CORE,
}


def roles_of(view: TopicView, columns: Mapping[str, Column], scores: Floats) -> tuple[Role, ...]:
    """The role of every candidate. The catalogue's word wins, but what it calls recent must still be."""
    older = view.years <= _middle_year(view, scores)
    cited = _at_least(columns, "in_topic_citations", FOUNDATION_IN_TOPIC)
    known = ~np.isnan(columns["in_topic_citations"].values)
    famous = _at_least(columns, "citation_percentile", FOUNDATION_PERCENTILE) & ~known
    foundation = older & (cited | famous) & (view.years != UNKNOWN_YEAR)
    return tuple(_role(paper, view, is_foundation=bool(foundation[row])) for row, paper in enumerate(view.papers))


def is_recent(paper: Paper, view: TopicView) -> bool:
    """Whether the paper is of this year or the RECENT_YEARS before it."""
    return paper.year is not None and paper.year >= view.today.year - RECENT_YEARS


def _role(paper: Paper, view: TopicView, *, is_foundation: bool) -> Role:
    if paper.curation is not None and is_curated_for(paper, view.topic_slug) and paper.curation.kind in _CURATED_ROLES:
        return _CURATED_ROLES[paper.curation.kind]
    if is_survey(paper) or is_tutorial(paper):
        return Role.SURVEY
    if is_recent(paper, view):
        return Role.RECENT
    return Role.FOUNDATION if is_foundation else Role.CORE


def _middle_year(view: TopicView, scores: Floats) -> int:
    """The median year of the best tenth, at least 30 papers; all candidates would pull it to the present."""
    best = np.argsort(-scores, kind="stable")[: max(30, len(scores) // 10)]
    years = view.years[best]
    years = years[years != UNKNOWN_YEAR]
    return int(np.median(years)) if len(years) else UNKNOWN_YEAR


def _at_least(columns: Mapping[str, Column], name: str, least: float) -> NDArray[np.bool_]:
    values = columns[name].values
    return np.asarray(np.where(np.isnan(values), 0.0, values) >= least)
