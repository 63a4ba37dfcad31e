"""What is new for this reader: papers, changes among the must-reads, and papers that are cited more than before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from paper_reader.types.paper import Paper
from paper_reader.types.record import CitationCount


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsItem:
    """A new paper with the reasons why it may matter; `topics` are the followed ones that it is on, by title."""

    paper: Paper
    arrived_at: datetime
    score: float
    reasons: tuple[str, ...]
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MustReadChange:
    """What came into the must-reads of a followed topic and what dropped out, since the reader last looked."""

    topic_slug: str
    title: str
    came_in: tuple[Paper, ...]
    dropped: tuple[Paper, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Climber:
    """A paper that a source counts more citations of than before."""

    paper: Paper
    before: CitationCount
    now: CitationCount

    @property
    def gained(self) -> int:
        """How many more."""
        return self.now.count - self.before.count


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What is new since a moment. `left_out` counts new papers that matter less than those that are named.

    `must_reads` are the lists that it was compared by, topic by topic: what the reader knows once it was shown.
    `looked_to` is the newest paper that was looked at, None where not everything was.
    """

    made_at: datetime
    since: datetime
    items: tuple[NewsItem, ...]
    left_out: int
    changes: tuple[MustReadChange, ...]
    climbers: tuple[Climber, ...]
    must_reads: tuple[tuple[str, tuple[int, ...]], ...]
    notes: tuple[str, ...] = ()
    looked_to: int | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.items or self.changes or self.climbers)
