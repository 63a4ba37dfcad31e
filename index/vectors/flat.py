"""The exact vector index: FAISS's flat inner-product index, mapped from its file."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import numpy as np

from index.attributes import Mask
from index.document import Matrix, Vector
from index.errors import IndexDamaged
from index.vectors.ordering import Rows, Scores, best, complete_ties
from index.vectors.protocol import Nearest

# Below this many allowed rows, numpy over those rows alone is quicker than FAISS asking of each row whether it may.
FEW_ROWS = 4000
COUNT_AT = 8  # where a FAISS file says how many vectors it holds: behind four letters and the dimension


class FlatVectors:
    """Compares with every vector. At 50,000 vectors of 384 numbers a search takes some 7 ms."""

    kind = "exact"

    def __init__(self, path: Path) -> None:
        self._index = read_faiss(path)
        self.matrix = matrix_of(self._index)

    def search(self, vector: Vector, *, limit: int, allowed: Mask | None = None) -> Nearest:
        """The `limit` nearest allowed rows."""
        if allowed is None:
            return self._search_all(vector, limit)
        rows = np.flatnonzero(allowed)
        if len(rows) > FEW_ROWS:
            rows = complete_ties(lambda count: self._ask(vector, count, allowed), limit, len(rows))
        return best(self.matrix, rows, vector, limit)

    def _search_all(self, vector: Vector, limit: int) -> Nearest:
        rows = complete_ties(lambda count: self._ask(vector, count, None), limit, len(self.matrix))
        return best(self.matrix, rows, vector, limit)

    def _ask(self, vector: Vector, count: int, allowed: Mask | None) -> tuple[Scores, Rows]:
        if count <= 0:
            return np.zeros(0, dtype=np.float32), np.zeros(0, dtype=np.int64)
        import faiss

        settings = None if allowed is None else faiss.SearchParameters(sel=selector(allowed))  # type: ignore[call-arg]  # as FAISS documents it
        scores, rows = self._index.search(vector[np.newaxis].astype(np.float32), count, params=settings)
        return scores[0], rows[0]


def selector(allowed: Mask) -> Any:
    """FAISS's form of a mask. It keeps the bits it was given alive."""
    import faiss

    bits: Any = np.packbits(allowed, bitorder="little")  # the stubs know the C++ signature only
    return faiss.IDSelectorBitmap(bits)  # type: ignore[call-arg]  # likewise


def write_flat(path: Path, matrix: Matrix) -> None:
    """Write the matrix as a FAISS flat index: byte for byte what FAISS writes, without the copy that it would make.

    That is the head of an empty index with two numbers filled in, then the vectors. A test compares.
    """
    import faiss

    count, dimension = matrix.shape
    head = bytearray(faiss.serialize_index(faiss.IndexFlatIP(dimension)).tobytes())
    struct.pack_into("<q", head, COUNT_AT, count)
    struct.pack_into("<q", head, len(head) - 8, count * dimension)
    with path.open("wb") as file:
        file.write(head)
        np.ascontiguousarray(matrix, dtype="<f4").tofile(file)


def read_faiss(path: Path) -> Any:
    """A FAISS index, mapped rather than read. Raises `IndexDamaged` where the file is not a whole one."""
    import faiss

    try:
        return faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
    except RuntimeError as error:
        raise IndexDamaged(f"{path} is not a whole vector file ({error}). Build the index again.") from error


def matrix_of(index: Any) -> Matrix:
    """The vectors of a flat index, without a copy; they live as long as `index` does."""
    import faiss

    if index.ntotal == 0:
        return np.zeros((0, index.d), dtype=np.float32)
    view = faiss.rev_swig_ptr(index.get_xb(), index.ntotal * index.d).reshape(index.ntotal, index.d)
    view.flags.writeable = False
    return np.asarray(view)
