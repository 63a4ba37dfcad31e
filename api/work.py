"""Runs what blocks in a bounded set of threads, so that the event loop never waits for the library."""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from api.options import WAITING_FOR_EACH_THREAD

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


class Overloaded(Exception):
    """All threads are busy and enough requests wait already."""


class Work:
    """`threads` calls run at once, some more wait, the rest are refused. Used from one event loop."""

    def __init__(self, threads: int, waiting: int | None = None) -> None:
        self._executor = ThreadPoolExecutor(threads, thread_name_prefix="request")
        self._room = threads + (threads * WAITING_FOR_EACH_THREAD if waiting is None else waiting)
        self._threads = threads
        self.taken = 0  # running or waiting

    @property
    def running(self) -> int:
        """How many calls have a thread."""
        return min(self.taken, self._threads)

    async def run(
        self, call: Callable[Arguments, Result], /, *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> Result:
        """Run one call in a thread and give its result. Raises `Overloaded` at once where there is no room."""
        if self.taken >= self._room:
            raise Overloaded
        self.taken += 1
        loop = asyncio.get_running_loop()
        context = contextvars.copy_context()  # the request's id, for the log

        def done(_: Future[Result]) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(self._one_less)

        future = self._executor.submit(lambda: context.run(call, *args, **kwargs))
        future.add_done_callback(done)  # and not when the waiting ends: a thread whose caller left is still busy
        return await asyncio.wrap_future(future)

    def close(self) -> bool:
        """Take no more; what waits is given up. Says whether every thread has come to its end."""
        self._executor.shutdown(wait=False, cancel_futures=True)
        return self.taken == 0

    def _one_less(self) -> None:
        self.taken -= 1
