"""Reading: lists, the roadmap, and what the reader makes of a paper."""

from __future__ import annotations

from datetime import UTC, datetime

from paper_reader.errors import QueryError, TopicNotFound
from paper_reader.library.finding import Finding
from paper_reader.query import clean_query
from paper_reader.types import NO_PROGRESS, Paper, Part, Progress, ReadingList, ReadingStatus, SearchFilter, Topic


class Reading(Finding):
    """What to read, in which order, and how far the reader is."""

    def reading_list(
        self, topic: str, *, size: int = 20, limits: SearchFilter | None = None, progress: Progress = NO_PROGRESS
    ) -> ReadingList:
        """What to read on a roadmap topic or any text, in order and with reasons."""
        from paper_reader.reading_lists import EngineRetriever, asked_for, build_reading_list

        ready = self._ready(progress)
        asked, side_of = asked_for(self.roadmap, clean_query(topic))
        engine = ready.engine if ready.engine and ready.engine.manifest.count else None
        return build_reading_list(
            asked,
            store=self._store,
            retriever=EngineRetriever(engine, ready.encoder()) if engine else None,
            now=datetime.now(UTC),
            size=size,
            limits=limits or SearchFilter(),
            depths=self._depths,
            notes=(*ready.notes, *side_of),
            cohorts=self._cohorts,
        )

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
