"""Runs what blocks in a bounded set of threads, so that the event loop never waits for the library."""

from __future__ import annotations

import asyncio
import contextvars
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, ParamSpec, TypeVar

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
        self._guard = threading.Lock()
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
        with self._guard:
            self.taken += 1
        context = contextvars.copy_context()  # the request's id, for the log
        future = self._executor.submit(lambda: context.run(call, *args, **kwargs))
        # And not when the waiting ends: a thread whose caller left is still busy.
        future.add_done_callback(self._one_less)
        return await asyncio.wrap_future(future)

    def close(self) -> bool:
        """Take no more; what waits is given up. Says whether every thread has come to its end."""
        self._executor.shutdown(wait=False, cancel_futures=True)
        return self.taken == 0

    def _one_less(self, _: Future[Any]) -> None:
        with self._guard:  # here and not in the loop, which is woken for the result already
            self.taken -= 1
