"""Pictures: the lineage of a topic's must-reads, and a map of its papers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from paper_reader.library.reading import Reading
from paper_reader.query import clean_query, says_something
from paper_reader.types import NO_PROGRESS, Lineage, Progress, ReadingList, ReadingStatus, SearchFilter, TopicMap

if TYPE_CHECKING:
    from paper_reader.pictures.topic_map import MapSubject
    from paper_reader.ranking import Ranked

WIDE, NARROW = 5, 2  # cards across
MAP_FRAME, NARROW_MAP_FRAME = (1000.0, 660.0), (380.0, 560.0)
MUST_READS = 20
PAPERS_ON_MAP = 120


class Pictures(Reading):
    """A topic as something to look at. Both pictures can be drawn anew for another screen at no cost."""

    def lineage(
        self,
        topic: str,
        *,
        size: int = MUST_READS,
        limits: SearchFilter | None = None,
        across: int = WIDE,
        progress: Progress = NO_PROGRESS,
    ) -> Lineage:
        """Who builds on whom among the must-reads of a roadmap topic or any text."""
        return self.lineage_of(self.reading_list(topic, size=size, limits=limits, progress=progress), across=across)

    def lineage_of(self, made: ReadingList, *, across: int = WIDE) -> Lineage:
        """Who builds on whom among the papers of a list that is made already."""
        from paper_reader.pictures import draw_lineage

        ids = [item.paper.id for item in made.items]
        cited = self._store.citations.edges_among(ids)
        counts = self._store.citations.reference_counts(ids)
        return draw_lineage(made, cited, reference_counts=counts, across=across)

    def lineage_across(self, lineage: Lineage, across: int) -> Lineage:
        """The same lineage with at most so many cards beside one another."""
        from paper_reader.pictures import spread_lineage

        return spread_lineage(lineage, across=across)

    def topic_map(
        self,
        topic: str,
        *,
        size: int = PAPERS_ON_MAP,
        must_reads: int = MUST_READS,
        limits: SearchFilter | None = None,
        frame: tuple[float, float] = MAP_FRAME,
        progress: Progress = NO_PROGRESS,
    ) -> TopicMap:
        """The best `size` papers of a roadmap topic or any text, placed by meaning, with its must-reads named.

        Must-reads are those that a reading list of `must_reads` papers would name now.
        """
        from paper_reader.pictures import draw_map
        from paper_reader.ranking.asking import asked_for
        from paper_reader.reading_lists import rank_topic

        now = datetime.now(UTC)
        retriever = self._retriever(self._ready(progress))
        made = self.reading_list(topic, size=must_reads, limits=limits, progress=progress)
        asked, _ = asked_for(self.roadmap, clean_query(topic))
        names_nothing = isinstance(asked, str) and not says_something(asked, common=False)
        if retriever is None or names_nothing:
            return draw_map(_nothing(made), now, width=frame[0], height=frame[1])
        _, ranked = rank_topic(
            asked,
            store=self._store,
            retriever=retriever,
            now=now,
            limits=limits or SearchFilter(),
            cohorts=self._cohorts,
        )
        subject = _subject(made, ranked, size, self._store.reading.statuses())
        return draw_map(subject, now, width=frame[0], height=frame[1])

    def map_in_frame(self, drawn: TopicMap, frame: tuple[float, float]) -> TopicMap:
        """The same map in another frame."""
        from paper_reader.pictures import framed

        return framed(drawn, *frame)


def _nothing(made: ReadingList) -> MapSubject:
    import numpy as np

    from paper_reader.pictures.topic_map import MapSubject

    vectors = np.zeros((0, 1), dtype=np.float32)
    return MapSubject(topic=made.topic, topic_slug=made.topic_slug, papers=(), vectors=vectors, notes=made.notes)


def _subject(made: ReadingList, ranked: Ranked, size: int, statuses: Mapping[int, ReadingStatus]) -> MapSubject:
    """The must-reads, and the best papers beside them, with what the map says of each."""
    from paper_reader.pictures.influence import influence_of
    from paper_reader.pictures.topic_map import MapPaper, MapSubject

    view = ranked.view
    positions = {item.paper.id: item.position for item in made.items}
    listed = [row for row, paper in enumerate(view.papers) if paper.id in positions]
    rows = list(dict.fromkeys([*listed, *ranked.best()]))[: max(size, len(listed))]
    influence = influence_of(rows, ranked.columns, ranked.scores)
    papers = [
        MapPaper(
            paper=view.papers[row],
            position=positions.get(view.papers[row].id),
            influence=share,
            influence_in_words=words,
            facet=ranked.facets.name_of(row),
        )
        for row, share, words in zip(rows, influence.shares, influence.words, strict=True)
    ]
    return MapSubject(
        topic=made.topic,
        topic_slug=made.topic_slug,
        papers=papers,
        vectors=view.vectors[rows],
        size_by=influence.by,
        statuses=statuses,
        notes=made.notes,
    )
