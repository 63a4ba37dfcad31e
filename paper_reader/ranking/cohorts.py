"""Where a citation count stands among papers of the same field and year: a comparison without age bias.

A count of 40 is a lot for a paper of last year and little for one of 2005; in mathematics it is more than in computer
vision. So a count is turned into its percentile among the papers of the same primary category and year. Only papers
with a known count are in a cohort. Small cohorts say little, so their percentile is shrunk towards the one among all
papers of that year, and that one towards the middle.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

# A cohort counts as much as this many papers of its wider cohort: with 20 known papers both weigh the same.
SHRINKAGE_PAPERS = 20.0
MIDDLE = 0.5


@dataclass(frozen=True)
class _Sorted:
    """Known counts sorted by (group, count); `starts` and `ends` delimit each group."""

    counts: NDArray[np.int64]
    starts: dict[tuple[str, int], tuple[int, int]]

    def standing(self, group: tuple[str, int], count: int) -> tuple[float, int]:
        """(percentile, size of the group); ties count half. (MIDDLE, 0) for an empty group."""
        start, end = self.starts.get(group, (0, 0))
        if start == end:
            return MIDDLE, 0
        below = int(np.searchsorted(self.counts[start:end], count, side="left"))
        upto = int(np.searchsorted(self.counts[start:end], count, side="right"))
        return (below + upto) / 2 / (end - start), end - start


@dataclass(frozen=True)
class Standing:
    """A percentile in (0, 1) and the size of the (field, year) cohort behind it."""

    percentile: float
    cohort_size: int


@dataclass(frozen=True)
class Cohorts:
    """The library's citation counts by field and year. Made once from the columns of the whole library."""

    by_field_and_year: _Sorted
    by_year: _Sorted
    known: int

    @staticmethod
    def of(years: NDArray[np.int32], fields: NDArray[np.str_], counts: NDArray[np.int64]) -> Cohorts:
        """Cohorts of the papers whose count is known (not negative). Arrays have one row a paper of the library."""
        rows = counts >= 0
        known_years, known_counts = years[rows].astype(np.int64), counts[rows].astype(np.int64)
        # By dictionary: sorting strings takes ten times as long.
        code_of: dict[str, int] = {}
        codes = np.array([code_of.setdefault(name, len(code_of)) for name in fields[rows].tolist()], dtype=np.int64)
        nothing = np.zeros(len(known_years), dtype=np.int64)
        return Cohorts(
            by_field_and_year=_sorted(codes, list(code_of), known_years, known_counts),
            by_year=_sorted(nothing, [""], known_years, known_counts),
            known=len(known_counts),
        )

    def standing(self, field: str, year: int, count: int) -> Standing:
        """The shrunk percentile of `count` in its cohort; that of the year alone where `field` is not known ("")."""
        wide, wide_size = self.by_year.standing(("", year), count)
        wide = _shrunk(wide, wide_size, MIDDLE)
        if not field:
            return Standing(wide, wide_size)
        narrow, size = self.by_field_and_year.standing((field, year), count)
        return Standing(_shrunk(narrow, size, wide), size)


def _shrunk(value: float, size: int, towards: float) -> float:
    return (value * size + towards * SHRINKAGE_PAPERS) / (size + SHRINKAGE_PAPERS)


def _sorted(codes: NDArray[np.int64], names: list[str], years: NDArray[np.int64], counts: NDArray[np.int64]) -> _Sorted:
    order = np.lexsort((counts, years, codes))
    codes, years, counts = codes[order], years[order], counts[order]
    if len(codes) == 0:
        return _Sorted(counts, {})
    changes = np.flatnonzero((np.diff(codes) != 0) | (np.diff(years) != 0)) + 1
    bounds = np.concatenate([[0], changes, [len(codes)]])
    starts = {
        (names[codes[start]], int(years[start])): (int(start), int(end)) for start, end in pairwise(bounds.tolist())
    }
    return _Sorted(counts, starts)
