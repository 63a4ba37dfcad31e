"""A lineage to look at, and the same in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from api.pages.addresses import paper_path
from api.pages.views.cards import LEVELS
from api.pages.views.marks import DONE, LABELS
from api.pages.views.picture_ways import Look, looks_at
from api.pages.views.words import count
from paper_reader.types import Level, LevelBand, Lineage, LineageLink, LineageNode, LinkKind, ReadingStatus, Role

LINE_HEIGHT = 16.0
FIRST_LINE, FOOT_LINE = 22.0, 12.0  # from the card's upper edge, and from its lower one
BEND = 0.5  # of the way between two rows, where a line turns
_AFTER_NAMES = frozenset({"jr", "sr", "ii", "iii", "iv"})


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text in the picture."""

    text: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class CardShape:
    """A card as it is drawn. `name` is what is heard of it; `ancestors` are positions with a blank between."""

    href: str
    position: int
    kind: str
    name: str
    x: float
    y: float
    width: float
    height: float
    lines: tuple[TextLine, ...]
    foot: TextLine
    place: TextLine
    is_done: bool
    ancestors: str


@dataclass(frozen=True, slots=True)
class LineShape:
    """A link as it is drawn: `kind` is a class of the style."""

    path: str
    kind: str
    earlier: int
    later: int


@dataclass(frozen=True, slots=True)
class BandShape:
    """A level as it is drawn."""

    name: str
    y: float
    height: float
    name_y: float


