"""The server's own refreshes: one at a time, in a thread of its own, begun by a request or at their times."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Final

from paper_reader.errors import PaperReaderError, RefreshRunning
from paper_reader.library import Library

STOP_SECONDS: Final = 5  # a page of a source and its transaction are over by then

logger = logging.getLogger("api")


class _UntilStopped:
    """A progress that ends the work at its next step once it is told to. What was stored is kept."""

    def __init__(self, stop: threading.Event) -> None:
        self._stop = stop

    def begin(self, stage: str, total: int | None, unit: str) -> None:  # noqa: ARG002 - the protocol's own
        self._check()

    def advance(self, count: int = 1) -> None:  # noqa: ARG002 - likewise
        self._check()

    def note(self, message: str) -> None:
        logger.info("refresh: %s", message)
        self._check()

    def end(self) -> None:
        pass

    def _check(self) -> None:
        if self._stop.is_set():
            raise KeyboardInterrupt  # for a run this is what it is: stopped by hand, to be gone on with


class Refreshing:
    """Refreshes of one library. `started_at` is when the one began that is at work, None where none is."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._guard = threading.Lock()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self.started_at: datetime | None = None

    def start(self, topics: Sequence[str] = (), since: date | None = None) -> datetime:
        """Begin a refresh and return at once; raises `RefreshRunning` where one is at work, here or elsewhere.

        Raises `TopicNotFound` for a topic that the roadmap does not have.
        """
        self._library.refresh_plan(topics=topics, since=since)
        with self._guard:
            if self.started_at is not None:
                raise RefreshRunning(f"a refresh runs here since {self.started_at:%Y-%m-%d %H:%M:%S} UTC. Wait for it")
            self._library.check_no_refresh()
            if self._stop.is_set():
                raise RefreshRunning("the server is about to stop. Ask again when it is back")
            self.started_at = datetime.now(UTC)
            self._thread = threading.Thread(target=self._run, args=(topics, since), name="refresh", daemon=True)
            self._thread.start()
            return self.started_at

    def start_at_its_time(self) -> None:
        """The same for a clock: where one is at work already, nothing is to be done."""
        try:
            self.start()
        except PaperReaderError as error:
            logger.warning("the scheduled refresh did not begin: %s", error)

    def stop(self) -> bool:
        """Have it end at its next step; says whether it has."""
        self._stop.set()
        thread = self._thread
        if thread is not None:
            thread.join(STOP_SECONDS)
        return thread is None or not thread.is_alive()

    def _run(self, topics: Sequence[str], since: date | None) -> None:
        try:
            report = self._library.refresh(topics=topics, since=since, progress=_UntilStopped(self._stop))
            logger.info("refresh %s: %s new papers", report.run.outcome.value, report.run.created)
        except KeyboardInterrupt:
            logger.info("the refresh was stopped; the next one goes on")
        except Exception:
            logger.exception("the refresh failed")
        finally:
            with self._guard:
                self.started_at = None
