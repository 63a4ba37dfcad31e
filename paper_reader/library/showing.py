"""Showing: what pages put together from many papers at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from paper_reader.library.following import Following
from paper_reader.library.shelf import Shelf
from paper_reader.starter import SOURCE as STARTER
from paper_reader.types import NO_PROGRESS, KeptListHead, NewPaper, Paper, ReadingStatus


class Showing(Shelf, Following):
    """Questions of pages. None of them waits for a service elsewhere."""

    def statuses(self) -> Mapping[int, ReadingStatus]:
        """Every marked paper's mark, the latest mark last."""
        return self._store.reading.statuses()

    def state(self) -> tuple[int, int]:
        """The latest change of any paper, and the index's generation (0 without one): while both stay, so do answers.

        Marks, notes and lists are not part of it.
        """
        engine = self._ready(NO_PROGRESS).engine
        return self._store.papers.change_number(), engine.manifest.generation if engine else 0

    def topic_seen_at(self, slug: str) -> datetime | None:
        """When the reader last said that they had looked at what is new on a topic."""
        return self._store.news.seen_at(slug)

    def paper_count(self) -> int:
        """How many papers there are."""
        return self._store.papers.count()

    def papers(self, ids: Sequence[int]) -> list[Paper]:
        """Papers by their numbers, in that order; those that are not there are left out."""
        found = {paper.id: paper for paper in self._store.papers.get_many(list(ids))}
        return [found[one] for one in ids if one in found]

    def newest(self, limit: int = 5) -> list[NewPaper]:
        """What came to the library last, the latest first."""
        ids = self._store.followed.newest_ids(None, limit)
        arrivals = self._store.news.arrivals(ids, but_of=STARTER)
        return [NewPaper(paper, arrivals[paper.id]) for paper in self.papers(ids) if paper.id in arrivals]

    def must_read_ids(self, slug: str, *, size: int = 20) -> tuple[int, ...]:
        """The must-reads of a roadmap topic whatever the reader has read of them, the best first.

        A reading list leaves out what is read; progress is counted by this.
        """
        from paper_reader.ranking import Personal, choose
        from paper_reader.reading_lists import rank_topic

        topic = self.roadmap_topic(slug)
        retriever = self._retriever(self._ready(NO_PROGRESS))
        if retriever is None:
            return ()
        now = datetime.now(UTC)
        candidates, ranked = rank_topic(topic, store=self._store, retriever=retriever, now=now, cohorts=self._cohorts)
        rows = choose(ranked, candidates, size=size, personal=Personal())
        return tuple(ranked.view.papers[row].id for row in rows)

    def lists_with(self, paper_id: int) -> list[KeptListHead]:
        """The kept lists that a paper is on."""
        return [
            head
            for head in self._store.shelf.lists()
            if any(row.paper_id == paper_id for row in self._store.shelf.items(head.slug))
        ]
