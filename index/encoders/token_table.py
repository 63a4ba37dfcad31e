"""A table of token vectors in model2vec's format, mapped from its file: a query reads the few rows that it needs."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.document import Matrix
from index.encoders.pooling import unit_rows
from index.encoders.ragged import Ragged
from index.encoders.tensors import map_tensor, read_tensors

TABLE, WEIGHTS, MAPPING = "embeddings", "weights", "mapping"
TABLE_DTYPES = frozenset({"F32", "F16", "I8"})
# From here on scipy's sparse product adds up the rows: 95,000 abstracts a second, 45,000 one by one. Importing it takes
# 0.15 s, in which 2,000 short texts are done.
MANY_TEXTS = 256


class TokenTable:
    """Vectors of tokens, with a weight each and shared by several tokens where the model says so. Safe for threads."""

    def __init__(self, file: Path) -> None:
        """Raises `ValueError` where the file holds anything else than model2vec's tensors as they are known here."""
        tensors = read_tensors(file)
        if not {TABLE} <= tensors.keys() <= {TABLE, WEIGHTS, MAPPING}:
            raise ValueError(f"tensors {', '.join(sorted(tensors))}")
        if tensors[TABLE].dtype not in TABLE_DTYPES:
            raise ValueError(f"a table of {tensors[TABLE].dtype}")
        self._rows = map_tensor(file, tensors[TABLE])
        self._weights = _one_a_token(file, tensors.get(WEIGHTS))
        self._mapping = _one_a_token(file, tensors.get(MAPPING))
        if self._rows.ndim != 2:
            raise ValueError(f"a table of {self._rows.ndim} dimensions")
        if self._mapping is not None and not 0 <= int(self._mapping.min()) <= int(self._mapping.max()) < len(
            self._rows
        ):
            raise ValueError("a mapping to rows that are not there")
        if self._weights is not None and self._mapping is not None and len(self._weights) != len(self._mapping):
            raise ValueError("weights and mapping of different lengths")
        self._lock = threading.Lock()
        self._loaded: Matrix | None = None

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._rows.shape[1])

    @property
    def tokens(self) -> int:
        """How many tokens have a vector."""
        parts = [part for part in (self._mapping, self._weights, self._rows) if part is not None]
        return len(parts[0])

    def pooled(self, tokens: Ragged, unknown: int | None) -> Matrix:
        """The unit vectors of texts: the direction of the mean of their tokens' vectors, those that are not `unknown`.

        Texts without any get zeros. Sums are made in float32, whatever the table is kept in.
        """
        if len(tokens.starts) > MANY_TEXTS:
            return unit_rows(self._all_at_once(tokens, unknown))
        found = np.zeros((len(tokens.starts) - 1, self.dimension), dtype=np.float32)
        for row, (first, last) in enumerate(zip(tokens.starts[:-1].tolist(), tokens.starts[1:].tolist(), strict=True)):
            ids = tokens.ids[first:last]
            places, factors = self._placed(ids if unknown is None else ids[ids != unknown])
            found[row] = factors @ self._rows[places].astype(np.float32)
        return unit_rows(found)

    def _placed(self, ids: NDArray[np.int32]) -> tuple[NDArray[Any], Matrix]:
        """For each token its row of the table and what to multiply it by."""
        places = ids if self._mapping is None else self._mapping[ids]
        factors = np.ones(len(ids), np.float32) if self._weights is None else self._weights[ids].astype(np.float32)
        return places, factors

    def _all_at_once(self, tokens: Ragged, unknown: int | None) -> Matrix:
        from scipy.sparse import csr_matrix  # type: ignore[import-untyped]  # it comes without types

        with self._lock:
            if self._loaded is None:
                self._loaded = self._rows.astype(np.float32)
        places, factors = self._placed(tokens.ids)
        if unknown is not None:
            factors[tokens.ids == unknown] = 0
        shape = (len(tokens.starts) - 1, len(self._loaded))
        return np.asarray(csr_matrix((factors, places, tokens.starts), shape=shape) @ self._loaded, dtype=np.float32)


def _one_a_token(file: Path, tensor: Any) -> NDArray[Any] | None:
    if tensor is None:
        return None
    if len(tensor.shape) != 1 or not tensor.shape[0]:
        raise ValueError(f"a tensor of shape {tensor.shape} where one number a token is due")
    return map_tensor(file, tensor)
