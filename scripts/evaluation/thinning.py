"""The library as it would be if less were known: counts and references kept of a share of its papers, chosen by id.

Ranking must work on a library that was just harvested from arXiv (nothing known) as on one with every count; this
stands between ranking and store and leaves things out, so that both see the very same papers.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from paper_reader.store import Store
from paper_reader.types import CitationCount, Identifier, Paper

SHARES = (1.0, 0.5, 0.1, 0.0)
_BUCKETS = 10_000


class ThinnedStore:
    """A store in which citation counts and references are known of `share` of the papers only."""

    def __init__(self, store: Store, share: float) -> None:
        self.papers = _ThinnedPapers(store, share)
        self.citations = _ThinnedCitations(store, share)
        self.reading = store.reading
        self.coined_names = store.coined_names


def is_kept(paper_id: int, share: float) -> bool:
    """Whether counts and references of this paper stay known; the same at every call, and kept by any larger share."""
    return zlib.crc32(str(paper_id).encode()) % _BUCKETS < share * _BUCKETS


@dataclass(frozen=True)
class _Columns:
    years: np.ndarray
    fields: np.ndarray
    counts: np.ndarray


class _ThinnedPapers:
    def __init__(self, store: Store, share: float) -> None:
        self._papers, self._share = store.papers, share

    def get_many(self, ids: Sequence[int]) -> list[Paper]:
        return [
            paper if is_kept(paper.id, self._share) else replace(paper, citation_counts=())
            for paper in self._papers.get_many(ids)
        ]

    def find(self, identifier: Identifier) -> int | None:
        return self._papers.find(identifier)

    def change_number(self) -> int:
        return self._papers.change_number()

    def citation_columns(self) -> _Columns:
        columns = self._papers.citation_columns()
        # Which paper a row is of is not told; for cohorts it is enough that as many are left.
        kept = np.array([is_kept(row, self._share) for row in range(len(columns.counts))], dtype=np.bool_)
        return _Columns(columns.years, columns.fields, np.where(kept, columns.counts, -1))


class _ThinnedCitations:
    def __init__(self, store: Store, share: float) -> None:
        self._citations, self._share = store.citations, share

    def edges_among(self, ids: Sequence[int]) -> list[tuple[int, int]]:
        return self._of_kept(self._citations.edges_among(ids))

    def references_of(self, ids: Sequence[int]) -> list[tuple[int, int]]:
        return self._of_kept(self._citations.references_of(ids))

    def cited_by(self, ids: Sequence[int]) -> list[tuple[int, int]]:
        return self._of_kept(self._citations.cited_by(ids))

    def cited_outside(self, ids: Sequence[int], limit: int) -> list[tuple[Identifier, int]]:
        return self._citations.cited_outside([one for one in ids if is_kept(one, self._share)], limit)

    def reference_counts(self, ids: Sequence[int]) -> dict[int, int]:
        counts = self._citations.reference_counts(ids)
        return {one: count if is_kept(one, self._share) else 0 for one, count in counts.items()}

    def histories(self, ids: Sequence[int]) -> dict[int, list[CitationCount]]:
        return self._citations.histories([one for one in ids if is_kept(one, self._share)])

    def _of_kept(self, edges: list[tuple[int, int]]) -> list[tuple[int, int]]:
        return [edge for edge in edges if is_kept(edge[0], self._share)]
