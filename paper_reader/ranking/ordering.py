"""In which order to read what was chosen, and what to read right before each paper."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from paper_reader.types import Level, Paper, Role

if TYPE_CHECKING:
    from _typeshed import SupportsRichComparison

LEVELS = (Level.START_HERE, Level.CORE, Level.ADVANCED, Level.RECENT)
_CURATED_LEVELS = {"start-here": Level.START_HERE, "core": Level.CORE, "advanced": Level.ADVANCED}

MOST_FIRST_NAMED = 2  # "read X and Y first": more would be a list in a list


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """A chosen paper as the ordering sees it. `depth` is its topic's place in the roadmap, prerequisites lower."""

    paper: Paper
    role: Role
    score: float
    is_curated: bool = False
    depth: int = 0


@dataclass(frozen=True, kw_only=True)
class Placed:
    """A paper's place: the index into what was given, its level, and the indexes of what to read right before it."""

    index: int
    level: Level
    after: tuple[int, ...]


def order(
    chosen: Sequence[Chosen],
    edges: Sequence[tuple[int, int]],
    needs: Sequence[tuple[int, int]],
    *,
    loose: Collection[tuple[int, int]] = (),
) -> list[Placed]:
    """Places every paper once.

    `edges` are (citing, cited) and `needs` (paper, what it needs first), as indexes into `chosen`. A survey comes
    first although it cites the rest. No paper stands before what it builds on; where that goes in a circle, the older
    one is read first. The edges that are `loose` order the list but are not worth a word of what to read first.
    """
    before = _without_detours(chosen, _prerequisites(chosen, edges, needs), frozenset(needs))
    levels = _levels(chosen, before)
    return [
        Placed(index=i, level=levels[i], after=_named_first(i, before, chosen, loose))
        for i in _sorted(chosen, before, levels)
    ]


def in_order(before: Mapping[int, frozenset[int]], key: Callable[[int], SupportsRichComparison]) -> list[int]:
    """Every number after those that stand `before` it; of the free ones the lowest key is next. No circles."""
    waiting = {i: len(found) for i, found in before.items()}
    after: dict[int, list[int]] = {i: [] for i in before}
    for later, found in before.items():
        for earlier in found:
            after[earlier].append(later)
    ready = [(key(i), i) for i, count in waiting.items() if count == 0]
    heapq.heapify(ready)
    placed: list[int] = []
    while ready:
        _, i = heapq.heappop(ready)
        placed.append(i)
        for later in after[i]:
            waiting[later] -= 1
            if waiting[later] == 0:
                heapq.heappush(ready, (key(later), later))
    return placed


def _prerequisites(
    chosen: Sequence[Chosen], edges: Sequence[tuple[int, int]], needs: Sequence[tuple[int, int]]
) -> Mapping[int, frozenset[int]]:
    """What each paper builds on. Only links to something older are kept, so there is no circle."""
    before: dict[int, set[int]] = {i: set() for i in range(len(chosen))}
    for later, earlier in (*edges, *needs):
        surveys = chosen[later].role is Role.SURVEY or chosen[earlier].role is Role.SURVEY
        if later != earlier and not surveys and _age(chosen, earlier) < _age(chosen, later):
            before[later].add(earlier)
    return {i: frozenset(found) for i, found in before.items()}


def _age(chosen: Sequence[Chosen], index: int) -> tuple[int, str, int]:
    """Sorts old before young: by year, by day where it is known, then as given. No year counts as young."""
    paper = chosen[index].paper
    return (paper.year or 9999, paper.published.isoformat() if paper.published else "", index)


def _levels(chosen: Sequence[Chosen], before: Mapping[int, frozenset[int]]) -> dict[int, Level]:
    """Levels from catalogue, role and what each builds on, which is never of a later level than the paper itself."""
    levels = _first_levels(chosen, before)
    if all(level is not Level.START_HERE for level in levels.values()):
        levels |= dict.fromkeys(_entrances(chosen, before), Level.START_HERE)
    for later in sorted(levels, key=lambda i: _age(chosen, i), reverse=True):
        for earlier in before[later]:
            levels[earlier] = min(levels[earlier], levels[later], key=LEVELS.index)
    return levels


