"""Full texts for requests: threads of their own, so that a slow arXiv or a long paper holds up nobody else.

One paper is fetched once, however many ask for it meanwhile; who has waited long enough is told to come again, and the
fetching goes on. How it ended is kept for them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final, ParamSpec, TypeVar

from api.problems import Problem, as_problem
from api.work import Work
from paper_reader.library import Library

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

READING_THREADS: Final = 4
FETCHING_THREADS: Final = 2  # arXiv is asked by one at a time anyway
MOST_WAITING: Final = 30
PATIENCE_SECONDS: Final = 20.0
RETRY_SECONDS: Final = 5
MOST_FAILURES: Final = 100  # remembered; the oldest is forgotten


class FullTexts:
    """Calls of one library that need a paper's text. Used from one event loop."""

    def __init__(self, library: Library, *, patience_seconds: float = PATIENCE_SECONDS) -> None:
        self._library = library
        self._patience_seconds = patience_seconds
        self._reading = Work(READING_THREADS, MOST_WAITING)
        self._fetching = Work(FETCHING_THREADS, MOST_WAITING)
        self._under_way: dict[str, asyncio.Task[object]] = {}
        self._failures: dict[str, str] = {}

    async def run(
        self,
        paper: str,
        call: Callable[Arguments, Result],
        /,
        *args: Arguments.args,
        **kwargs: Arguments.kwargs,
    ) -> Result:
        """Call the library once the paper's text is here. Raises what stands against it, or that it is on its way."""
        if not await self._reading.run(self._library.has_full_text, paper):
            await self._fetched(paper)
        return await self._reading.run(call, *args, **kwargs)

    async def run_here(
        self, call: Callable[Arguments, Result], /, *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> Result:
        """Call the library for what is here already; nothing is fetched first."""
        return await self._reading.run(call, *args, **kwargs)

    async def fetch(self, paper: str, *, anew: bool = False) -> None:
        """Get a paper's text, where it is not here or `anew`. Raises as `run` does."""
        if anew or not await self._reading.run(self._library.has_full_text, paper):
            await self._fetched(paper, anew=anew)

    def is_under_way(self, paper: str) -> bool:
        """Whether a text is being fetched."""
        return paper in self._under_way

    def failure(self, paper: str) -> str:
        """Why the last fetching of a text failed; "" where it did not."""
        return self._failures.get(paper, "")

    @property
    def taken(self) -> int:
        """How many calls run or wait."""
        return self._reading.taken + self._fetching.taken

    def close(self) -> None:
        """Take no more; what is being fetched is left to its own bounds."""
        self._reading.close()
        self._fetching.close()

    async def _fetched(self, paper: str, *, anew: bool = False) -> None:
        task = self._under_way.get(paper)
        if task is None:
            task = asyncio.create_task(self._fetching.run(self._library.full_text, paper, refresh=anew))
            self._under_way[paper] = task
            task.add_done_callback(lambda done: self._done(paper, done))
        try:
            await asyncio.wait_for(asyncio.shield(task), self._patience_seconds)
        except TimeoutError:
            wait = {"Retry-After": str(RETRY_SECONDS)}
            raise Problem("being-fetched", "the text is on its way; ask again in a few seconds", headers=wait) from None

    def _done(self, paper: str, task: asyncio.Task[object]) -> None:
        self._under_way.pop(paper, None)
        self._failures.pop(paper, None)
        error = None if task.cancelled() else task.exception()
        if isinstance(error, Exception):  # told to those who waited, and to who asks later what came of it
            self._failures[paper] = as_problem(error).detail  # in words: the error holds what was read so far
        if len(self._failures) > MOST_FAILURES:
            del self._failures[next(iter(self._failures))]
