"""Which links a lineage draws: what is to be read first and what is cited, without what other links show. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from paper_reader.types import LinkKind, ReadingListItem, Role

MOST_INTO_ONE: Final = 3  # a card with more lines into it is a knot; the nearest ones say most


@dataclass(frozen=True, slots=True)
class Link:
    """That one paper builds on another, by their positions on the list: the earlier one stands before the later."""

    earlier: int
    later: int
    kind: LinkKind
    why: str


@dataclass(frozen=True, slots=True)
class Links:
    """What is drawn, how many citations are not since others show them, and how many papers each survey cites."""

    drawn: tuple[Link, ...]
    thinned: int
    surveyed: Mapping[int, int]


def links_among(items: Sequence[ReadingListItem], cited: Iterable[tuple[int, int]]) -> Links:
    """The links of a list. `cited` are (citing, cited) by paper id; those of other papers are left out."""
    place = {item.paper.id: item.position for item in items}
    surveys = {item.position for item in items if item.role is Role.SURVEY}
    first = {
        (need.position, item.position): need.why
        for item in items
        for need in item.needs
        if need.position is not None and need.position < item.position
    }
    edges = sorted({(place[b], place[a]) for a, b in cited if a in place and b in place})
    surveyed = Counter(later for _, later in edges if later in surveys)
    rest = [
        (earlier, later)
        for earlier, later in edges
        if earlier < later and (earlier, later) not in first and not {earlier, later} & surveys
    ]
    kept = _nearest(_without_ways_around(rest, [*first, *rest]), Counter(later for _, later in first))
    drawn = [Link(*pair, LinkKind.READ_FIRST, why) for pair, why in first.items()]
    drawn += [Link(*pair, LinkKind.CITES, "it cites this paper") for pair in kept]
    drawn.sort(key=lambda link: (link.later, link.earlier))
    return Links(tuple(drawn), len(rest) - len(kept), surveyed)


def ancestors_of(links: Iterable[Link], positions: Iterable[int]) -> dict[int, frozenset[int]]:
    """All positions that lead to each one, over any number of links."""
    parents: dict[int, set[int]] = {}
    for link in links:
        parents.setdefault(link.later, set()).add(link.earlier)
    found: dict[int, frozenset[int]] = {}
    for position in sorted(positions):  # a link leads from a lower position to a higher one
        direct = parents.get(position, set())
        found[position] = frozenset(direct).union(*(found[one] for one in direct))
    return found


def _without_ways_around(pairs: Sequence[tuple[int, int]], every: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The pairs between which there is no longer way over others (transitive reduction of a graph without circles)."""
    before: dict[int, set[int]] = {}
    for earlier, later in every:
        before.setdefault(later, set()).add(earlier)
    reach: dict[int, set[int]] = {}
    for one in sorted({end for pair in every for end in pair}):
        direct = before.get(one, set())
        reach[one] = direct.union(*(reach[parent] for parent in direct))
    return [(a, b) for a, b in pairs if not any(a in reach[parent] for parent in before[b] if parent != a)]


def _nearest(pairs: Sequence[tuple[int, int]], taken: Mapping[int, int]) -> list[tuple[int, int]]:
    """Into each one no more than there is room for beside what is `taken`, the nearest on the list first."""
    room: dict[int, int] = {}
    kept = []
    for earlier, later in sorted(pairs, key=lambda pair: (pair[1], -pair[0])):
        left = room.setdefault(later, MOST_INTO_ONE - taken.get(later, 0))
        if left > 0:
            room[later] -= 1
            kept.append((earlier, later))
    return sorted(kept)