def _first_levels(chosen: Sequence[Chosen], before: Mapping[int, frozenset[int]]) -> dict[int, Level]:
    """Each paper's own level, the beginning kept short: the best fifth of what could stand there."""
    levels = {i: _own_level(i, chosen, before) for i in range(len(chosen))}
    entrances = [i for i, level in levels.items() if level is Level.START_HERE]
    best_first = sorted(entrances, key=lambda i: (chosen[i].role is not Role.SURVEY, -chosen[i].score, i))
    return levels | dict.fromkeys(best_first[max(2, len(chosen) // 5) :], Level.CORE)


def _without_detours(
    chosen: Sequence[Chosen], before: Mapping[int, frozenset[int]], needs: frozenset[tuple[int, int]]
) -> Mapping[int, frozenset[int]]:
    """What the catalogue says to begin with can be begun with, whatever it cites; only what it needs comes before."""
    levels = _first_levels(chosen, before)
    entrances = {i for i, level in levels.items() if level is Level.START_HERE and chosen[i].is_curated}
    return {
        i: frozenset(
            earlier for earlier in found if i not in entrances or earlier in entrances or (i, earlier) in needs
        )
        for i, found in before.items()
    }


def _own_level(index: int, chosen: Sequence[Chosen], before: Mapping[int, frozenset[int]]) -> Level:
    one = chosen[index]
    if one.role is Role.RECENT:
        return Level.RECENT
    if one.is_curated and one.paper.curation is not None:
        return _CURATED_LEVELS.get(one.paper.curation.level, Level.CORE)
    if one.role is Role.SURVEY:
        return Level.START_HERE
    return Level.ADVANCED if one.role is Role.CORE and _is_late(index, chosen, before) else Level.CORE


def _is_late(index: int, chosen: Sequence[Chosen], before: Mapping[int, frozenset[int]]) -> bool:
    """Whether a paper builds on others of the list that build on others, and is of its younger half."""
    years = sorted(one.paper.year for one in chosen if one.paper.year and one.role in {Role.CORE, Role.FOUNDATION})
    year = chosen[index].paper.year
    if year is None or not years or year < years[len(years) // 2]:
        return False
    return any(before[earlier] for earlier in before[index])


def _entrances(chosen: Sequence[Chosen], before: Mapping[int, frozenset[int]]) -> list[int]:
    """Without a survey: the best two foundations that build on nothing else of the list; else the best paper that does.

    A paper whose references are not known seems to build on nothing, so any but a foundation is a guess.
    """
    open_ones = [i for i, one in enumerate(chosen) if not before[i] and one.role is not Role.RECENT]
    best = sorted(open_ones, key=lambda i: (-chosen[i].score, i))
    return [i for i in best if chosen[i].role is Role.FOUNDATION][:2] or best[:1]


def _sorted(chosen: Sequence[Chosen], before: Mapping[int, frozenset[int]], levels: Mapping[int, Level]) -> list[int]:
    """Level by level, prerequisites first; among the free ones surveys, then the roadmap's depth, then date."""

    def key(i: int) -> tuple[int, bool, int, tuple[int, str, int]]:
        return LEVELS.index(levels[i]), chosen[i].role is not Role.SURVEY, chosen[i].depth, _age(chosen, i)

    return in_order(before, key)


def _named_first(
    index: int, before: Mapping[int, frozenset[int]], chosen: Sequence[Chosen], loose: Collection[tuple[int, int]]
) -> tuple[int, ...]:
    """The closest prerequisites: those that no other prerequisite already builds on, best first."""
    found = {earlier for earlier in before[index] if (index, earlier) not in loose}
    indirect = {earlier for one in found for earlier in before[one]}
    return tuple(sorted(found - indirect, key=lambda i: (-chosen[i].score, i))[:MOST_FIRST_NAMED])
