"""A map of a topic to look at, and the same as a table."""

from __future__ import annotations

from dataclasses import dataclass

from api.pages.addresses import paper_path
from api.pages.views.marks import DONE, LABELS
from api.pages.views.picture_ways import Look, looks_at
from api.pages.views.words import capital, count, names
from paper_reader.types import MapNode, TopicMap


@dataclass(frozen=True, slots=True)
class Words:
    """Words on the map."""

    text: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Spot:
    """A paper as it is drawn. `kind` are classes of the style; `name` is what is heard and shown of it."""

    href: str
    x: float
    y: float
    radius: float
    kind: str
    name: str
    is_must_read: bool
    label: Words | None


@dataclass(frozen=True, slots=True)
class MapDrawing:
    """The map in one frame. `key` tells the two of one page apart."""

    key: str
    width: float
    height: float
    spots: tuple[Spot, ...]
    facets: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Colour:
    """What one colour means."""

    kind: str
    name: str
    papers: str


@dataclass(frozen=True, slots=True)
class MapRow:
    """A paper in the table."""

    href: str
    position: str
    title: str
    authors: str
    year: str
    influence: str
    facet: str
    said: str


@dataclass(frozen=True, slots=True)
class MapView:
    """The page."""

    topic: str
    looks: tuple[Look, ...]
    drawings: tuple[MapDrawing, ...]
    colours: tuple[Colour, ...]
    size_by: str
    has_unknown_size: bool
    has_read: bool
    rows: tuple[MapRow, ...]
    summary: str
    notes: tuple[str, ...]


def map_view(wide: TopicMap, narrow: TopicMap) -> MapView:
    """Make the page's view; both maps are of the same papers."""
    return MapView(
        topic=wide.topic,
        looks=looks_at(wide.topic, wide.topic_slug, "map"),
        drawings=(_drawing("wide", wide), _drawing("narrow", narrow)) if wide.nodes else (),
        colours=tuple(
            Colour(f"age-{number}", band.name, count(band.papers, "paper")) for number, band in enumerate(wide.ages)
        ),
        size_by=wide.size_by,
        has_unknown_size=any(node.influence is None for node in wide.nodes),
        has_read=any(node.status in DONE for node in wide.nodes),
        rows=tuple(_row(node, wide) for node in _in_table(wide)),
        summary=_summary(wide),
        notes=wide.notes,
    )


def _drawing(key: str, drawn: TopicMap) -> MapDrawing:
    # Large circles first, so that a small one is never beneath.
    spots = sorted(drawn.nodes, key=lambda node: (node.position is not None, -node.radius, node.paper.id))
    return MapDrawing(
        key=key,
        width=drawn.width,
        height=drawn.height,
        spots=tuple(_spot(node, drawn) for node in spots),
        facets=tuple(Words(one.name, one.label.x, one.label.y) for one in drawn.facets if one.label),
    )


def _spot(node: MapNode, drawn: TopicMap) -> Spot:
    kinds = [f"age-{node.age}" if node.age is not None else "age-unknown"]
    kinds += ["must"] if node.position is not None else []
    kinds += ["unknown"] if node.influence is None else []
    kinds += ["done"] if node.status in DONE else []
    return Spot(
        href=paper_path(node.paper.id),
        x=node.x,
        y=node.y,
        radius=node.radius,
        kind=" ".join(kinds),
        name=_name(node, drawn),
        is_must_read=node.position is not None,
        label=Words(node.label.text, node.label.x, node.label.y) if node.label else None,
    )


def _name(node: MapNode, drawn: TopicMap) -> str:
    place = f"{node.position}. " if node.position is not None else ""
    facts = [
        names(node.paper.authors),
        str(node.paper.year or ""),
        node.influence_in_words,
        f"on {drawn.facets[node.facet].name}" if node.facet is not None else "",
        LABELS[node.status] if node.status else "",
    ]
    return f"{place}{node.paper.title} — " + "; ".join(fact for fact in facts if fact)


def _in_table(drawn: TopicMap) -> list[MapNode]:
    """The must-reads in their order, then group by group, the younger papers first."""
    listed = sorted((node for node in drawn.nodes if node.position is not None), key=lambda node: node.position or 0)
    others = [node for node in drawn.nodes if node.position is None]
    groups = len(drawn.facets)
    others.sort(key=lambda node: (groups if node.facet is None else node.facet, -(node.paper.year or 0), node.paper.id))
    return [*listed, *others]


def _row(node: MapNode, drawn: TopicMap) -> MapRow:
    return MapRow(
        href=paper_path(node.paper.id),
        position=str(node.position) if node.position is not None else "",
        title=node.paper.title,
        authors=names(node.paper.authors),
        year=str(node.paper.year or "not known"),
        influence=capital(node.influence_in_words),
        facet=drawn.facets[node.facet].name if node.facet is not None else "",
        said=LABELS[node.status] if node.status else "",
    )


def _summary(drawn: TopicMap) -> str:
    if not drawn.nodes:
        return ""
    listed = sum(node.position is not None for node in drawn.nodes)
    said = f"{count(len(drawn.nodes), 'paper')}, {count(listed, 'must-read')} among them with their places on the list."
    named = [facet.name for facet in drawn.facets]
    if named:
        said += f" Groups: {', '.join(named)}."
    return said
