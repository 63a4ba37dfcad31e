"""The lineage of a reading list: who builds on whom, in reading order from the top down. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

from paper_reader.pictures.crossings import untangled
from paper_reader.pictures.layers import Rows, Slot, in_rows
from paper_reader.pictures.lettering import wrapped
from paper_reader.pictures.links import Link, Links, ancestors_of, links_among
from paper_reader.pictures.spacing import spaced
from paper_reader.types import LevelBand, Lineage, LineageLink, LineageNode, ReadingList, ReadingListItem

WIDE: Final = 5  # cards across, for a screen; a phone has room for two
CARD_WIDTH, NARROW_CARD_WIDTH = 180.0, 160.0
CARD_HEIGHT: Final = 88.0
TITLE_SIZE, TITLE_LINES, CARD_PADDING = 13.0, 3, 10.0
LANE: Final = 10.0  # width of a slot that only links pass through
GAP, ROW_GAP = 18.0, 40.0
BAND_HEAD, MARGIN = 34.0, 8.0
NO_LINKS: Final = "No link between these papers is known, so they stand in reading order alone."


def draw_lineage(
    made: ReadingList,
    cited: Iterable[tuple[int, int]],
    *,
    reference_counts: Mapping[int, int],
    across: int = WIDE,
) -> Lineage:
    """The lineage of a list. `cited` are (citing, cited) by paper id, among the list's papers or not.

    `reference_counts` says how many references are known of each paper; of one without any it is not known on what it
    builds, which is not the same as nothing.
    """
    links = links_among(made.items, cited)
    ancestors = ancestors_of(links.drawn, [item.position for item in made.items])
    nodes = tuple(
        LineageNode(
            position=item.position,
            paper=item.paper,
            level=item.level,
            role=item.role,
            builds_on=tuple(link.earlier for link in links.drawn if link.later == item.position),
            ancestors=tuple(sorted(ancestors[item.position])),
            surveys=links.surveyed.get(item.position, 0),
            has_known_references=reference_counts.get(item.paper.id, 0) > 0,
            lines=(), layer=0, x=0, y=0, width=0, height=0,
        )
        for item in made.items
    )  # fmt: skip
    bare = Lineage(
        topic=made.topic,
        topic_slug=made.topic_slug,
        generated_at=made.generated_at,
        width=0,
        height=0,
        nodes=nodes,
        links=tuple(
            LineageLink(earlier=link.earlier, later=link.later, kind=link.kind, why=link.why) for link in links.drawn
        ),
        thinned=links.thinned,
        notes=(*made.notes, *_notes(made.items, links, nodes)),
    )
    return spread_lineage(bare, across=across)


def spread_lineage(lineage: Lineage, *, across: int) -> Lineage:
    """The same lineage with at most so many cards beside one another."""
    card = CARD_WIDTH if across > 2 else NARROW_CARD_WIDTH
    levels = [
        (level, [one.position for one in nodes]) for level, nodes in groupby(lineage.nodes, lambda one: one.level)
    ]
    links = [Link(one.earlier, one.later, one.kind, one.why) for one in lineage.links]
    rows = in_rows([positions for _, positions in levels], links, across=max(1, across))
    order = untangled(rows)
    middles, width = spaced(order, rows.joins, lambda slot: card if rows.is_card(slot) else LANE, GAP)
    tops = _tops(rows)
    height = (tops[-1] + CARD_HEIGHT + MARGIN) if tops else 0.0
    nodes = [_placed(one, rows, middles, tops, card) for one in lineage.nodes]
    return replace(
        lineage,
        width=round(width + 2 * MARGIN, 1),
        height=round(height, 1),
        nodes=tuple(nodes),
        links=tuple(
            replace(one, points=_points(rows.way(link), middles, tops))
            for one, link in zip(lineage.links, links, strict=True)
        ),
        bands=tuple(
            LevelBand(level=level, y=round(tops[first] - BAND_HEAD, 1), height=_band_height(tops, first, after))
            for (level, _), (first, after) in zip(levels, rows.bands, strict=True)
        ),
    )


def _tops(rows: Rows) -> list[float]:
    """The upper edge of the cards of each row; the first row of a band leaves room for its name."""
    heads = {first for first, _ in rows.bands}
    tops: list[float] = []
    place = 0.0
    for row in range(len(rows.slots)):
        place += BAND_HEAD if row in heads else 0.0
        tops.append(place)
        place += CARD_HEIGHT + ROW_GAP
    return tops


def _band_height(tops: Sequence[float], first: int, after: int) -> float:
    return round(tops[after - 1] + CARD_HEIGHT - tops[first] + BAND_HEAD + MARGIN, 1)


def _placed(
    node: LineageNode, rows: Rows, middles: Mapping[Slot, float], tops: Sequence[float], card: float
) -> LineageNode:
    row = rows.row_of[node.position]
    return replace(
        node,
        layer=row,
        x=round(middles[node.position, row] - card / 2 + MARGIN, 1),
        y=round(tops[row], 1),
        width=card,
        height=CARD_HEIGHT,
        lines=wrapped(node.paper.title, card - 2 * CARD_PADDING, TITLE_SIZE, TITLE_LINES),
    )


def _points(
    way: Sequence[Slot], middles: Mapping[Slot, float], tops: Sequence[float]
) -> tuple[tuple[float, float], ...]:
    """From the lower edge of the first card past all rows between to the upper edge of the last."""
    xs = [round(middles[slot] + MARGIN, 1) for slot in way]
    rows = [row for _, row in way]
    points = [(xs[0], tops[rows[0]] + CARD_HEIGHT)]
    for x, row in zip(xs[1:-1], rows[1:-1], strict=True):
        points += [(x, tops[row]), (x, tops[row] + CARD_HEIGHT)]
    return (*points, (xs[-1], tops[rows[-1]]))


def _notes(items: Sequence[ReadingListItem], links: Links, nodes: Sequence[LineageNode]) -> tuple[str, ...]:
    if len(items) < 2:
        return ()
    notes = [] if links.drawn else [NO_LINKS]
    unknown = sum(not node.has_known_references for node in nodes)
    if unknown:
        named = "any" if unknown == len(items) else f"{unknown}"
        notes.append(
            f"What {named} of these {len(items)} papers cite is not known; they may build on one another all the same. "
            "paper-reader enrich asks the citation services for it."
        )
    return tuple(notes)
