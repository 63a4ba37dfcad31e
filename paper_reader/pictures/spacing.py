"""Where in its row each slot stands: as near to its neighbours above and below as the others let it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from paper_reader.pictures.layers import Slot

ROUNDS = 24
STRAIGHT = 6  # how much more a link's own way pulls than a card at its end, so that it runs straight


def spaced(
    order: Sequence[Sequence[Slot]], joins: Sequence[tuple[Slot, Slot]], width_of: Callable[[Slot], float], gap: float
) -> tuple[dict[Slot, float], float]:
    """The middle of each slot, and how wide the picture is. Slots of a row keep their order and a gap between them."""
    beside: dict[Slot, list[Slot]] = {}
    for upper, lower in joins:
        beside.setdefault(upper, []).append(lower)
        beside.setdefault(lower, []).append(upper)
    width = max((sum(map(width_of, row)) + gap * (len(row) - 1) for row in order), default=0.0)
    middles: dict[Slot, float] = {}
    for row in order:
        middles |= _packed(row, dict.fromkeys(row, width / 2), width_of, gap, width)
    for turn in range(ROUNDS):
        for row in order if turn % 2 == 0 else reversed(order):
            wanted = {slot: _wanted(slot, beside.get(slot, ()), middles) for slot in row}
            middles |= _packed(row, wanted, width_of, gap, width)
    return middles, width


def _packed(
    row: Sequence[Slot], wanted: Mapping[Slot, float], width_of: Callable[[Slot], float], gap: float, width: float
) -> dict[Slot, float]:
    """The middles nearest to those wanted (least squares) that keep order, gaps and the picture's edges.

    Less what must lie to the left of each slot, the middles only have to rise: that is isotonic regression, and
    clipping its answer to bounds gives the best answer within them.
    """
    offsets, place = [], 0.0
    for slot in row:
        offsets.append(place + width_of(slot) / 2)
        place += width_of(slot) + gap
    room = width - (place - gap)
    level = _rising([wanted[slot] - offset for slot, offset in zip(row, offsets, strict=True)])
    clipped = [min(max(one, 0.0), max(room, 0.0)) for one in level]
    return {slot: one + offset for slot, one, offset in zip(row, clipped, offsets, strict=True)}


def _rising(values: Sequence[float]) -> list[float]:
    """The rising numbers nearest to these (pool adjacent violators)."""
    blocks: list[tuple[float, int]] = []  # mean, how many
    for value in values:
        mean, count = value, 1
        while blocks and blocks[-1][0] > mean:
            before, many = blocks.pop()
            mean, count = (before * many + mean * count) / (many + count), many + count
        blocks.append((mean, count))
    return [mean for mean, count in blocks for _ in range(count)]


def _wanted(slot: Slot, beside: Sequence[Slot], middles: Mapping[Slot, float]) -> float:
    if not beside:
        return middles[slot]
    weights = [STRAIGHT if one[0] == slot[0] else 1 for one in beside]
    return sum(weight * middles[one] for weight, one in zip(weights, beside, strict=True)) / sum(weights)
