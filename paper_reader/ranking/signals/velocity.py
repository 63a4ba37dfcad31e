"""How fast a paper gathers citations now, from two dated counts of one source."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from paper_reader.ranking.topic_view import Column, Explanation, TopicView
from paper_reader.types import CitationCount

NAME = "velocity"

LEAST_DAYS = 28  # below a month a count's noise is larger than its growth
FULL_RATE = 1000.0  # citations a year at which the signal is full
DAYS_A_YEAR = 365.25


@dataclass(frozen=True)
class Growth:
    """New citations between two dates, by one source's counts."""

    citations: int
    source: str
    since: date
    until: date

    @property
    def per_year(self) -> float:
        """New citations a year; never negative (sources do correct themselves downwards)."""
        return max(0, self.citations) * DAYS_A_YEAR / (self.until - self.since).days


def velocity(view: TopicView) -> Column:
    """Unknown with fewer than two counts of one source a month apart."""
    growths = [growth(view.histories.get(paper.id, paper.citation_counts)) for paper in view.papers]
    values = np.array(
        [np.nan if g is None else min(1.0, np.log1p(g.per_year) / np.log1p(FULL_RATE)) for g in growths],
        dtype=np.float64,
    )

    def explain(row: int) -> Explanation:
        found = growths[row]
        if found is None:
            return Explanation("its citations have not been counted twice yet")
        return Explanation(
            f"{found.citations:,} new citations from {found.since} to {found.until}", found.source, found.until
        )

    return Column(name=NAME, values=values, explain=explain)


def growth(counts: Sequence[CitationCount]) -> Growth | None:
    """The growth over the longest span that one source has seen, or None."""
    by_source: defaultdict[str, list[tuple[date, CitationCount]]] = defaultdict(list)
    for count in counts:
        if count.observed_on is not None:
            by_source[count.source].append((count.observed_on, count))
    spans = [_span(source, sorted(seen, key=lambda pair: pair[0])) for source, seen in sorted(by_source.items())]
    long_enough = [span for span in spans if (span.until - span.since).days >= LEAST_DAYS]
    return max(long_enough, key=lambda span: (span.until - span.since).days, default=None)


def _span(source: str, seen: list[tuple[date, CitationCount]]) -> Growth:
    (first_day, first), (last_day, last) = seen[0], seen[-1]
    return Growth(last.count - first.count, source, first_day, last_day)
