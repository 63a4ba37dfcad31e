"""Reading: lists, the roadmap, and what the reader makes of a paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from paper_reader.errors import PaperNotFound, QueryError, TopicNotFound
from paper_reader.library.finding import Finding
from paper_reader.query import clean_query
from paper_reader.types import (
    NO_PROGRESS,
    Identifier,
    Level,
    Paper,
    Part,
    Progress,
    ReadingList,
    ReadingStatus,
    Scheme,
    SearchFilter,
    Steering,
    Topic,
)

if TYPE_CHECKING:
    from paper_reader.indexing import ReadyIndex
    from paper_reader.ranking import Ranked
    from paper_reader.ranking.path_search import Knowledge
    from paper_reader.reading_lists import EngineRetriever

KNOWN = frozenset({ReadingStatus.READ, ReadingStatus.KNOWN})


class Reading(Finding):
    """What to read, in which order, and how far the reader is."""

    def reading_list(
        self,
        topic: str,
        *,
        size: int = 20,
        limits: SearchFilter | None = None,
        level: Level | None = None,
        only_foundations: bool = False,
        recent: bool = False,
        progress: Progress = NO_PROGRESS,
    ) -> ReadingList:
        """What to read on a roadmap topic or any text, in order and with reasons.

        `level`, `only_foundations` and `recent` hold the list to papers of one kind.
        """
        from paper_reader.ranking.asking import asked_for
        from paper_reader.reading_lists import build_reading_list

        ready = self._ready(progress)
        asked, side_of = asked_for(self.roadmap, clean_query(topic))
        return build_reading_list(
            asked,
            store=self._store,
            retriever=self._retriever(ready),
            now=self._clock(),
            size=size,
            limits=limits or SearchFilter(),
            depths=self._depths,
            notes=(*ready.notes, *side_of),
            cohorts=self._cohorts,
            steering=Steering(level=level, only_foundations=only_foundations, recent=recent),
        )

    def path(
        self, target: str, *, known: Sequence[str] = (), size: int = 8, progress: Progress = NO_PROGRESS
    ) -> ReadingList:
        """The way to one paper; raises `PaperNotFound` where the target is unknown.

        The reader knows the papers marked read or known, and what `known` names: topics, papers or words.
        """
        from functools import partial

        from paper_reader.ranking.asking import nearest_topic
        from paper_reader.ranking.path_search import Sources, find_path

        paper = self.paper(target)
        ready = self._ready(progress)
        retriever = self._retriever(ready)
        now = self._clock()
        sources = Sources(
            papers=self._store.papers,
            citations=self._store.citations,
            names=self._store.coined_names,
            by_key=lambda key: self._store.papers.find(Identifier(Scheme.STARTER, key)),
            must_reads=partial(self._ranked, retriever, now) if retriever else None,
            roadmap=self.roadmap,
            depths=self._depths,
        )
        made = find_path(
            paper,
            topic=nearest_topic(paper, self.roadmap, retriever),
            sources=sources,
            knowledge=self._knowledge(known),
            now=now,
            size=size,
        )
        return replace(made, notes=(*ready.notes, *made.notes))

    def _ranked(self, retriever: EngineRetriever, now: datetime, topic: Topic | str) -> Ranked:
        from paper_reader.reading_lists import rank_topic

        return rank_topic(topic, store=self._store, retriever=retriever, now=now, cohorts=self._cohorts)[1]

    def _knowledge(self, known: Sequence[str]) -> Knowledge:
        from paper_reader.ranking.path_search import Knowledge
        from paper_reader.ranking.paths import closure

        statuses = self._store.reading.statuses()
        papers = {number for number, status in statuses.items() if status in KNOWN}
        topics, words = set[str](), []
        for name in map(clean_query, known):
            topic = self.topic(name)
            if topic is not None:
                topics.add(topic.slug)
                continue
            try:
                papers.add(self.paper(name).id)
            except PaperNotFound:
                words.append(name)
        return Knowledge(papers=frozenset(papers), topics=closure(self.roadmap, topics), words=tuple(words))

    def _retriever(self, ready: ReadyIndex) -> EngineRetriever | None:
        from paper_reader.reading_lists import EngineRetriever

        engine = ready.engine if ready.engine and ready.engine.manifest.count else None
        return EngineRetriever(engine, ready.encoder()) if engine else None

    def part(self, name: str) -> Part:
        """The part with this number, slug or title, or the one that this topic stands in; raises `TopicNotFound`."""
        from paper_reader.roadmap import find_part

        part, topic = find_part(self.roadmap, name), self.topic(name)
        if part is None and topic is not None:
            part = find_part(self.roadmap, topic.part)
        if part is None:
            raise TopicNotFound(f"the roadmap has no part {name!r}. paper-reader roadmap lists them")
        return part

    def topic(self, name: str) -> Topic | None:
        """The roadmap's topic that goes by this name; None where there is none."""
        from paper_reader.roadmap import find_topic

        return find_topic(self.roadmap, name)

    def mark(self, reference: str, status: ReadingStatus | None) -> Paper:
        """Mark a paper; None takes the mark away. Gives the paper."""
        paper = self.paper(reference)
        self._store.reading.set_status(paper.id, status)
        return paper

    def add_note(self, reference: str, text: str) -> Paper:
        """Keep a note on a paper. Gives the paper; raises `QueryError` for a note without a word."""
        if not text.strip():
            raise QueryError("the note is empty. Write what you think of the paper")
        paper = self.paper(reference)
        self._store.reading.add_note(paper.id, text)
        return paper
