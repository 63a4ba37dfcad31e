"""What can be asked of the search, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from paper_reader.types.paper import Paper


class SearchMode(StrEnum):
    """Which retrievers take part."""

    HYBRID = "hybrid"
    DENSE = "dense"
    LEXICAL = "lexical"


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchFilter:
    """Limits that every hit must meet; they hold inside the search. Several values of one field mean any of them.

    A category also matches by its archive: "cs" takes "cs.LG". A source also matches its family: "arxiv" takes
    "arxiv-oai". Years are inclusive; a paper without a year meets no year limit.
    """

    year_from: int | None = None
    year_to: int | None = None
    categories: tuple[str, ...] = ()
    venues: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is limited."""
        return self == SearchFilter()


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchHit:
    """One found paper.

    `found_by` maps each way to it ("exact", "name", "author", "dense", "lexical") to its 1-based rank there.
    """

    rank: int
    score: float
    paper: Paper
    found_by: Mapping[str, int] = field(default_factory=dict)
    snippet: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    """The hits in order, and notes on anything that made the answer less than it could be (index behind, say)."""

    query: str
    mode: SearchMode
    hits: tuple[SearchHit, ...]
    notes: tuple[str, ...] = ()
