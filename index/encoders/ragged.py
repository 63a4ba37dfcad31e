"""The token ids of many texts in one array."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Ragged:
    """The ids of several texts: those of text i are `ids[starts[i]:starts[i + 1]]`."""

    ids: Ids
    starts: NDArray[np.int64]

    @classmethod
    def of(cls, rows: Sequence[Sequence[int]]) -> Ragged:
        """The same from a list a text."""
        starts = starts_of(map(len, rows))
        return cls(np.fromiter(chain.from_iterable(rows), dtype=np.int32, count=int(starts[-1])), starts)

    def rows(self, wanted: NDArray[np.int64], longest: int | None = None) -> Ragged:
        """Those rows, one after the other, each cut to its `longest` first ids."""
        lengths = np.diff(self.starts)[wanted]
        if longest is not None:
            lengths = np.minimum(lengths, longest)
        starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        # Within row i place p is at its begin + p - starts[i].
        places = np.arange(starts[-1]) + np.repeat(self.starts[:-1][wanted] - starts[:-1], lengths)
        return Ragged(self.ids[places], starts)


def starts_of(lengths: Iterable[int]) -> NDArray[np.int64]:
    """Where each of several runs of these lengths begins, and where the last one ends."""
    return np.fromiter(accumulate(lengths, initial=0), dtype=np.int64)
