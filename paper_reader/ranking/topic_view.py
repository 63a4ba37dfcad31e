"""What the signals of one topic may look at: its candidates, who cites whom among them, the library's cohorts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from paper_reader.ranking.cohorts import Cohorts
from paper_reader.ranking.ports import Coined
from paper_reader.types import CitationCount, Paper, Signal

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

UNKNOWN_YEAR = -1
# Where at least so many citers are expected, chance alone does not leave fewer than this share of them (of ten, two:
# less than three times in a thousand).
LEAST_EXPECTED, HARDLY = 10.0, 0.2


@dataclass(frozen=True, kw_only=True)
class TopicView:
    """The candidates of one topic as columns; row i of every array is `papers[i]`.

    `edges` has shape (m, 2): row numbers (citing, cited), both among the candidates. `reference_counts` says how many
    references are known of each candidate; 0 means that its references are unknown, so it can cite nobody.
    `library_citers` counts the papers of the whole library that are known to cite each candidate. `relevance` lies
    in [0, 1]. `phrasings` are the search texts, `vectors` the candidates' own; both may be empty. `topic_slug` is set
    where the topic is one of the roadmap's; `needed_by` then says, by paper id, how many of the papers that the
    catalogue names for the topic need it read first. `coined` gives, by row, the name that a candidate coined;
    `mentioned`, by paper id, the keys of the names that it uses; `histories`, by paper id, all dated citation counts.
    """

    papers: tuple[Paper, ...]
    relevance: Floats
    edges: Integers
    reference_counts: Integers
    library_citers: Integers
    cohorts: Cohorts
    today: date
    topic_slug: str | None = None
    found_by: tuple[str, ...] = ()
    phrasings: tuple[str, ...] = ()
    vectors: NDArray[np.float32] = field(default_factory=lambda: np.zeros((0, 0), dtype=np.float32))
    needed_by: Mapping[int, int] = field(default_factory=dict)
    coined: Mapping[int, Coined] = field(default_factory=dict)
    mentioned: Mapping[int, frozenset[str]] = field(default_factory=dict)
    histories: Mapping[int, Sequence[CitationCount]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.papers)

    @cached_property
    def years(self) -> Integers:
        """Year of each candidate, UNKNOWN_YEAR where it is not known."""
        return np.array([UNKNOWN_YEAR if p.year is None else p.year for p in self.papers], dtype=np.int64)

    @cached_property
    def has_references(self) -> NDArray[np.bool_]:
        """Which candidates have known references."""
        return self.reference_counts > 0

    @cached_property
    def can_be_seen_cited(self) -> NDArray[np.bool_]:
        """Which candidates a reference would be recognised for: with an arXiv id, or known to be cited at all.

        References name papers by identifiers, for the most part arXiv ids. Of a paper without one, finding no citer
        says nothing (of much-cited conference papers without an arXiv id only a third are ever found cited).
        """
        named = np.array([paper.arxiv_id is not None for paper in self.papers], dtype=np.bool_)
        return (named | (self.library_citers > 0)) & ~self.hardly_recognised

    @cached_property
    def hardly_recognised(self) -> NDArray[np.bool_]:
        """Which candidates are seen cited far too seldom for how often they are cited in all.

        Whoever cites them names them by another identifier, or by none. How many citers to expect in the library is
        told by their own count, at the rate that holds for all candidates together.
        """
        counted = self.counts > 0
        if not counted.any():
            return counted
        expected = self.counts * self.library_citers[counted].sum() / self.counts[counted].sum()
        return np.asarray((expected >= LEAST_EXPECTED) & (self.library_citers < HARDLY * expected))

    @cached_property
    def counts(self) -> Floats:
        """How often each candidate is cited by its own count, 0 where that is not known."""
        return np.array([paper.citation_count or 0 for paper in self.papers], dtype=np.float64)

    def could_cite(self, among: NDArray[np.bool_]) -> Integers:
        """For each candidate: how many of `among` are as young as it or younger, itself left out.

        Candidates and citers without a year count as able, so that a missing year never makes a signal unknown.
        """
        years = self.years
        citers = np.sort(years[among & (years != UNKNOWN_YEAR)])
        undated = int(np.count_nonzero(among & (years == UNKNOWN_YEAR)))
        able = len(citers) - np.searchsorted(citers, years, side="left") + undated
        return np.asarray(able - among.astype(np.int64), dtype=np.int64)


@dataclass(frozen=True, kw_only=True)
class Column:
    """One signal for all candidates. `values` lies in [0, 1], NaN where nothing is known.

    `expected` is what to expect of a paper of which the signal is not known, of each or of all alike: the mean of the
    known ones, unless the signal knows better (None). `explain` gives the words for one row; it is called for the few
    rows that are shown.
    """

    name: str
    values: Floats
    explain: Callable[[int], Explanation]
    expected: float | Floats | None = None

    def filled(self) -> Floats:
        """The values with what is to be expected in place of the unknown; they must not all be unknown."""
        unknown = np.isnan(self.values)
        return np.where(unknown, np.nanmean(self.values) if self.expected is None else self.expected, self.values)

    def signal(self, row: int) -> Signal:
        """The value of one row with its words."""
        value = float(self.values[row])
        explanation = self.explain(row)
        return Signal(
            value=None if np.isnan(value) else round(value, 4),
            detail=explanation.detail,
            source=explanation.source,
            as_of=explanation.as_of,
        )


@dataclass(frozen=True, slots=True)
class Explanation:
    """A figure in plain words, whose figure it is, and when it was seen."""

    detail: str = ""
    source: str | None = None
    as_of: date | None = None


LIBRARY = "this library"
