"""Collects documents' vectors and attributes while they stream by, and puts them in order of id."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.attributes import AttributeColumns, ColumnsBuilder, concatenate
from index.document import Document, Matrix
from index.errors import IndexIncompatible
from index.vectors.segment import Ids, Segment

CHUNK_ROWS = 8192
UNIT_TOLERANCE = 1e-2


class Rows:
    """Ids in ascending order, with the vector and the attributes of each."""

    def __init__(self, ids: Ids, matrix: Matrix, columns: AttributeColumns) -> None:
        self.ids = ids
        self.matrix = matrix
        self.columns = columns

    def __len__(self) -> int:
        return len(self.ids)

    def without(self, ids: Iterable[int]) -> Rows:
        """The rows of all other ids."""
        return self._take(np.flatnonzero(~np.isin(self.ids, np.fromiter(ids, dtype=np.int64))))

    def merged(self, other: Rows) -> Rows:
        """The rows of both, which share no id."""
        both = Rows(
            np.concatenate([self.ids, other.ids]),
            np.concatenate([self.matrix, other.matrix]),
            concatenate(self.columns, other.columns),
        )
        return both._take(np.argsort(both.ids, kind="stable"))

    def _take(self, rows: NDArray[np.int64]) -> Rows:
        return Rows(self.ids[rows], self.matrix[rows], self.columns.take(rows))


def rows_of_segment(segment: Segment) -> Rows:
    """The rows of a segment that are still there; vectors are copied."""
    live = np.flatnonzero(segment.live)
    return Rows(segment.ids[live], segment.matrix[live], segment.columns.take(live))


class RowCollector:
    """Holds what is added: vectors in a passing file, attributes as columns; titles and bodies pass by.

    The file lies in `folder` without a name, and goes when the last array over it goes. Vectors of 263,000 documents
    held in memory would stand beside the text index's own needs, twice while they are put in order.
    """

    def __init__(self, dimension: int, folder: Path) -> None:
        self._dimension = dimension
        self._ids: list[int] = []
        self._newest: dict[int, int] = {}
        self._vectors = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - it outlives this object
        self._waiting: Matrix = np.empty((CHUNK_ROWS, dimension), dtype=np.float32)
        self._columns = ColumnsBuilder()

    def add(self, document: Document) -> bool:
        """Add a document, in place of an earlier one with its id; gives whether there was one.

        Raises `IndexIncompatible` where the vector has another length than the index, or is neither of length 1 nor
        all zeros.
        """
        self._check(document)
        row = len(self._ids)
        self._waiting[row % CHUNK_ROWS] = document.vector
        if row % CHUNK_ROWS == CHUNK_ROWS - 1:
            self._waiting.tofile(self._vectors)
        self._columns.add(document.numbers, document.tags)
        self._ids.append(document.id)
        known = document.id in self._newest
        self._newest[document.id] = row
        return known

    def rows(self) -> Rows:
        """What was added, in order of id; called once. Vectors that came in that order stay in the file."""
        ids = np.array(sorted(self._newest), dtype=np.int64)
        rows = np.array([self._newest[found] for found in ids.tolist()], dtype=np.int64)
        matrix = self._matrix()
        in_order = len(rows) == len(self._ids) and bool((rows == np.arange(len(rows))).all())
        return Rows(ids, matrix if in_order else matrix[rows], self._columns.build().take(rows))

    def _matrix(self) -> Matrix:
        """All vectors in the order they came, mapped."""
        count = len(self._ids)
        with self._vectors as file:  # a mapping holds the file by itself
            self._waiting[: count % CHUNK_ROWS].tofile(file)
            file.flush()
            if not count:
                return np.empty((0, self._dimension), dtype=np.float32)
            return np.memmap(file, dtype=np.float32, mode="r", shape=(count, self._dimension))

    def close(self) -> None:
        """Let go of the file, also where nothing came of it; arrays that lie in it stay whole."""
        self._vectors.close()

    @property
    def changed(self) -> frozenset[int]:
        """The ids added."""
        return frozenset(self._newest)

    def _check(self, document: Document) -> None:
        if document.vector.shape != (self._dimension,):
            raise IndexIncompatible(
                f"document {document.id} has a vector of shape {document.vector.shape}, the index is of dimension "
                f"{self._dimension}. Encode it with the model of this index, or build the index again."
            )
        length = float(np.linalg.norm(document.vector))
        if not (abs(length - 1) < UNIT_TOLERANCE or length == 0):
            raise IndexIncompatible(f"the vector of document {document.id} has length {length:.3f}, not 1.")
