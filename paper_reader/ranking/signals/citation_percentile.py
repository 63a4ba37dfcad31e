"""Where a paper's citation count stands among papers of its own field and year. See `ranking.cohorts`."""

from __future__ import annotations

import re

import numpy as np

from paper_reader.ranking.cohorts import Standing
from paper_reader.ranking.topic_view import Column, Explanation, TopicView
from paper_reader.types import Paper

NAME = "citation_percentile"
_CATEGORY = re.compile(r"[a-z-]+(?:\.[A-Za-z-]+)?")  # cs.LG, q-bio.QM, hep-th


def citation_percentile(view: TopicView) -> Column:
    """Unknown where no source gave a count or the year is not known."""
    standings = [_standing(view, paper) for paper in view.papers]
    values = np.array([np.nan if s is None else s.percentile for s in standings], dtype=np.float64)

    def explain(row: int) -> Explanation:
        standing, paper = standings[row], view.papers[row]
        if standing is None or not paper.citation_counts:
            return Explanation("citation count not known")
        best = paper.citation_counts[0]
        return Explanation(
            f"{best.count:,} citations, more than {_percent(standing.percentile)} of "
            f"{_cohort_words(paper, standing.cohort_size)}",
            best.source,
            best.observed_on,
        )

    return Column(name=NAME, values=values, explain=explain)


def _standing(view: TopicView, paper: Paper) -> Standing | None:
    if paper.citation_count is None or paper.year is None:
        return None
    field = _field(paper)
    return view.cohorts.standing(field, paper.year, paper.citation_count)


def _percent(share: float) -> str:
    return f"{min(99, int(100 * share))} %"


def _cohort_words(paper: Paper, size: int) -> str:
    field = f" in {_field(paper)}" if _field(paper) and size else ""
    return f"papers of {paper.year}{field}"


def _field(paper: Paper) -> str:
    """The primary category where it is one of arXiv's; imports bring keywords too, which are no fields of their own."""
    first = paper.categories[0] if paper.categories else ""
    return first if _CATEGORY.fullmatch(first) else ""
