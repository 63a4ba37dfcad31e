"""What part a paper can play on a list: survey, foundation, core or recent advance."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from paper_reader.ranking.signals.curated import is_curated_for
from paper_reader.ranking.signals.in_topic_citations import citers_of_each
from paper_reader.ranking.signals.survey import is_survey, is_tutorial
from paper_reader.ranking.stems import telling_stems
from paper_reader.ranking.topic_view import UNKNOWN_YEAR, Column, Floats, TopicView
from paper_reader.types import Paper, Role

RECENT_YEARS = 2  # this year and the two before it
# What the topic builds on: cited by much of it, and among the older half of its better papers.
FOUNDATION_IN_TOPIC = 0.4
LEAST_CITERS = 5  # on the topic: of few papers that could cite it, a large share is still next to nothing
FOUNDATION_PERCENTILE = 0.95
LEAST_ABLE = 20  # where fewer papers of the topic could have cited it, its fame tells instead


_NARROWING = re.compile(r"\b(?:for|in|on|with|from|to|under|meets?)\b", re.IGNORECASE)

_CURATED_ROLES = {
    "survey": Role.SURVEY,
    "tutorial": Role.SURVEY,
    "foundation": Role.FOUNDATION,
    "core": Role.CORE,
}


def roles_of(view: TopicView, columns: Mapping[str, Column], scores: Floats) -> tuple[Role, ...]:
    """The role of every candidate. The catalogue's word wins, but what it calls recent must still be."""
    older = view.years <= _middle_year(view, scores)
    cited = _at_least(columns, "in_topic_citations", FOUNDATION_IN_TOPIC) & (citers_of_each(view) >= LEAST_CITERS)
    known = ~np.isnan(columns["in_topic_citations"].values) & (view.could_cite(view.has_references) >= LEAST_ABLE)
    famous = _at_least(columns, "citation_percentile", FOUNDATION_PERCENTILE) & ~known
    foundation = older & (cited | famous) & (view.years != UNKNOWN_YEAR)
    return tuple(_role(paper, view, is_foundation=bool(foundation[row])) for row, paper in enumerate(view.papers))


def is_recent(paper: Paper, view: TopicView) -> bool:
    """Whether the paper is of this year or the RECENT_YEARS before it."""
    return paper.year is not None and paper.year >= view.today.year - RECENT_YEARS


def _role(paper: Paper, view: TopicView, *, is_foundation: bool) -> Role:
    if paper.curation is not None and is_curated_for(paper, view.topic_slug) and paper.curation.kind in _CURATED_ROLES:
        return _CURATED_ROLES[paper.curation.kind]
    if (is_survey(paper) or is_tutorial(paper)) and not _is_narrow(paper, view):
        return Role.SURVEY
    if is_recent(paper, view):
        return Role.RECENT
    return Role.FOUNDATION if is_foundation else Role.CORE


def _is_narrow(paper: Paper, view: TopicView) -> bool:
    """Whether a survey is on one side of the topic alone: "Diffusion Models for Text Generation: A Survey"."""
    topic = telling_stems(view.phrasings[0]) if view.phrasings else frozenset()
    return bool(topic) and any(
        topic <= telling_stems(part) and _goes_on(part, topic) for part in paper.title.split(":")
    )


def _goes_on(part: str, topic: frozenset[str]) -> bool:
    """Whether the topic's name is followed by what it is for, in or with."""
    pieces = _NARROWING.split(part)
    said = next(n for n in range(1, len(pieces) + 1) if topic <= telling_stems(" ".join(pieces[:n])))
    return bool(telling_stems(" ".join(pieces[said:])))


def _middle_year(view: TopicView, scores: Floats) -> int:
    """The median year of the best tenth, at least 30 papers; all candidates would pull it to the present."""
    best = np.argsort(-scores, kind="stable")[: max(30, len(scores) // 10)]
    years = view.years[best]
    years = years[years != UNKNOWN_YEAR]
    return int(np.median(years)) if len(years) else UNKNOWN_YEAR


def _at_least(columns: Mapping[str, Column], name: str, least: float) -> NDArray[np.bool_]:
    values = columns[name].values
    return np.asarray(np.where(np.isnan(values), 0.0, values) >= least)
