"""The learning roadmap as values: parts, their topics, and what comes before what."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """One topic of the roadmap. `phrasings` are what is searched for; `prerequisites` are slugs of other topics.

    `aliases` are other names that people type for it ("gnn").
    """

    slug: str
    title: str
    part: str
    description: str = ""
    phrasings: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    prerequisites: tuple[str, ...] = ()
    level: str = "core"  # "start-here", "core", "advanced"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One of the roadmap's parts, with its topics in order."""

    slug: str
    number: int
    title: str
    description: str
    topics: tuple[Topic, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Roadmap:
    """All parts in order. Made by `paper_reader.roadmap.load_roadmap`, which has checked names and cycles."""

    parts: tuple[Part, ...]

    @property
    def topics(self) -> tuple[Topic, ...]:
        """All topics in the order of the parts."""
        return tuple(topic for part in self.parts for topic in part.topics)
