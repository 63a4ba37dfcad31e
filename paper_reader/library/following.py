"""Following: what leads on from a paper, what is new on a topic, who stands behind it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from paper_reader.errors import TopicNotFound
from paper_reader.library.reading import Reading
from paper_reader.query import clean_query
from paper_reader.starter import SOURCE as STARTER  # what came with the program is no news
from paper_reader.types import (
    NO_PROGRESS,
    NewPaper,
    Paper,
    Progress,
    SavedSearch,
    SearchFilter,
    Topic,
    TopicNews,
    TopicPerson,
)

NEWS_DAYS = 30  # what counts as new to a reader who never said that they had looked
MUST_READS_BEHIND_PEOPLE = 50
PAPERS_ON_TOPIC = 200  # the best candidates, for how much people write on it


class Following(Reading):
    """From a paper or a topic to what is around it."""

    def references(self, reference: str) -> list[Paper]:
        """The papers of the library that this one cites, the most cited first."""
        paper = self.paper(reference)
        return self._most_cited_first([cited for _, cited in self._store.citations.references_of([paper.id])])

    def citations(self, reference: str) -> list[Paper]:
        """The papers of the library that cite this one, the most cited first."""
        paper = self.paper(reference)
        return self._most_cited_first([citing for citing, _ in self._store.citations.cited_by([paper.id])])

    def roadmap_topic(self, slug: str) -> Topic:
        """The roadmap's topic that goes by this name; raises `TopicNotFound`."""
        topic = self.topic(slug)
        if topic is None:
            raise TopicNotFound(f"the roadmap has no topic {slug!r}. paper-reader roadmap lists them")
        return topic

    def topic_news(self, slug: str, *, since: date | None = None, limit: int = 50) -> TopicNews:
        """What is new on a topic since a day; else since the reader last looked, or in the last `NEWS_DAYS` days."""
        from paper_reader.ranking.news import new_since

        topic = self.roadmap_topic(slug)
        seen_at = self._store.news.seen_at(topic.slug)
        start = since or (seen_at.date() if seen_at else self._clock().date() - timedelta(days=NEWS_DAYS))
        papers, notes = self._on_topic(topic, start)
        arrivals = self._store.news.arrivals([paper.id for paper in papers], but_of=STARTER)
        found = new_since(papers, arrivals, start, seen_at=None if since else seen_at)
        return TopicNews(topic_slug=topic.slug, since=start, seen_at=seen_at, papers=tuple(found[:limit]), notes=notes)

    def mark_topic_seen(self, slug: str) -> datetime:
        """The reader has looked at a topic now; what comes later is new."""
        return self._store.news.mark_seen(self.roadmap_topic(slug).slug)

    def people(self, topic: str, *, limit: int = 20, progress: Progress = NO_PROGRESS) -> tuple[TopicPerson, ...]:
        """The authors behind the must-reads of a roadmap topic or any text, the most telling first."""
        from paper_reader.ranking import Personal, choose
        from paper_reader.ranking.asking import asked_for
        from paper_reader.ranking.people import people_behind
        from paper_reader.reading_lists import rank_topic

        retriever = self._retriever(self._ready(progress))
        if retriever is None:
            return ()
        now = self._clock()
        asked, _ = asked_for(self.roadmap, clean_query(topic))
        candidates, ranked = rank_topic(asked, store=self._store, retriever=retriever, now=now, cohorts=self._cohorts)
        rows = choose(ranked, candidates, size=MUST_READS_BEHIND_PEOPLE, personal=Personal())
        on_topic = [ranked.view.papers[row] for row in ranked.best()[:PAPERS_ON_TOPIC]]
        behind = people_behind([ranked.view.papers[row] for row in rows], on_topic, today=now.date())
        return behind[:limit]

    def search_news(self, slug_or_search: SavedSearch, *, limit: int = 50) -> list[NewPaper]:
        """What a saved search finds, the latest to arrive first."""
        from paper_reader.ranking.news import new_since

        asked = slug_or_search
        found = self.search(asked.query, mode=asked.mode, limits=asked.limits, limit=limit)
        papers = [hit.paper for hit in found.hits]
        return new_since(papers, self._store.news.arrivals([paper.id for paper in papers], but_of=STARTER), date.min)

    def _on_topic(self, topic: Topic, since: date) -> tuple[list[Paper], tuple[str, ...]]:
        """The papers on a topic: the best of all years, and those of the years since, which the best may crowd out."""
        from paper_reader.ranking import find_candidates
        from paper_reader.reading_lists import EngineRetriever, phrasings_of

        ready = self._ready(NO_PROGRESS)
        if ready.engine is None or not ready.engine.manifest.count:
            return [], ready.notes
        retriever = EngineRetriever(ready.engine, ready.encoder())
        found: list[Paper] = []
        every_year = (SearchFilter(),)
        for only in every_year if since == date.min else (SearchFilter(year_from=since.year), *every_year):
            candidates = find_candidates(
                phrasings_of(topic),
                retriever=retriever,
                papers=self._store.papers,
                citations=self._store.citations,
                only=only,
                topic_slug=topic.slug,
            )
            found += candidates.papers
        return found, ready.notes

    def _most_cited_first(self, ids: list[int]) -> list[Paper]:
        papers = self._store.papers.get_many(ids)
        return sorted(papers, key=lambda paper: (-(paper.citation_count or -1), -(paper.year or 0), paper.id))
