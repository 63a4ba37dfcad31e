"""Where each new record goes: a paper of its own, one that is there, or one that several turn out to be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from paper_reader.merge.evidence import Verdict, compare
from paper_reader.merge.member import Member
from paper_reader.types import Evidence, MergeDecision, MergeKind

_MOST_EVIDENCE = 8  # kept with a record; more says nothing new


@dataclass(frozen=True, slots=True)
class Placement:
    """The paper that a record goes to, and why. The paper may be fused away by a later record of the batch.

    No decision: new content of a record that stays where it was, on the grounds that it had.
    """

    paper_id: int
    decision: MergeDecision | None


_CREATED = MergeDecision(MergeKind.CREATE)


class Placer:
    """Places records one by one, each seeing those before it. Holds the stored papers that may be concerned.

    New papers are numbered from `next_paper_id`. Deterministic: the same records in the same order give the same
    placements.
    """

    def __init__(self, members: Iterable[tuple[int, Member]], *, next_paper_id: int) -> None:
        self._first_new = self._next = next_paper_id
        self._members: dict[int, list[Member]] = {}
        self._by_identifier: dict[str, list[int]] = {}
        self._by_title: dict[int, list[int]] = {}
        self.fused: dict[int, int] = {}  # papers given up, and the one that took their records
        for paper_id, member in members:
            self._add(paper_id, member)

    def place(self, member: Member, *, own_paper: int | None = None) -> Placement:
        """Decides for one record. `own_paper` is where an older content of the same record hangs: it stays there."""
        candidates = self._candidates(member)
        if own_paper is not None:
            own_paper = self.survivor(own_paper)
            candidates.pop(own_paper, None)
        elif not candidates:
            return self._create(member)
        grounds: dict[int, tuple[Evidence, ...]] = {}
        for paper_id in candidates:
            found = self._evidence(member, paper_id)
            if found and not any(self._contradict(paper_id, other) for other in grounds):
                grounds[paper_id] = found
        return self._settle(member, grounds, own_paper)

    def survivor(self, paper_id: int) -> int:
        """The paper that an id stands for after all fusions so far."""
        while paper_id in self.fused:
            paper_id = self.fused[paper_id]
        return paper_id

    def _candidates(self, member: Member) -> dict[int, None]:
        """Papers sharing a name, then those sharing the title, each in order of age."""
        found: set[int] = set()
        for name in member.identifiers:
            found.update(self._by_identifier.get(name, ()))
        ordered = dict.fromkeys(sorted(found))
        if member.title_key and not member.has_generic_title:
            ordered.update(dict.fromkeys(sorted(self._by_title.get(member.title_key, ()))))
        return ordered

    def _create(self, member: Member) -> Placement:
        paper_id = self._next
        self._next += 1
        self._add(paper_id, member)
        return Placement(paper_id, _CREATED)

    def _settle(self, member: Member, grounds: dict[int, tuple[Evidence, ...]], own: int | None) -> Placement:
        if own is not None:
            grounds = {one: found for one, found in grounds.items() if not self._contradict(one, own)}
        papers = sorted({*grounds, own} if own is not None else grounds)
        if not papers:
            return self._create(member)
        survivor, *gone = papers
        for paper_id in gone:
            self._fuse(paper_id, survivor)
        self._add(survivor, member)
        evidence = tuple([one for found in grounds.values() for one in found][:_MOST_EVIDENCE])
        kind = MergeKind.FUSE if gone else MergeKind.ATTACH
        stored = tuple(one for one in gone if one < self._first_new)
        return Placement(survivor, MergeDecision(kind, evidence, stored) if evidence else None)

    def _evidence(self, member: Member, paper_id: int) -> tuple[Evidence, ...]:
        """The grounds for a paper; none where any of its records rules the new one out."""
        grounds: list[Evidence] = []
        for other in self._members[paper_id]:
            found = compare(member, other)
            if found.verdict is Verdict.DIFFERENT:
                return ()
            grounds.extend(found.evidence)
        return tuple(grounds)

    def _contradict(self, one: int, other: int) -> bool:
        """Whether two papers have records that cannot be of one paper."""
        return any(
            compare(mine, theirs).verdict is Verdict.DIFFERENT
            for mine in self._members.get(one, ())
            for theirs in self._members.get(other, ())
        )

    def _fuse(self, gone: int, survivor: int) -> None:
        self.fused[gone] = survivor
        for member in self._members.pop(gone, ()):
            for name in member.identifiers:
                self._by_identifier[name] = [one for one in self._by_identifier[name] if one != gone]
            if member.title_key:
                self._by_title[member.title_key] = [one for one in self._by_title[member.title_key] if one != gone]
            self._add(survivor, member)

    def _add(self, paper_id: int, member: Member) -> None:
        self._members.setdefault(paper_id, []).append(member)
        for name in member.identifiers:
            papers = self._by_identifier.setdefault(name, [])
            if paper_id not in papers:
                papers.append(paper_id)
        if member.title_key:
            papers = self._by_title.setdefault(member.title_key, [])
            if paper_id not in papers:
                papers.append(paper_id)
