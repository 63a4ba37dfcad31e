"""Which number each paper has after its records were grouped anew, and what is told of each record. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from paper_reader.merge.evidence import seen_from_other
from paper_reader.merge.placing import Held, Neighbourhood
from paper_reader.types import Evidence, MergeDecision, MergeKind, RecordName

_MOST_EVIDENCE = 8  # kept with a record; more says nothing new
_CREATED = MergeDecision(MergeKind.CREATE)

Tombstones = Mapping[int, Mapping[int, Collection[str]]]  # paper -> those fused into it -> names of their records


@dataclass(slots=True)
class Settlement:
    """What becomes of the open records."""

    paper_of: dict[RecordName, int] = field(default_factory=dict)
    records_of: dict[int, Sequence[RecordName]] = field(default_factory=dict)
    touched: list[int] = field(default_factory=list)  # papers to compute anew, in order
    gone: dict[int, int] = field(default_factory=dict)  # papers without records now, and who took them in
    revived: set[int] = field(default_factory=set)
    decisions: dict[RecordName, MergeDecision | None] = field(default_factory=dict)  # of arriving records


def torn_papers(around: Neighbourhood, groups: Sequence[Sequence[RecordName]]) -> set[int]:
    """The papers whose records are in several groups: numbers that they once took in may come back."""
    seen: set[int] = set()
    torn: set[int] = set()
    for group in groups:
        ids = {paper_id for name in group if (paper_id := around.held[name].paper_id) is not None}
        torn |= ids & seen
        seen |= ids
    return torn


def settle(
    around: Neighbourhood,
    groups: Sequence[Sequence[RecordName]],
    *,
    next_paper_id: int,
    tombstones: Tombstones | None = None,
    leaving: Collection[RecordName] = (),
) -> Settlement:
    """Numbers the groups: a paper that is there keeps its number, the smaller one where several become one.

    Where a paper falls apart, its number stays with its oldest record that is not `leaving`; the others get back the
    number that they had before they were fused, or else a new one.
    """
    made = Settlement()
    held = around.held
    ordered = sorted(groups, key=lambda group: _oldest(group, held))
    numbers = _kept_numbers(ordered, held, frozenset(leaving))
    first_new = next_paper_id
    for place, group in enumerate(ordered):
        number = numbers.get(place) if numbers else None
        if number is None and tombstones:
            number = _revived(group, held, tombstones, made.revived)
        if number is None:
            number, next_paper_id = next_paper_id, next_paper_id + 1
        made.records_of[number] = group
        for name in group:
            made.paper_of[name] = number
    _note_gone(made, held)
    made.touched = [one for one in sorted(made.records_of) if one >= first_new or _is_touched(one, made, around)]
    for number, group in made.records_of.items():
        if number >= first_new and len(group) == 1 and held[group[0]].paper_id is None:
            made.decisions[group[0]] = _CREATED  # the rule, said without looking
            continue
        for name in group:
            if held[name].arriving:
                made.decisions[name] = _decision(name, made, around)
    return made


def _oldest(group: Sequence[RecordName], held: Mapping[RecordName, Held]) -> int:
    return held[group[0]].order if len(group) == 1 else min([held[name].order for name in group])


def _kept_numbers(
    groups: Sequence[Sequence[RecordName]], held: Mapping[RecordName, Held], leaving: frozenset[RecordName]
) -> dict[int, int]:
    """The stored paper that each group goes on with, by the group's place; the smallest numbers are given first."""
    claims: dict[int, dict[int, tuple[bool, int]]] = {}
    for place, group in enumerate(groups):
        for name in group:
            paper_id = held[name].paper_id
            if paper_id is not None:
                claim = (name in leaving, held[name].order)
                claimants = claims.setdefault(paper_id, {})
                claimants[place] = min(claim, claimants.get(place, claim))
    kept: dict[int, int] = {}
    for paper_id in sorted(claims):
        free = {place: claim for place, claim in claims[paper_id].items() if place not in kept}
        if free:
            kept[min(free, key=lambda place: free[place])] = paper_id
    return kept


def _revived(
    group: Sequence[RecordName], held: Mapping[RecordName, Held], tombstones: Tombstones, taken: set[int]
) -> int | None:
    """The smallest number that a record of the group had before its paper was fused away."""
    names = {held[name].member.name for name in group}
    for paper_id in sorted({paper_id for name in group if (paper_id := held[name].paper_id) is not None}):
        for gone, records in sorted(tombstones.get(paper_id, {}).items()):
            if gone not in taken and not names.isdisjoint(records):
                taken.add(gone)
                return gone
    return None


def _note_gone(made: Settlement, held: Mapping[RecordName, Held]) -> None:
    """Each paper that lost all its records goes into the one that took its oldest."""
    oldest: dict[int, tuple[int, int]] = {}
    for name, number in made.paper_of.items():
        before = held[name].paper_id
        if before is not None and before not in made.records_of:
            oldest[before] = min((held[name].order, number), oldest.get(before, (held[name].order, number)))
    made.gone = {before: number for before, (_, number) in sorted(oldest.items())}


def _is_touched(number: int, made: Settlement, around: Neighbourhood) -> bool:
    """Whether other records make the paper than before, or some of them say other things."""
    records = made.records_of[number]
    if any(around.held[name].arriving or around.held[name].paper_id != number for name in records):
        return True
    return len(records) != around.count_of(number)


def _decision(name: RecordName, made: Settlement, around: Neighbourhood) -> MergeDecision | None:
    """What is told of an arriving record: why it hangs where it hangs, and which papers were given up for it.

    None for new content of a record whose paper gained nothing: the grounds that it had are kept.
    """
    held, number = around.held[name], made.paper_of[name]
    company = made.records_of[number]
    if len(company) == 1:
        return None if held.paper_id is not None else _CREATED
    papers = {before for one in company if (before := around.held[one].paper_id) is not None}
    is_first = held.order == min([around.held[one].order for one in company])
    if papers <= {held.paper_id} and (held.paper_id is not None or is_first):
        return None if held.paper_id is not None else _CREATED
    evidence, joined = _evidence(name, company, around)
    fused = tuple(sorted(before for before in joined if made.gone.get(before) == number))
    return MergeDecision(MergeKind.FUSE if fused else MergeKind.ATTACH, evidence, fused) if evidence else None


def _evidence(
    name: RecordName, company: Sequence[RecordName], around: Neighbourhood
) -> tuple[tuple[Evidence, ...], set[int]]:
    """What speaks for the record's company, its oldest first; and the papers that those records hung to."""
    held = around.held
    found: list[Evidence] = []
    joined: set[int] = {own} if (own := held[name].paper_id) is not None else set()
    for other in sorted(company, key=lambda one: held[one].order):
        link = (name, other) if name <= other else (other, name)
        if link in around.links:
            evidence = around.links[link].evidence
            found += evidence if link[0] == name else seen_from_other(evidence, held[other].member)
            if (before := held[other].paper_id) is not None:
                joined.add(before)
    return tuple(found[:_MOST_EVIDENCE]), joined
