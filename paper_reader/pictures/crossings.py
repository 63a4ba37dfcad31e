"""The order within each row that lets few links cross: barycentre sweeps (Sugiyama, Tagawa, Toda 1981). Pure."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Mapping, Sequence
from itertools import pairwise

from paper_reader.pictures.layers import Rows, Slot

SWEEPS = 12


def untangled(rows: Rows) -> tuple[tuple[Slot, ...], ...]:
    """The rows, each in an order that lets few links cross; cards without links fill the gaps."""
    above: dict[Slot, list[Slot]] = {}
    below: dict[Slot, list[Slot]] = {}
    for upper, lower in rows.joins:
        below.setdefault(upper, []).append(lower)
        above.setdefault(lower, []).append(upper)
    order = [_loose_last(row, above, below) for row in rows.slots]
    best, fewest = order, crossings(order, below)
    for sweep in range(SWEEPS):
        order = _swept(order, above if sweep % 2 == 0 else below, downwards=sweep % 2 == 0)
        order = [_loose_last(row, above, below) for row in order]
        found = crossings(order, below)
        if found < fewest:
            best, fewest = order, found
    return tuple(tuple(one) for one in _gaps_filled(best, above, below))


def crossings(order: Sequence[Sequence[Slot]], below: Mapping[Slot, Sequence[Slot]]) -> int:
    """How many pairs of links cross."""
    count = 0
    for upper, lower in pairwise(order):
        place = {slot: number for number, slot in enumerate(lower)}
        seen: list[int] = []
        for slot in upper:
            ends = sorted(place[one] for one in below.get(slot, ()))
            count += sum(len(seen) - bisect_right(seen, end) for end in ends)
            for end in ends:
                insort(seen, end)
    return count


def _swept(
    order: Sequence[Sequence[Slot]], beside: Mapping[Slot, Sequence[Slot]], *, downwards: bool
) -> list[list[Slot]]:
    """Each row in turn sorted by where its neighbours in the row before it stand on average."""
    made = [list(row) for row in order]
    numbers = range(1, len(made)) if downwards else range(len(made) - 2, -1, -1)
    for number in numbers:
        fixed = made[number - 1 if downwards else number + 1]
        place = {slot: (index + 0.5) / len(fixed) for index, slot in enumerate(fixed)}
        row = made[number]
        here = {slot: (index + 0.5) / len(row) for index, slot in enumerate(row)}
        made[number] = sorted(row, key=lambda slot: (_mean(slot, beside, place, here), slot))
    return made


def _mean(
    slot: Slot, beside: Mapping[Slot, Sequence[Slot]], place: Mapping[Slot, float], here: Mapping[Slot, float]
) -> float:
    found = [place[one] for one in beside.get(slot, ())]
    return sum(found) / len(found) if found else here[slot]


def _gaps_filled(
    order: Sequence[Sequence[Slot]], above: Mapping[Slot, Sequence[Slot]], below: Mapping[Slot, Sequence[Slot]]
) -> list[list[Slot]]:
    """The rows with their cards without links put where links leave room, so that no line has to go around them."""
    place = {slot: (index + 0.5) / len(row) for row in order for index, slot in enumerate(row)}
    made = []
    for row in order:
        linked = [slot for slot in row if slot in above or slot in below]
        loose = [slot for slot in row if slot not in above and slot not in below]
        filled: list[Slot] = []
        for index in range(len(row)):
            room = len(row) - index
            beside = [place[one] for one in (*above.get(linked[0], ()), *below.get(linked[0], ()))] if linked else []
            is_due = bool(linked) and sum(beside) / len(beside) * len(row) <= index + 1
            filled.append(linked.pop(0) if linked and (is_due or not loose or room == len(linked)) else loose.pop(0))
        made.append(filled)
    return made


def _loose_last(
    row: Sequence[Slot], above: Mapping[Slot, Sequence[Slot]], below: Mapping[Slot, Sequence[Slot]]
) -> list[Slot]:
    return sorted(row, key=lambda slot: slot not in above and slot not in below)
