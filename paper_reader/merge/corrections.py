"""What the reader has said of records: these are of one paper, those are not. Pure.

A correction holds between two records, by their names, whether they are in the library yet or not. Between two records
the later correction replaces the earlier one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, product
from types import MappingProxyType
from typing import Final

from paper_reader.types import CorrectionKind, RecordName

Pair = tuple[RecordName, RecordName]  # in order, so that a pair has one form
Corrections = Mapping[Pair, CorrectionKind]

NO_CORRECTIONS: Final[Corrections] = MappingProxyType({})


def pair(one: RecordName, other: RecordName) -> Pair:
    """The one form of a pair."""
    return (one, other) if one <= other else (other, one)


def joined(corrections: Corrections, records: Iterable[RecordName]) -> dict[Pair, CorrectionKind]:
    """The corrections, with all these records said to be of one paper."""
    ordered = sorted(set(records))
    kept = _without(corrections, {*combinations(ordered, 2)})
    return kept | {pair(ordered[0], other): CorrectionKind.TOGETHER for other in ordered[1:]}


def parted(corrections: Corrections, groups: Sequence[Iterable[RecordName]]) -> dict[Pair, CorrectionKind]:
    """The corrections, with no record of a group of the same paper as one of another group.

    What was said to be together inside a group stays so, also where it was said through a record of another one.
    """
    sets = [set(group) for group in groups]
    crossing = {pair(one, other) for a, b in combinations(sets, 2) for one, other in product(a, b)}
    kept = _without(corrections, crossing)
    for held in united(corrections):
        for group in sets:
            inside = sorted(held & group)
            kept |= {pair(inside[0], other): CorrectionKind.TOGETHER for other in inside[1:]}
    return kept | dict.fromkeys(crossing, CorrectionKind.APART)


def forgotten(
    corrections: Corrections, records: Iterable[RecordName], kind: CorrectionKind
) -> dict[Pair, CorrectionKind]:
    """The corrections without those of one kind that name any of the records."""
    named = set(records)
    return {names: said for names, said in corrections.items() if said is not kind or named.isdisjoint(names)}


def _without(corrections: Corrections, pairs: set[Pair]) -> dict[Pair, CorrectionKind]:
    return {names: said for names, said in corrections.items() if names not in pairs}


def united(corrections: Corrections) -> list[set[RecordName]]:
    """The sets of records that corrections hold together, also by way of records that are not in the library."""
    sets: dict[RecordName, set[RecordName]] = {}
    for (one, other), said in corrections.items():
        if said is CorrectionKind.TOGETHER:
            merged = sets.get(one, {one}) | sets.get(other, {other})
            sets |= dict.fromkeys(merged, merged)
    return list({id(one): one for one in sets.values()}.values())
