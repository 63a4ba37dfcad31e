"""Rows for a lineage: each level of the list is a band of rows, and no paper stands above one that it builds on. Pure.

A link over several rows leaves a slot in each row between, so that it passes beside the cards; all links of one paper
share its slots.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from paper_reader.pictures.links import Link

Slot = tuple[int, int]  # (position, row): the paper's own card in its own row, its links passing by in later ones


@dataclass(frozen=True, slots=True)
class Rows:
    """The slots of each row, from the top; `row_of` gives each paper's own row, `bands` the rows of each band."""

    slots: tuple[tuple[Slot, ...], ...]
    row_of: Mapping[int, int]
    bands: tuple[tuple[int, int], ...]  # first row, and the row after the last
    joins: tuple[tuple[Slot, Slot], ...]  # from a slot to one in the next row

    def is_card(self, slot: Slot) -> bool:
        """Whether a slot is a paper's card."""
        return self.row_of[slot[0]] == slot[1]

    def way(self, link: Link) -> list[Slot]:
        """The slots that a link leads over, from card to card."""
        passed = [(link.earlier, row) for row in range(self.row_of[link.earlier], self.row_of[link.later])]
        return [*passed, (link.later, self.row_of[link.later])]


def in_rows(bands: Sequence[Sequence[int]], links: Sequence[Link], *, across: int) -> Rows:
    """Put the positions of each band into rows of at most `across` cards."""
    before: dict[int, set[int]] = {}
    for link in links:
        before.setdefault(link.later, set()).add(link.earlier)
    linked = {end for link in links for end in (link.earlier, link.later)}
    row_of: dict[int, int] = {}
    rows: list[int] = []  # how many cards each has
    spans = []
    for band in bands:
        start = len(rows)
        for one in [*(one for one in band if one in linked), *(one for one in band if one not in linked)]:
            row = max([start, *(row_of[parent] + 1 for parent in before.get(one, ()) if parent in row_of)])
            while row < len(rows) and rows[row] >= across:
                row += 1
            rows += [0] * (row + 1 - len(rows))
            rows[row] += 1
            row_of[one] = row
        spans.append((start, len(rows)))
    return _with_slots(row_of, links, tuple(spans), len(rows))


def _with_slots(
    row_of: Mapping[int, int], links: Iterable[Link], bands: tuple[tuple[int, int], ...], count: int
) -> Rows:
    last = dict(row_of)
    joins: set[tuple[Slot, Slot]] = set()
    for link in links:
        end = row_of[link.later]
        last[link.earlier] = max(last[link.earlier], end - 1)
        joins.add(((link.earlier, end - 1), (link.later, end)))
    joins |= {((one, row), (one, row + 1)) for one, first in row_of.items() for row in range(first, last[one])}
    slots: list[list[Slot]] = [[] for _ in range(count)]
    for one in sorted(row_of):
        for row in range(row_of[one], last[one] + 1):
            slots[row].append((one, row))
    return Rows(tuple(map(tuple, slots)), row_of, bands, tuple(sorted(joins)))
