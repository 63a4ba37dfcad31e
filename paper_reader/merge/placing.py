"""Where each record goes: a paper of its own, one that is there, or one that several turn out to be. Pure.

`Neighbourhood` finds out how far to look. Which records make a paper is the matter of `partition`, which paper keeps
its number that of `numbering`.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from paper_reader.merge.corrections import NO_CORRECTIONS, Corrections, united
from paper_reader.merge.evidence import Comparison, Ground, Verdict, compare, may_share_a_name
from paper_reader.merge.member import Member
from paper_reader.merge.partition import Link, partition
from paper_reader.types import RecordName


@dataclass(slots=True, eq=False)
class Held:
    """A record in the neighbourhood: what it is, where it hangs, and what it was held to be the same as."""

    member: Member
    order: int  # of arrival: the record's number in the library, higher for new ones
    paper_id: int | None  # None: it is new
    arriving: bool
    earlier: tuple[str, ...] = ()  # names of the records that an earlier decision rests on


@dataclass(slots=True, eq=False)
class Wanted:
    """What is to be looked up in the store: the papers of records with any of these."""

    identifiers: set[str]
    title_keys: set[int]
    near_keys: set[int]
    records: set[RecordName]

    def __bool__(self) -> bool:
        return bool(self.identifiers or self.title_keys or self.near_keys or self.records)


class Neighbourhood:
    """The records of a batch with all stored ones that may go with them, directly or by others.

    Records are `open` where they may change their paper. `wanted` says what is still to be looked up in the store; when
    it is empty, nothing outside can bear on the open records.
    """

    def __init__(self, corrections: Corrections = NO_CORRECTIONS) -> None:
        self._corrections = corrections
        self.held: dict[RecordName, Held] = {}
        self.open: set[RecordName] = set()
        self.links: dict[Link, Comparison] = {}  # as seen from the link's first record
        self._open_papers: set[int] = set()
        self._of_paper: dict[int, list[RecordName]] = {}
        self._by_key: dict[str | int, list[RecordName]] = {}
        self._compared: set[Link] = set()
        self._to_look_up: list[RecordName] = []  # open records whose keys were not asked for yet
        self._named: dict[RecordName, set[RecordName]] = {}  # what the reader named together with each record
        for names in (*corrections, *united(corrections)):
            for name in names:
                self._named.setdefault(name, set()).update(names)

    def arrive(self, member: Member, *, order: int, paper_id: int | None = None, earlier: Iterable[str] = ()) -> None:
        """Takes in a new record, or the new content of one that hangs to a paper."""
        self._take(Held(member, order, paper_id, arriving=True, earlier=tuple(earlier)))

    def know(self, member: Member, *, order: int, paper_id: int, earlier: Iterable[str] = ()) -> None:
        """Takes in a record as it is stored; one that is arriving with new content stays as it arrives."""
        if member.record_name not in self.held:
            self._take(Held(member, order, paper_id, arriving=False, earlier=tuple(earlier)))

    @property
    def papers(self) -> AbstractSet[int]:
        """The papers whose records were taken in."""
        return self._of_paper.keys()

    def names_of(self, paper_id: int) -> list[RecordName]:
        """The records that a paper had."""
        return self._of_paper.get(paper_id, [])

    def count_of(self, paper_id: int) -> int:
        """How many records a paper had."""
        return len(self._of_paper.get(paper_id, ()))

    def open_paper(self, paper_id: int) -> None:
        """Says that a paper's records may change their paper, those that are taken in later too."""
        self._link(self._opened_paper(paper_id))

    def wanted(self) -> Wanted:
        """What to look up next in the store; each thing is asked for once."""
        fresh, self._to_look_up = self._to_look_up, []
        members = [self.held[name].member for name in fresh]
        named = {one for name in fresh for one in self._named.get(name, ())} if self._named else set()
        return Wanted(
            identifiers=set().union(*[one.identifiers for one in members]),
            title_keys={one.title_key for one in members if one.title_key and not one.has_generic_title},
            near_keys=set().union(*[one.near_keys for one in members]),
            records=named.difference(self.held),
        )

    def _take(self, held: Held) -> None:
        member, paper_id = held.member, held.paper_id
        name = member.record_name
        self.held[name] = held
        fresh: list[RecordName] = []
        if paper_id is not None:
            self._of_paper.setdefault(paper_id, []).append(name)
            if held.arriving:
                fresh += self._opened_paper(paper_id)
            elif paper_id in self._open_papers:
                self._open(name)
        elif held.arriving:
            self._open(name)
        is_alone = not self._named
        by_key = self._by_key
        for key in member.keys:
            sharing = by_key.get(key)
            if sharing is None:
                by_key[key] = [name]
            else:
                sharing.append(name)
                is_alone = False
        if fresh or not is_alone:
            self._link([*fresh, name])

    def _open(self, name: RecordName) -> None:
        self.open.add(name)
        self._to_look_up.append(name)

    def _link(self, fresh: list[RecordName]) -> None:
        """Compares records with all that share a key, where one of both is open; opens the papers that this joins."""
        while fresh:
            name = fresh.pop()
            is_open = name in self.open
            met = {name}  # most that share a key share several
            for key in self.held[name].member.keys:
                sharing = self._by_key[key]
                if len(sharing) == 1:
                    continue
                for other in sharing:
                    if other not in met and (is_open or other in self.open):
                        met.add(other)
                        fresh += self._compare(name, other)
                        is_open = name in self.open
            if self._named:
                fresh += self._open_named(name)

    def _open_named(self, name: RecordName) -> list[RecordName]:
        """Opens what the reader named together with a record, where one of both is open."""
        fresh: list[RecordName] = []
        for other in self._named.get(name, ()):
            if other in self.held and (name in self.open or other in self.open):
                fresh += [*self._opened(name), *self._opened(other)]
        return fresh

    def _compare(self, name: RecordName, other: RecordName) -> list[RecordName]:
        """Compares two records once; the records that this opens."""
        link = (name, other) if name <= other else (other, name)
        if link in self._compared:
            return []
        self._compared.add(link)
        found = compare(self.held[link[0]].member, self.held[link[1]].member)
        if found.verdict is not Verdict.SAME:
            return []
        self.links[link] = found
        return [*self._opened(name), *self._opened(other)]

    def _opened(self, name: RecordName) -> list[RecordName]:
        if name in self.open:
            return []
        paper_id = self.held[name].paper_id
        return self._opened_paper(paper_id) if paper_id is not None else []

    def _opened_paper(self, paper_id: int) -> list[RecordName]:
        self._open_papers.add(paper_id)
        fresh = [one for one in self._of_paper.get(paper_id, ()) if one not in self.open]
        for one in fresh:
            self._open(one)
        return fresh

    def groups(self) -> list[list[RecordName]]:
        """The open records in groups, one a paper."""
        links = {link: found.ground for link, found in self.links.items()}
        for link in self._earlier_links():
            links.setdefault(link, Ground.EARLIER)
        concerned = self.open if self._named else {name for link in links for name in link}
        groups = partition({name: self.held[name].member for name in concerned}, links, self._corrections)
        return groups + [[name] for name in self.open if name not in concerned]

    def _earlier_links(self) -> Iterable[Link]:
        """What was decided before, unless all speaks against it now: a record may have become another paper's."""
        by_text = None
        for name in self.open:
            for text in self.held[name].earlier:
                by_text = by_text or {self.held[one].member.name: one for one in self.open}
                other = by_text.get(text)
                if other is None or other == name:
                    continue
                if may_share_a_name(self.held[name].member, self.held[other].member):
                    yield (name, other) if name <= other else (other, name)
