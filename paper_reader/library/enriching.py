"""Enriching: what citation services know of the library's papers, asked for and brought in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from paper_reader.errors import UsageError
from paper_reader.library.finding import Finding
from paper_reader.query import clean_query
from paper_reader.types import NO_PROGRESS, EnrichPlan, EnrichReport, EnrichRequest, Progress
from paper_reader.wiring.services import SERVICES, make_service

if TYPE_CHECKING:
    from paper_reader.enriching.enriching import Terms


class Enriching(Finding):
    """Counts, references and identifiers from citation services."""

    def enrich(self, request: EnrichRequest, progress: Progress = NO_PROGRESS) -> EnrichReport:
        """Ask citation services for papers, the most useful first; stopped anywhere, the same request goes on.

        Raises `UsageError` for a request that names no papers or a service that is none.
        """
        from paper_reader.enriching.enriching import enrich

        ids, description = self._papers_of(request, progress)
        services = [make_service(self.settings, name) for name in _named(request)]
        return enrich(self._store, services, ids, self._terms(request), description=description, progress=progress)

    def enrich_plan(self, request: EnrichRequest, progress: Progress = NO_PROGRESS) -> EnrichPlan:
        """What `enrich` would ask; asks nothing."""
        from paper_reader.enriching.enriching import plan

        ids, description = self._papers_of(request, progress)
        services = [make_service(self.settings, name) for name in _named(request)]
        now = datetime.now(UTC)
        return plan(self._store, services, ids, self._terms(request), description=description, now=now)

    def _terms(self, request: EnrichRequest) -> Terms:
        from paper_reader.enriching.enriching import Terms

        days = self.settings.enrich_after_days if request.older_than_days is None else request.older_than_days
        return Terms(
            older_than=timedelta(days=days),
            budget=self.settings.enrich_requests,
            limit=request.limit,
            titles=request.titles,
        )

    def _papers_of(self, request: EnrichRequest, progress: Progress) -> tuple[list[int], str]:
        """The papers that a request means, in the order to ask for them, and a name for them."""
        if sum((request.topic is not None, bool(request.papers), request.everything)) != 1:
            raise UsageError("say which papers: paper-reader enrich --topic TOPIC, --all, or name papers")
        if request.papers:
            ids = list(dict.fromkeys(self.paper(reference).id for reference in request.papers))
            return ids, f"{len(ids)} papers" if len(ids) > 1 else "one paper"
        if request.topic is not None:
            found = self._papers_on(request.topic, progress)
            if not found:
                progress.note(
                    f"the library has no paper on “{request.topic}” to ask for. Bring some: paper-reader collect"
                )
            return found, f"papers on “{request.topic}”"
        from paper_reader.enriching.enriching import all_by_use

        return all_by_use(self._store, now=datetime.now(UTC)), "all papers"

    def _papers_on(self, topic: str, progress: Progress) -> list[int]:
        """A topic's candidates, those first that its reading list would take first."""
        from paper_reader.ranking.asking import asked_for
        from paper_reader.reading_lists import EngineRetriever, rank_topic

        ready = self._ready(progress)
        if not (ready.engine and ready.engine.manifest.count):
            return []
        asked, _ = asked_for(self.roadmap, clean_query(topic))
        _, ranked = rank_topic(
            asked,
            store=self._store,
            retriever=EngineRetriever(ready.engine, ready.encoder()),
            now=datetime.now(UTC),
            cohorts=self._cohorts,
        )
        return [ranked.view.papers[row].id for row in ranked.best()]


def _named(request: EnrichRequest) -> tuple[str, ...]:
    return tuple(dict.fromkeys(request.services)) or SERVICES
