"""What the reader keeps: reading lists of their own, and searches to come back to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from paper_reader.types.paper import Paper, ReadingStatus
from paper_reader.types.reading_list import Level, Role
from paper_reader.types.search import SearchFilter, SearchMode


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptItem:
    """A paper on a kept list. Level, role, reason and score are those of the list it was made from, if it was."""

    position: int
    paper: Paper
    added_at: datetime
    level: Level | None = None
    role: Role | None = None
    reason: str = ""
    score: float | None = None
    status: ReadingStatus | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptListHead:
    """A kept list without its papers. `topic` is what it was made for; None where the papers were chosen."""

    slug: str
    name: str
    topic: str | None
    topic_slug: str | None
    created_at: datetime
    updated_at: datetime
    size: int
    share_token: str | None = None


@dataclass(frozen=True, slots=True)
class KeptList:
    """A list that the reader keeps, in the reader's own order."""

    head: KeptListHead
    items: tuple[KeptItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedSearch:
    """A search to come back to."""

    slug: str
    name: str
    query: str
    mode: SearchMode
    limits: SearchFilter
    created_at: datetime
