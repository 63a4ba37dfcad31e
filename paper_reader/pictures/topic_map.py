"""The map of a topic: its papers placed by meaning, sized by influence, coloured by age, must-reads named. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

import numpy as np
from numpy.typing import NDArray

from paper_reader.pictures.ages import age_bands, band_of
from paper_reader.pictures.bubbles import apart, radii
from paper_reader.pictures.labels import Circle, Room
from paper_reader.pictures.lettering import short_title
from paper_reader.pictures.meaning import places
from paper_reader.types import MapFacet, MapNode, Paper, ReadingStatus, TopicMap

WIDTH, HEIGHT = 1000.0, 660.0
MARGIN: Final = 26.0
LABEL_SIZE, FACET_SIZE = 12.0, 13.0
LABEL_ROOM, LEAST_LABEL_ROOM = 0.19, 118.0  # for one title: of the map's width, and at least
FACET_AWAY: Final = 70.0
LEAST_IN_FACET: Final = 3  # papers on the map, for its name to stand there


@dataclass(frozen=True, slots=True, kw_only=True)
class MapPaper:
    """A paper to place. `facet` is the name of what it is about, "" where that has none."""

    paper: Paper
    position: int | None = None
    influence: float | None = None
    influence_in_words: str = ""
    facet: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MapSubject:
    """What a map is of: papers with a vector each, and what the reader has marked."""

    topic: str
    topic_slug: str | None
    papers: Sequence[MapPaper]
    vectors: NDArray[np.float32]
    size_by: str = ""
    statuses: Mapping[int, ReadingStatus] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def draw_map(subject: MapSubject, now: datetime, *, width: float = WIDTH, height: float = HEIGHT) -> TopicMap:
    """The map in a frame. The order in which the papers come does not matter."""
    rows = sorted(range(len(subject.papers)), key=lambda row: subject.papers[row].paper.id)
    chosen = [subject.papers[row] for row in rows]
    years = [one.paper.year for one in chosen]
    where = places(subject.vectors[rows], np.array([np.nan if year is None else year for year in years]))
    bands = age_bands(years)
    names = sorted({one.facet for one in chosen if one.facet})
    nodes = [
        MapNode(
            paper=one.paper,
            place=(round(float(u), 4), round(float(v), 4)),
            x=0,
            y=0,
            radius=0,
            position=one.position,
            status=subject.statuses.get(one.paper.id),
            influence=one.influence,
            influence_in_words=one.influence_in_words,
            age=band_of(one.paper.year, bands),
            facet=names.index(one.facet) if one.facet else None,
        )
        for one, (u, v) in zip(chosen, where, strict=True)
    ]
    bare = TopicMap(
        topic=subject.topic,
        topic_slug=subject.topic_slug,
        generated_at=now,
        width=width,
        height=height,
        size_by=subject.size_by,
        nodes=tuple(nodes),
        ages=bands,
        facets=tuple(MapFacet(name=name, papers=sum(one.facet == name for one in chosen)) for name in names),
        notes=(*subject.notes, *_notes(nodes)),
    )
    return framed(bare, width, height)


def framed(drawn: TopicMap, width: float, height: float) -> TopicMap:
    """The same map in another frame: the same neighbours, with circles and names placed anew."""
    if not drawn.nodes:
        return replace(drawn, width=width, height=height)
    sizes = radii([node.influence for node in drawn.nodes], width * height)
    inner = np.array([width - 2 * MARGIN, height - 2 * MARGIN])
    points = apart(np.array([node.place for node in drawn.nodes]) * inner + MARGIN, sizes, width, height, 3.0)
    nodes = [
        replace(node, x=round(float(x), 1), y=round(float(y), 1), radius=round(float(size), 1), label=None)
        for node, (x, y), size in zip(drawn.nodes, points, sizes, strict=True)
    ]
    room = Room(width, height, [Circle(one.x, one.y, one.radius, one.position is not None) for one in nodes])
    facets = [_named(number, facet, nodes, room) for number, facet in enumerate(drawn.facets)]
    labelled = {
        one.paper.id: _labelled(one, room, max(LABEL_ROOM * width, LEAST_LABEL_ROOM)) for one in _must_reads(nodes)
    }
    return replace(
        drawn,
        width=width,
        height=height,
        nodes=tuple(labelled.get(one.paper.id, one) for one in nodes),
        facets=tuple(facets),
    )


def _must_reads(nodes: Sequence[MapNode]) -> list[MapNode]:
    return sorted((one for one in nodes if one.position is not None), key=lambda one: one.position or 0)


def _labelled(node: MapNode, room: Room, width: float) -> MapNode:
    """With its place on the list and its title, or at least its place."""
    circle = Circle(node.x, node.y, node.radius)
    title = short_title(node.paper.title, width, LABEL_SIZE)
    shorter = short_title(node.paper.title, 0.7 * width, LABEL_SIZE)
    for text in (f"{node.position} {title}", f"{node.position} {shorter}", f"{node.position}"):
        label = room.beside(circle, text, LABEL_SIZE)
        if label is not None:
            return replace(node, label=label)
    return node


def _named(number: int, facet: MapFacet, nodes: Sequence[MapNode], room: Room) -> MapFacet:
    """With its name in the middle of its papers: the median, which a straggler does not move."""
    held = [one for one in nodes if one.facet == number]
    if len(held) < LEAST_IN_FACET:
        return replace(facet, label=None)
    x, y = float(np.median([one.x for one in held])), float(np.median([one.y for one in held]))
    return replace(facet, label=room.near(x, y, facet.name, FACET_SIZE, FACET_AWAY))


def _notes(nodes: Sequence[MapNode]) -> tuple[str, ...]:
    unknown = sum(node.influence is None for node in nodes)
    if not unknown:
        return ()
    words = f"How influential {unknown} of these {len(nodes)} papers are is not known: dashed circles of one size."
    return (words,)
