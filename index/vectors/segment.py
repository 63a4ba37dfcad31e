"""Rows that were written together and never change: ids, vectors, attributes, and lists where they are many."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.attributes import AttributeColumns, Mask, load_columns
from index.document import Filter, Matrix, Vector
from index.errors import IndexDamaged
from index.vectors.flat import FlatVectors, write_flat
from index.vectors.ivf import IvfVectors, write_ivf
from index.vectors.protocol import VectorIndex
from index.vectors.recall import choose_nprobe

EXACT_BELOW = 50_000  # vectors; exact search of more takes over 7 ms a query
IDS, VECTORS, LISTS, ATTRIBUTES = "ids.npy", "vectors.faiss", "lists.faiss", "attributes.npz"

Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentFacts:
    """What the manifest keeps of a segment. `nprobe` 0 is exact search, and its recall is 1."""

    count: int
    nprobe: int
    recall: float


class Segment:
    """One folder of rows in ascending order of id, some of them perhaps struck out. Safe to read from several threads.

    `struck` are rows that are no longer there; a newer segment, or a delete, took their place.
    """

    def __init__(self, folder: Path, facts: SegmentFacts, struck: Ids | None = None) -> None:
        self.ids: Ids = _load_ids(folder / IDS)
        flat = FlatVectors(folder / VECTORS)
        if not len(self.ids) == len(flat.matrix) == facts.count:
            raise IndexDamaged(f"{folder} holds other rows than its manifest says. Build the index again.")
        self.facts = facts
        self.index: VectorIndex = IvfVectors(folder / LISTS, flat, nprobe=facts.nprobe) if facts.nprobe else flat
        self.columns: AttributeColumns = load_columns(folder / ATTRIBUTES)
        self.struck: Ids = np.zeros(0, dtype=np.int64) if struck is None else struck

    @property
    def matrix(self) -> Matrix:
        """All rows' vectors, struck ones too."""
        return self.index.matrix

    @cached_property
    def live(self) -> Mask:
        """Which rows are still there."""
        mask = np.ones(len(self.ids), dtype=np.bool_)
        mask[self.struck] = False
        return mask

    @property
    def live_count(self) -> int:
        """How many rows are still there."""
        return len(self.ids) - len(self.struck)

    def rows_of(self, ids: Ids) -> Ids:
        """The row of each id, -1 where it is not here or struck out."""
        if not len(self.ids):
            return np.full(len(ids), -1, dtype=np.int64)
        places = np.minimum(np.searchsorted(self.ids, ids), len(self.ids) - 1)
        found = (self.ids[places] == ids) & self.live[places]
        return np.where(found, places, -1).astype(np.int64)

    def nearest(
        self, vector: Vector, *, limit: int, condition: Filter, exclude: Ids
    ) -> tuple[Ids, NDArray[np.float32]]:
        """Ids and scores of the nearest rows that pass, best first, equal scores by id."""
        found = self.index.search(vector, limit=limit, allowed=self._allowed(condition, exclude))
        return self.ids[found.rows], found.scores

    def _allowed(self, condition: Filter, exclude: Ids) -> Mask | None:
        if condition.is_empty and not len(exclude) and not len(self.struck):
            return None
        mask = self.live if condition.is_empty else self.live & self.columns.mask(condition)
        left_out = self.rows_of(exclude)
        left_out = left_out[left_out >= 0]
        if len(left_out):
            mask = mask.copy()
            mask[left_out] = False
        return mask


def write_segment(
    folder: Path, ids: Ids, matrix: Matrix, columns: AttributeColumns, *, exact_below: int = EXACT_BELOW
) -> SegmentFacts:
    """Write rows that stand in ascending order of id; gives what the manifest must keep.

    From `exact_below` rows on, lists are made too and the depth of search chosen by measured recall.
    """
    folder.mkdir(parents=True)
    np.save(folder / IDS, ids)
    write_flat(folder / VECTORS, matrix)
    columns.save(folder / ATTRIBUTES)
    if len(ids) < max(exact_below, 1):
        return SegmentFacts(count=len(ids), nprobe=0, recall=1.0)
    write_ivf(folder / LISTS, matrix)
    flat = FlatVectors(folder / VECTORS)
    flat.matrix = matrix  # the same numbers, in memory already: mapped, they would take their room twice
    chosen = choose_nprobe(folder / LISTS, flat)
    return SegmentFacts(count=len(ids), nprobe=chosen.nprobe, recall=chosen.recall)


def _load_ids(path: Path) -> Ids:
    try:
        return np.asarray(np.load(path, allow_pickle=False), dtype=np.int64)
    except (OSError, ValueError, EOFError) as error:
        raise IndexDamaged(f"{path} cannot be read ({error}). Build the index again.") from error
