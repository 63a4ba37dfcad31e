"""Which papers are the must-reads of each topic, and who stands behind them: kept until the library changes.

Choosing them takes a third of a second a topic in a library of 100,000 papers. So for the roadmap, which says of every
topic how much of it is read, they are counted beside the requests, one after the other, once somebody looks at it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from typing import Final

from api.service import Service
from api.work import Overloaded
from index.errors import RetrievalError
from paper_reader.errors import PaperReaderError
from paper_reader.types import TopicPerson

REST_SECONDS: Final = 0.25  # between two topics, so that requests come first
logger = logging.getLogger(__name__)


class Counting:
    """The must-reads known so far. Used from one event loop."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._known: dict[str, tuple[int, ...]] = {}
        self._as_of: dict[str, int] = {}
        self._people: dict[tuple[str, int], tuple[int, tuple[TopicPerson, ...]]] = {}
        self._asked = 0  # how often the library was asked
        self._task: asyncio.Task[None] | None = None

    @property
    def known(self) -> Mapping[str, tuple[int, ...]]:
        """The must-reads of each topic that was counted, maybe before the library's last change."""
        return self._known

    async def of(self, slug: str) -> tuple[int, ...]:
        """The must-reads of one topic as the library is now."""
        work, library = self._service.work, self._service.library
        number = await work.run(library.ping)
        if self._as_of.get(slug) != number:
            self._asked += 1
            self._known[slug] = await work.run(library.must_read_ids, slug)
            self._as_of[slug] = number
        return self._known[slug]

    async def people(self, slug: str, limit: int) -> tuple[TopicPerson, ...]:
        """The people behind one topic as the library is now."""
        work, library = self._service.work, self._service.library
        number = await work.run(library.ping)
        kept = self._people.get((slug, limit))
        if kept is None or kept[0] != number:
            kept = (number, await work.run(library.people, slug, limit=limit))
            self._people[slug, limit] = kept
        return kept[1]

    def begin(self) -> None:
        """Count what is missing or old, unless that is under way."""
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._count())

    async def stop(self) -> None:
        """Count no further."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _count(self) -> None:
        library, work = self._service.library, self._service.work
        try:
            for topic in await work.run(lambda: library.roadmap.topics):
                asked = self._asked
                await self.of(topic.slug)
                if self._asked != asked:
                    await asyncio.sleep(REST_SECONDS)
        except (PaperReaderError, RetrievalError, Overloaded) as error:
            logger.info("the must-reads are counted when the roadmap is looked at again: %s", error)
