"""What is new on a topic, and who stands behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from paper_reader.types.paper import Paper


@dataclass(frozen=True, slots=True)
class NewPaper:
    """A paper that is new on a topic, and when it came to the library."""

    paper: Paper
    arrived_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicNews:
    """Papers on a topic that were published or came to the library since a moment, the latest to come first.

    `seen_at` is when the reader last said that they had looked; None where they never did.
    """

    topic_slug: str
    since: date
    seen_at: datetime | None
    papers: tuple[NewPaper, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TopicPerson:
    """An author of must-reads, with the ones they wrote in reading order, and why they are named.

    `on_topic` counts the papers on the topic, must-reads and others, `recent` those of the last years; `group` names
    those who write with them on it, the most frequent first.
    """

    name: str
    papers: tuple[Paper, ...]
    why: str = ""
    first_author_of: int = 0
    on_topic: int = 0
    recent: int = 0
    group: tuple[str, ...] = ()
