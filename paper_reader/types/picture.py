"""Pictures of a topic as values: where everything stands is decided, how it looks is left to who draws it.

Lengths are units of the picture's own `width` and `height`; y grows downwards, as in SVG.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from paper_reader.types.paper import Paper, ReadingStatus
from paper_reader.types.reading_list import Level, Role


class LinkKind(StrEnum):
    """Why one paper stands before another."""

    READ_FIRST = "read first"  # the reading list says so
    CITES = "cites"


@dataclass(frozen=True, slots=True, kw_only=True)
class LineageNode:
    """A paper of a list, drawn as a card whose upper left corner is (x, y). `position` is its place on the list.

    `builds_on` are the positions that links lead here from, `ancestors` all that lead here over any number of links.
    `surveys` counts the papers of the list that a survey cites; these are no links, or it would be linked to all.
    """

    position: int
    paper: Paper
    level: Level
    role: Role
    lines: tuple[str, ...]  # the title, as much of it as there is room for
    layer: int
    x: float
    y: float
    width: float
    height: float
    builds_on: tuple[int, ...] = ()
    ancestors: tuple[int, ...] = ()
    surveys: int = 0
    has_known_references: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LineageLink:
    """A link between two papers by their positions, and the way it takes past the cards: points from top to bottom."""

    earlier: int
    later: int
    kind: LinkKind
    why: str
    points: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelBand:
    """A stretch of the picture in which all papers of one level stand."""

    level: Level
    y: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Lineage:
    """Who builds on whom among the papers of a list, from what to read first at the top to what to read last.

    `thinned` counts the citations that are not drawn since a way over other papers shows them already.
    """

    topic: str
    topic_slug: str | None
    generated_at: datetime
    width: float
    height: float
    nodes: tuple[LineageNode, ...] = ()
    links: tuple[LineageLink, ...] = ()
    bands: tuple[LevelBand, ...] = ()
    thinned: int = 0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MapLabel:
    """Words on a map: the left end of their base line, and how much room they take."""

    text: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MapNode:
    """A paper as a circle. Neighbours on the map are neighbours in meaning; the axes themselves mean nothing.

    `position` is its place among the must-reads, None for other papers. `influence` lies in [0, 1], None where it is
    not known; the circle then has a size that says nothing. `age` and `facet` are numbers of the map's `ages` and
    `facets`. `place` is where it stands in the unit square, whatever the frame.
    """

    paper: Paper
    place: tuple[float, float]
    x: float
    y: float
    radius: float
    position: int | None = None
    status: ReadingStatus | None = None
    influence: float | None = None
    influence_in_words: str = ""
    age: int | None = None
    facet: int | None = None
    label: MapLabel | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgeBand:
    """Papers of these years, both ends included, have one colour."""

    name: str
    year_from: int
    year_to: int
    papers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MapFacet:
    """A group of papers about the same thing; `label` is None where its name found no room."""

    name: str
    papers: int
    label: MapLabel | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicMap:
    """The papers of a topic, placed by meaning. `ages` begins with the youngest; `size_by` says what sizes mean."""

    topic: str
    topic_slug: str | None
    generated_at: datetime
    width: float
    height: float
    size_by: str
    nodes: tuple[MapNode, ...] = ()
    ages: tuple[AgeBand, ...] = ()
    facets: tuple[MapFacet, ...] = ()
    notes: tuple[str, ...] = ()
