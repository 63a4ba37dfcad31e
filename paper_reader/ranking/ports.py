"""What ranking asks of the retrieval engine and of the store. The real ones fit; tests pass fakes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from paper_reader.types import CitationCount, Identifier, Paper, ReadingStatus, SearchFilter

Matrix = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Found:
    """One retrieved paper: the fused score, and each retriever's rank and raw score ("dense", "lexical")."""

    paper_id: int
    score: float
    ranks: Mapping[str, int]
    scores: Mapping[str, float]


class Retriever(Protocol):
    """Search over the library's index. Answers are ordered best first; ids that the index lacks are left out."""

    def query_vectors(self, texts: Sequence[str]) -> Matrix:
        """Unit vectors of search texts, one row each."""

    def search(self, text: str, vector: NDArray[np.float32], *, limit: int, only: SearchFilter) -> Sequence[Found]:
        """Hybrid search for `text`, whose query vector is `vector`."""

    def nearest(self, vector: NDArray[np.float32], *, limit: int, only: SearchFilter) -> Sequence[Found]:
        """The papers whose vectors are nearest to `vector`."""

    def vectors(self, paper_ids: Sequence[int]) -> tuple[Sequence[int], Matrix]:
        """(ids, rows) of those asked for that the index holds, in the order asked."""

    def sample(self, count: int) -> Matrix:
        """Vectors of about `count` papers spread over the whole library, the same at every call."""


class Papers(Protocol):
    """The library's papers."""

    def get_many(self, ids: Sequence[int]) -> list[Paper]:
        """Papers in the order asked, those that are not there left out."""


class Citations(Protocol):
    """Who cites whom, as far as both are in the library. Edges are (citing, cited)."""

    def edges_among(self, ids: Sequence[int]) -> list[tuple[int, int]]:
        """Edges with both ends in `ids`."""

    def references_of(self, ids: Sequence[int]) -> list[tuple[int, int]]:
        """Edges that leave `ids`: what they cite."""

    def cited_by(self, ids: Sequence[int]) -> list[tuple[int, int]]:
        """Edges that enter `ids`: who cites them."""

    def cited_outside(self, ids: Sequence[int], limit: int) -> list[tuple[Identifier, int]]:
        """What `ids` cite and the library lacks, with the number of those that cite each, the most cited first."""

    def histories(self, ids: Sequence[int]) -> Mapping[int, Sequence[CitationCount]]:
        """Every count that ever came for each paper, oldest first; papers without a count may be missing."""

    def reference_counts(self, ids: Sequence[int]) -> dict[int, int]:
        """How many references are known of each paper; a paper without known references may be missing or 0."""


class Coined(Protocol):
    """A name that a paper coined."""

    @property
    def name(self) -> str:
        """As the paper prints it."""

    @property
    def key(self) -> str:
        """What all spellings of it have in common."""

    @property
    def mentions(self) -> int:
        """How many later papers of the library use it."""


class CoinedNames(Protocol):
    """Which names papers coined and use, told for the whole library."""

    def coined_by(self, ids: Sequence[int]) -> Mapping[int, Coined]:
        """The name of each paper that coined one."""

    def mentioned_in(self, ids: Sequence[int]) -> Mapping[int, frozenset[str]]:
        """The keys of the names that each paper uses."""


class Reading(Protocol):
    """How far the reader is with each paper."""

    def statuses(self) -> dict[int, ReadingStatus]:
        """Status of every paper that was marked."""
