"""The roadmap as a path of parts with topics, and how far the reader is on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from api.pages.addresses import topic_path
from api.pages.views.bars import NOTHING_KNOWN, Bar, bar_of
from api.pages.views.cards import Card, card_of
from api.pages.views.links import Link
from api.pages.views.words import count, day
from paper_reader.types import NewPaper, Part, ReadingStatus, Roadmap, Topic

_LEVELS: Final = {"start-here": "Start here", "core": "Core", "advanced": "Advanced"}


@dataclass(frozen=True, slots=True)
class TopicStop:
    """A topic on the path."""

    href: str
    title: str
    description: str
    level: str
    bar: Bar
    needs: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class PartStop:
    """A part on the path."""

    anchor: str
    number: int
    title: str
    description: str
    bar: Bar
    topics: tuple[TopicStop, ...]


@dataclass(frozen=True, slots=True)
class RoadmapView:
    """The page. `counting`: some topics' must-reads are still being counted."""

    parts: tuple[PartStop, ...]
    bar: Bar
    papers: str
    new: tuple[Card, ...]
    new_on: tuple[str, ...]
    going_on: tuple[Card, ...]
    counting: bool


def roadmap_view(
    roadmap: Roadmap,
    must_reads: Mapping[str, Sequence[int]],
    statuses: Mapping[int, ReadingStatus],
    *,
    papers: int,
    new: Sequence[NewPaper] = (),
    going_on: Sequence[Card] = (),
) -> RoadmapView:
    """Make the page's view. `must_reads` names the papers of those topics that were counted."""
    titles = {topic.slug: topic.title for topic in roadmap.topics}
    parts = tuple(_part(part, titles, must_reads, statuses) for part in roadmap.parts)
    return RoadmapView(
        parts=parts,
        bar=_bar(roadmap.topics, must_reads, statuses),
        papers=count(papers, "paper"),
        new=tuple(card_of(one.paper, statuses.get(one.paper.id)) for one in new),
        new_on=tuple(day(one.arrived_at) for one in new),
        going_on=tuple(going_on),
        counting=len(must_reads) < len(titles),
    )


def _part(
    part: Part,
    titles: Mapping[str, str],
    must_reads: Mapping[str, Sequence[int]],
    statuses: Mapping[int, ReadingStatus],
) -> PartStop:
    topics = tuple(_topic(topic, titles, must_reads.get(topic.slug, ()), statuses) for topic in part.topics)
    bar = _bar(part.topics, must_reads, statuses)
    return PartStop(f"part-{part.slug}", part.number, part.title, part.description, bar, topics)


def _topic(
    topic: Topic, titles: Mapping[str, str], papers: Sequence[int], statuses: Mapping[int, ReadingStatus]
) -> TopicStop:
    needs = tuple(Link(topic_path(slug), titles[slug]) for slug in topic.prerequisites if slug in titles)
    return TopicStop(
        href=topic_path(topic.slug),
        title=topic.title,
        description=topic.description,
        level=_LEVELS.get(topic.level, topic.level),
        bar=bar_of(papers, statuses, in_short=True),
        needs=needs,
    )


def _bar(
    topics: Sequence[Topic], must_reads: Mapping[str, Sequence[int]], statuses: Mapping[int, ReadingStatus]
) -> Bar:
    """How much of several topics is read; nothing before all of them are counted, since it would be of some alone."""
    if any(topic.slug not in must_reads for topic in topics):
        return NOTHING_KNOWN
    return bar_of([one for topic in topics for one in must_reads[topic.slug]], statuses)