@dataclass(frozen=True, slots=True)
class LineageDrawing:
    """The picture at one width. `key` tells the two of one page apart."""

    key: str
    width: float
    height: float
    cards: tuple[CardShape, ...]
    lines: tuple[LineShape, ...]
    bands: tuple[BandShape, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """Another paper of the list, and why it is named."""

    href: str
    position: int
    title: str
    why: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A paper in words."""

    anchor: str
    href: str
    position: int
    title: str
    facts: str
    builds_on: tuple[Mention, ...]
    leads_to: tuple[Mention, ...]
    said: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """A level in words."""

    name: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class LineageView:
    """The page."""

    topic: str
    looks: tuple[Look, ...]
    drawings: tuple[LineageDrawing, ...]
    stretches: tuple[Stretch, ...]
    summary: str
    notes: tuple[str, ...]


def lineage_view(wide: Lineage, narrow: Lineage, statuses: Mapping[int, ReadingStatus]) -> LineageView:
    """Make the page's view; both pictures are of the same papers."""
    return LineageView(
        topic=wide.topic,
        looks=looks_at(wide.topic, wide.topic_slug, "lineage"),
        drawings=(_drawing("wide", wide, statuses), _drawing("narrow", narrow, statuses)) if wide.nodes else (),
        stretches=_stretches(wide, statuses),
        summary=_summary(wide),
        notes=wide.notes,
    )


def _drawing(key: str, lineage: Lineage, statuses: Mapping[int, ReadingStatus]) -> LineageDrawing:
    return LineageDrawing(
        key=key,
        width=lineage.width,
        height=lineage.height,
        cards=tuple(_card(node, statuses.get(node.paper.id)) for node in lineage.nodes),
        lines=tuple(_line(link) for link in lineage.links),
        bands=tuple(_band(band) for band in lineage.bands),
    )


def _card(node: LineageNode, status: ReadingStatus | None) -> CardShape:
    left = node.x + 12
    facts = _facts(node)
    name = f"{node.position}. {node.paper.title}" + (f", {facts}" if facts else "")
    return CardShape(
        href=paper_path(node.paper.id),
        position=node.position,
        kind="survey" if node.role is Role.SURVEY else "paper",
        name=name + (f". {LABELS[status]}" if status else ""),
        x=node.x,
        y=node.y,
        width=node.width,
        height=node.height,
        lines=tuple(
            TextLine(line, left, round(node.y + FIRST_LINE + LINE_HEIGHT * number, 1))
            for number, line in enumerate(node.lines)
        ),
        foot=TextLine(_short_facts(node), left, round(node.y + node.height - FOOT_LINE, 1)),
        place=TextLine(str(node.position), node.x + node.width - 12, round(node.y + node.height - FOOT_LINE, 1)),
        is_done=status in DONE,
        ancestors=" ".join(map(str, node.ancestors)),
    )


def _line(link: LineageLink) -> LineShape:
    (x, y), *rest = link.points
    parts = [f"M{x:g} {y:g}"]
    for (x1, y1), (x2, y2) in pairwise([(x, y), *rest]):
        middle = y1 + BEND * (y2 - y1)
        parts.append(f"V{y2:g}" if x1 == x2 else f"C{x1:g} {middle:g} {x2:g} {middle:g} {x2:g} {y2:g}")
    kind = "first" if link.kind is LinkKind.READ_FIRST else "cites"
    return LineShape(" ".join(parts), kind, link.earlier, link.later)


def _band(band: LevelBand) -> BandShape:
    return BandShape(LEVELS[band.level][0], band.y, band.height, band.y + 20)


def _facts(node: LineageNode) -> str:
    return ", ".join(part for part in (_first_author(node), str(node.paper.year or "")) if part)


def _short_facts(node: LineageNode) -> str:
    author = _family_name(node.paper.authors[0]) if node.paper.authors else ""
    author = author if len(author) <= 12 else author[:11] + "…"
    return " · ".join(part for part in (author, str(node.paper.year or "")) if part)


def _family_name(name: str) -> str:
    words = name.split()
    while len(words) > 1 and words[-1].strip(".,").lower() in _AFTER_NAMES:
        words.pop()
    return words[-1].rstrip(",") if words else ""


def _first_author(node: LineageNode) -> str:
    authors = node.paper.authors
    if not authors:
        return ""
    return authors[0] + (" and others" if len(authors) > 1 else "")


def _stretches(lineage: Lineage, statuses: Mapping[int, ReadingStatus]) -> tuple[Stretch, ...]:
    nodes = {node.position: node for node in lineage.nodes}
    into: dict[int, list[Mention]] = {}
    out_of: dict[int, list[Mention]] = {}
    for link in lineage.links:
        why = link.why if link.kind is LinkKind.READ_FIRST else ""
        into.setdefault(link.later, []).append(_mention(nodes[link.earlier], why))
        out_of.setdefault(link.earlier, []).append(_mention(nodes[link.later], ""))
    levels: dict[Level, list[Entry]] = {}
    for node in lineage.nodes:
        entry = Entry(
            anchor=f"in-words-{node.position}",
            href=paper_path(node.paper.id),
            position=node.position,
            title=node.paper.title,
            facts=_facts(node),
            builds_on=tuple(into.get(node.position, ())),
            leads_to=tuple(out_of.get(node.position, ())),
            said=_said(node, statuses.get(node.paper.id), linked=node.position in into or node.position in out_of),
        )
        levels.setdefault(node.level, []).append(entry)
    return tuple(Stretch(LEVELS[level][0], tuple(entries)) for level, entries in levels.items())


def _mention(node: LineageNode, why: str) -> Mention:
    return Mention(f"#in-words-{node.position}", node.position, node.paper.title, why)


def _said(node: LineageNode, status: ReadingStatus | None, *, linked: bool) -> str:
    said = [f"{LABELS[status]}."] if status else []
    if node.surveys:
        said.append(f"A survey that cites {count(node.surveys, 'paper')} of this list.")
    elif not linked:
        said.append("No link to the others is known." if node.has_known_references else "What it cites is not known.")
    return " ".join(said)


def _summary(lineage: Lineage) -> str:
    """What there is to see, in a sentence or two."""
    if not lineage.nodes:
        return ""
    first = sum(link.kind is LinkKind.READ_FIRST for link in lineage.links)
    said = f"{count(len(lineage.nodes), 'paper')} in reading order from top to bottom"
    cited = len(lineage.links) - first
    kinds = [f"{first:,} to be read first" if first else "", count(cited, "citation") if cited else ""]
    if lineage.links:
        said += f", with {count(len(lineage.links), 'link')} between them: {' and '.join(filter(None, kinds))}"
    if lineage.thinned:
        said += f". {count(lineage.thinned, 'more citation')} can be followed over other papers and are not drawn"
    return said + "."
