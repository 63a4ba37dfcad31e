"""How each paper stands in a review, told from what was identified and decided. Pure.

A decision is about the record that was shown, and stands for whichever paper holds that record now. A later decision
puts an earlier one aside where its paper then held the earlier one's record too. So when two papers become one, both
their decisions are there, and where they differ the less strict one holds until the paper is decided again; when a
paper is split, the decision stays with the part that was shown, what the other part had before stands again, and a
part that was never decided by itself is still to be looked at.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final, Protocol

from paper_reader.types import Decision, ReviewedPaper, ReviewNote, Stage, Verdict

# Losing a relevant paper costs a review more than looking at one in vain.
_LENIENCY: Final = (Verdict.INCLUDE, Verdict.MAYBE, Verdict.NOT_RETRIEVED, Verdict.EXCLUDE)


class Found(Protocol):
    """One record that one search found, and its paper now."""

    @property
    def search_id(self) -> int:
        """The search."""

    @property
    def record_id(self) -> int:
        """The record."""

    @property
    def paper_id(self) -> int:
        """The paper that the record hangs to now."""

    @property
    def found_at(self) -> datetime:
        """When the search found it."""


def standings(
    found: Iterable[Found],
    decisions: Iterable[tuple[int, Decision]],
    notes: Iterable[tuple[int, ReviewNote]] = (),
    seeds: frozenset[int] = frozenset(),
) -> dict[int, ReviewedPaper]:
    """Every paper of the review by its id, in the order of identification; decisions and notes come with theirs."""
    records: dict[int, list[Found]] = defaultdict(list)
    for one in found:
        records[one.paper_id].append(one)
    decided: dict[tuple[int, Stage], list[Decision]] = defaultdict(list)
    for paper_id, decision in decisions:
        decided[paper_id, decision.stage].append(decision)
    noted: dict[int, list[ReviewNote]] = defaultdict(list)
    for paper_id, note in notes:
        noted[paper_id].append(note)
    ordered = sorted(records, key=lambda one: (min(r.found_at for r in records[one]), one))
    return {
        paper_id: _standing(paper_id, records[paper_id], decided, noted[paper_id], is_seed=paper_id in seeds)
        for paper_id in ordered
    }


def _standing(
    paper_id: int,
    records: Sequence[Found],
    decided: Mapping[tuple[int, Stage], Sequence[Decision]],
    notes: Sequence[ReviewNote],
    *,
    is_seed: bool,
) -> ReviewedPaper:
    holding: dict[Stage, Decision] = {}
    disagreeing: set[Stage] = set()
    for stage in Stage:
        standing = standing_decisions(decided.get((paper_id, stage), ()))
        if standing:
            holding[stage] = min(standing, key=lambda one: (_LENIENCY.index(one.verdict), -one.id))
        if len({one.verdict for one in standing}) > 1:
            disagreeing.add(stage)
    return ReviewedPaper(
        paper_id=paper_id,
        searches=dict(Counter(one.search_id for one in records)),
        found_at=min(one.found_at for one in records),
        records=frozenset(one.record_id for one in records),
        decisions=holding,
        disagreeing=frozenset(disagreeing),
        notes=tuple(notes),
        is_seed=is_seed,
    )


def standing_decisions(decisions: Iterable[Decision]) -> list[Decision]:
    """Those of one paper and stage that no later one has put aside."""
    ordered = sorted(decisions, key=lambda one: one.id)
    return [
        one
        for place, one in enumerate(ordered)
        if not any(one.record_id in later.covers | {later.record_id} for later in ordered[place + 1 :])
    ]


def at_stage(papers: Iterable[ReviewedPaper], stage: Stage) -> list[ReviewedPaper]:
    """The papers that a stage has to look at: all at the first one, what was not excluded there at the second."""
    if stage is Stage.TITLE_ABSTRACT:
        return list(papers)
    passed = (Verdict.INCLUDE, Verdict.MAYBE)
    return [one for one in papers if one.verdict(Stage.TITLE_ABSTRACT) in passed]
