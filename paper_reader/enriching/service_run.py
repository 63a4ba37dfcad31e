"""One service asked for the papers that are due: by identifiers, many at once; then by title, one by one.

What a request brought is stored before the next one is made, with a note on each paper that it was asked for. Killed
anywhere, the next run asks again for one stretch of papers at most.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from paper_reader.enriching.matching import believed
from paper_reader.enriching.planning import Due, Names, Pack, halves, packs_of
from paper_reader.errors import SourceRefusedQuery
from paper_reader.ingest import ingest
from paper_reader.merge import member_of
from paper_reader.sources.citation_service import Asking, CitationService, Way
from paper_reader.store import Store
from paper_reader.types import LookupOutcome, Paper, Progress, SourceRecord

_STRETCH = 200  # papers asked for in all ways before their misses are noted
_TITLES_A_STRETCH = 20
_REFUSALS = 3  # before anything was answered: then it isn't the papers


class BudgetSpent(Exception):
    """The run may make no more requests."""


@dataclass(slots=True)
class Tally:
    """What has come of one service so far; `asked` are papers with an answer."""

    requests: int = 0
    found: set[int] = field(default_factory=set)
    missed: set[int] = field(default_factory=set)
    answers: int = 0
    refusals: int = 0

    @property
    def asked(self) -> int:
        """Papers that the service has said something of."""
        return len(self.found | self.missed)


class ServiceRun:
    """Asks one service. `names` gives the identifiers of every due paper, `budget` the most requests to make."""

    def __init__(
        self,
        store: Store,
        service: CitationService,
        names: Names,
        *,
        run_id: int,
        budget: int,
        titles: bool,
        progress: Progress,
    ) -> None:
        self._store = store
        self._service = service
        self._names = names
        self._run_id = run_id
        self._budget = budget
        self._titles = titles
        self._progress = progress
        self.tally = Tally()

    def run(self, due: Due) -> None:
        """Ask for all that is due; raises `SourceError` where the service ends it, `BudgetSpent` where we do."""
        with self._service.asking(self._progress) as asking:
            left = list(due.by_title)
            stretch = max(_STRETCH, *(way.names_a_request for way in self._service.ways))
            for start in range(0, len(due.by_names), stretch):
                left += self._stretch(asking, due.by_names[start : start + stretch])
            for start in range(0, len(left), _TITLES_A_STRETCH):
                self._by_title(asking, left[start : start + _TITLES_A_STRETCH])

    def _stretch(self, asking: Asking, ids: Sequence[int]) -> list[int]:
        """Ask for some papers in every way; those whose titles are to be asked for."""
        pending = self._in_every_way(asking, ids)
        outcome = LookupOutcome.TITLE_LEFT if self._titles else LookupOutcome.NOT_FOUND
        self._store.lookups.note(self._service.name, dict.fromkeys(pending, outcome))
        if self._titles:
            return pending
        self.tally.missed.update(pending)
        self._progress.advance(len(pending))
        return []

    def _in_every_way(self, asking: Asking, ids: Sequence[int]) -> list[int]:
        """Ask for some papers in every way; those that nothing was found for."""
        pending = list(ids)
        for way in self._service.ways:
            for pack in list(packs_of(way, pending, self._names)):
                found = self._by_names(asking, way, pack)
                pending = [one for one in pending if one not in found]
        return pending

    def _by_names(self, asking: Asking, way: Way, pack: Pack) -> set[int]:
        try:
            with self._one_more(asking):
                answers = asking.by_names(way, pack.names)
        except SourceRefusedQuery as refusal:
            return self._smaller(asking, way, pack, refusal)
        return self._settle(pack.papers, answers)

    def _smaller(self, asking: Asking, way: Way, pack: Pack, refusal: SourceRefusedQuery) -> set[int]:
        """A request that is refused has one odd name in it, or asks for too much: both go away in halves."""
        smaller = halves(pack, way, self._names)
        if not smaller:
            self.tally.refusals += 1
            if self.tally.answers == 0 and self.tally.refusals >= _REFUSALS:
                raise refusal
            return set()
        return {one for part in smaller for one in self._by_names(asking, way, part)}

    def _by_title(self, asking: Asking, ids: Sequence[int]) -> None:
        """Ask for titles one by one."""
        for paper in self._store.papers.get_many(ids):
            if not self._settle([paper.id], self._titled(asking, paper)):
                self._store.lookups.note(self._service.name, {paper.id: LookupOutcome.NOT_FOUND})
                self.tally.missed.add(paper.id)
                self._progress.advance()

    def _titled(self, asking: Asking, paper: Paper) -> list[SourceRecord]:
        """What the service has under a title that says something."""
        record = self._store.records.of_paper(paper.id)[0].record
        if member_of(record).has_generic_title:
            return []
        with suppress(SourceRefusedQuery), self._one_more(asking):  # a title that it cannot read, it does not have
            return asking.by_title(paper.title)
        return []

    def _settle(self, ids: Sequence[int], answers: Sequence[SourceRecord]) -> set[int]:
        """Store the answers that are about these papers; the papers that have one."""
        described: dict[int, list[SourceRecord]] = {}
        for stored in self._store.records.of_papers(list(ids)):
            described.setdefault(stored.paper_id, []).append(stored.record)
        found: Mapping[int, list[SourceRecord]] = believed(answers, described)
        if found:
            ingest(self._store, [record for records in found.values() for record in records], run_id=self._run_id)
            self._store.lookups.note(self._service.name, dict.fromkeys(found, LookupOutcome.FOUND))
            self._progress.advance(len(found.keys() - self.tally.found))
            self.tally.found.update(found)
        return set(found)

    @contextmanager
    def _one_more(self, asking: Asking) -> Iterator[None]:
        """One more request, if the run may make it."""
        if asking.requests >= self._budget:
            raise BudgetSpent
        try:
            yield
            self.tally.answers += 1
        finally:
            self.tally.requests = asking.requests
