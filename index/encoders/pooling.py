"""From the vectors of tokens to the vector of a text, and to unit length."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from index.document import Matrix


def pool(hidden: Matrix, mask: NDArray[np.int64], pooling: str) -> Matrix:
    """Token vectors (texts, tokens, width) to text vectors: the "mean" of those that are there, or "cls", the first."""
    if pooling == "cls":
        return np.ascontiguousarray(hidden[:, 0])
    present = mask.astype(np.float32)
    summed = np.einsum("btw,bt->bw", hidden, present)
    return np.asarray(summed / np.maximum(present.sum(axis=1, keepdims=True), 1e-9), dtype=np.float32)


def unit_rows(matrix: Matrix) -> Matrix:
    """The rows at length 1, float32. A row of zeros stays one: it is like nothing, itself included."""
    matrix = np.asarray(matrix, dtype=np.float32)
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    return np.asarray(matrix / np.where(lengths > 0, lengths, 1), dtype=np.float32)
