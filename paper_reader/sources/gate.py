"""Politeness towards one host, for the whole machine: who may ask now, and who has to wait.

Two files: a lock that is held while a request is under way (one connection at a time; the system frees it when a
process dies), and a stamp that says when the last request began and how long the host wants to be left alone. The
stamp is written before the request, so a killed process leaves it behind.

Times are of the monotonic clock, which all processes of a machine share and nobody can set. It begins anew with the
machine: a stamp from its future is from before, and costs one full interval, never more.
"""

from __future__ import annotations

import json
import math
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from filelock import FileLock, Timeout

from paper_reader.errors import SourceRateLimited, SourceUnavailable
from paper_reader.sources.address import gate_name
from paper_reader.types import NO_PROGRESS, Progress

_POLL_SECONDS = 0.05
_TELL_AFTER_SECONDS = 1.0  # shorter waits are nobody's business
_LONGEST_PAUSE_SECONDS = 24 * 3600.0  # whatever a host says, a mistyped header must not lock it away for years


@dataclass(frozen=True, slots=True)
class Stamp:
    """When the last request began, and before which moment none may begin (both on the monotonic clock)."""

    started: float
    not_before: float


def wait_before_start(stamp: Stamp | None, now: float, interval_seconds: float) -> float:
    """How many seconds from `now` the next request has to wait. Pure."""
    if stamp is None:
        return 0.0
    if stamp.started > now:  # the clock began anew since: how much time passed is unknown
        return interval_seconds
    return max(stamp.started + interval_seconds - now, stamp.not_before - now, 0.0)


class Turn:
    """The right to make one request. `pause` keeps everybody on this machine away from the host for a while."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self.started = clock()
        self.pause_seconds = 0.0

    def sent(self) -> None:
        """Count the interval from now: the request has left, after connecting and whatever else took its time."""
        self.started = self._clock()

    def pause(self, seconds: float) -> None:
        """Let no request to this host begin in the next `seconds`, counted from the end of this turn."""
        self.pause_seconds = max(self.pause_seconds, min(seconds, _LONGEST_PAUSE_SECONDS))


class Gate:
    """Lets requests to one host begin at least `minimum_interval_seconds` apart, one at a time.

    `jitter_seconds` adds up to that much to each wait, for hosts that mind a steady beat.
    All gates on the same `path` are one gate, in whatever thread or process. `patience_seconds` bounds a wait, for
    other processes and for a pause that the host asked for: beyond it `SourceUnavailable` or `SourceRateLimited` says
    when to come again.
    """

    def __init__(
        self,
        path: Path,
        minimum_interval_seconds: float = 3.0,
        *,
        jitter_seconds: float = 0.0,
        patience_seconds: float = 3600.0,
        name: str | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._path = path
        self._interval = minimum_interval_seconds
        self._jitter = jitter_seconds
        self._patience = patience_seconds
        self._clock = clock
        self._sleep = sleep
        self.name = name or path.stem
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = FileLock(path.with_name(path.name + ".lock"))

    @contextmanager
    def turn(
        self, progress: Progress = NO_PROGRESS, *, patience_seconds: float | None = None, announced: bool = False
    ) -> Iterator[Turn]:
        """Wait for this host to be free and rested, and hold it until the block ends.

        `announced`: the caller has told of the wait already.
        """
        patience = self._patience if patience_seconds is None else min(self._patience, patience_seconds)
        self._acquire(progress, patience)
        try:
            self._rest(NO_PROGRESS if announced else progress, patience)
            turn = Turn(self._clock)
            self._write(Stamp(turn.started, 0.0))
            try:
                yield turn
            finally:
                self._write(Stamp(turn.started, self._clock() + turn.pause_seconds))
        finally:
            self._lock.release()

    def _acquire(self, progress: Progress, patience: float) -> None:
        begun = self._clock()
        told = False
        while True:
            try:
                self._lock.acquire(timeout=0)
            except Timeout:
                waited = self._clock() - begun
                if waited > patience:
                    raise SourceUnavailable(
                        f"another process has been asking {self.name} for {waited:.0f} s. Try again when it is done",
                        source=self.name,
                    ) from None
                if waited > _TELL_AFTER_SECONDS and not told:
                    progress.note(f"waiting for another process that is asking {self.name}")
                    told = True
                self._sleep(_POLL_SECONDS)
            else:
                return

    def _rest(self, progress: Progress, patience: float) -> None:
        wait = wait_before_start(self._read(), self._clock(), self._interval)
        if wait > 0 and self._jitter:
            wait += random.uniform(0, self._jitter)  # noqa: S311 - spreads requests, keeps no secret
        if wait > patience:
            raise SourceRateLimited(
                f"{self.name} asked to be left alone for another {_duration(wait)}. Run this again after that",
                source=self.name, retry_after_seconds=wait,
            )  # fmt: skip
        if wait > self._interval + self._jitter + _TELL_AFTER_SECONDS:
            progress.note(f"waiting {_duration(wait)} before asking {self.name}, which wanted a pause")
        until = self._clock() + wait
        while (left := until - self._clock()) > 0:
            self._sleep(left)

    def _read(self) -> Stamp | None:
        try:
            stamp = json.loads(self._path.read_bytes())
            started, not_before = float(stamp["started"]), float(stamp["not_before"])
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError):
            return Stamp(math.inf, math.inf)  # torn or unreadable: take it for a request that just began
        return Stamp(started, not_before)

    def _write(self, stamp: Stamp) -> None:
        fresh = self._path.with_name(self._path.name + ".new")
        fresh.write_text(json.dumps({"started": stamp.started, "not_before": stamp.not_before}), encoding="ascii")
        fresh.replace(self._path)


def gate_for(url: str, folder: Path, minimum_interval_seconds: float = 3.0) -> Gate:
    """Make the gate of the host that `url` names; hosts that share one limit (all of arXiv's) share one gate.

    `folder` belongs to the machine's user and not to one library: two libraries must not ask twice as fast.
    """
    return Gate(folder / f"{gate_name(url)}.json", minimum_interval_seconds, name=urlsplit(url).hostname)


def _duration(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.0f} minutes"
