"""Rows of differing length in one flat array: token ids of titles, abstracts and phrases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Ragged:
    """Row i is `values[starts[i] : starts[i + 1]]`."""

    values: np.ndarray
    starts: np.ndarray

    @classmethod
    def of(cls, rows: Iterable[Sequence[int]]) -> Ragged:
        """From one sequence a row."""
        parts = [np.asarray(row, dtype=np.int32) for row in rows]
        starts = np.concatenate([[0], np.cumsum([len(part) for part in parts])]).astype(np.int64)
        return cls(np.concatenate([*parts, np.zeros(0, np.int32)]), starts)

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def lengths(self) -> np.ndarray:
        """How long each row is."""
        return np.diff(self.starts)

    def take(self, rows: np.ndarray) -> Ragged:
        """These rows, in this order."""
        return self.segments(self.starts[rows], self.starts[rows + 1])

    def segments(self, begins: np.ndarray, ends: np.ndarray) -> Ragged:
        """Pieces of the flat array, each a row."""
        lengths = ends - begins
        starts = np.concatenate([[0], np.cumsum(lengths)])
        places = np.arange(starts[-1]) + np.repeat(begins - starts[:-1], lengths)
        return Ragged(self.values[places], starts)

    def thinned(self, kept: np.ndarray) -> Ragged:
        """Only those values for which `kept` (one truth a value) holds."""
        counts = np.concatenate([[0], np.cumsum(kept)])
        return Ragged(self.values[kept], counts[self.starts])


def joined(parts: Sequence[Ragged]) -> Ragged:
    """All rows of the first, then of the second, and so on."""
    lengths = np.concatenate([part.lengths for part in parts])
    return Ragged(np.concatenate([part.values for part in parts]), np.concatenate([[0], np.cumsum(lengths)]))
