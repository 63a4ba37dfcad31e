"""Which papers are the must-reads of each topic, so that the roadmap can say how much of it is read.

Choosing them takes a third of a second a topic in a library of 100,000 papers. So they are counted beside the requests,
one topic after the other, once somebody looks at the roadmap, and again when the library has changed.
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

REST_SECONDS: Final = 0.25  # between two topics, so that requests come first
logger = logging.getLogger(__name__)


class Counting:
    """The must-reads known so far. Used from one event loop."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._known: dict[str, tuple[int, ...]] = {}
        self._as_of: dict[str, tuple[int, int]] = {}
        self._task: asyncio.Task[None] | None = None

    @property
    def known(self) -> Mapping[str, tuple[int, ...]]:
        """The must-reads of each topic that was counted, maybe before the library's last change."""
        return self._known

    async def of(self, slug: str, state: tuple[int, int]) -> tuple[int, ...]:
        """The must-reads of one topic in this state of the library."""
        if self._as_of.get(slug) != state:
            self._known[slug] = await self._service.work.run(self._service.library.must_read_ids, slug)
            self._as_of[slug] = state
        return self._known[slug]

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
            state = await work.run(library.state)
            for topic in await work.run(lambda: library.roadmap.topics):
                if self._as_of.get(topic.slug) != state:
                    await self.of(topic.slug, state)
                    await asyncio.sleep(REST_SECONDS)
        except (PaperReaderError, RetrievalError, Overloaded) as error:
            logger.info("the must-reads are counted when the roadmap is looked at again: %s", error)
