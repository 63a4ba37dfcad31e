"""Runs something at its times inside a process that stays up, through APScheduler.

Jitter spreads the moment over some minutes, so that not all the world asks arXiv at half past six. A moment that passed
while the machine slept is made up for once, however many there were. APScheduler waits by a clock that stands still in
sleep and heeds nobody who sets the time: so every half minute the time is compared with that clock.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger

from paper_reader.scheduling.times import Times, last_due, next_due

JITTER_SECONDS: Final = 600
CATCH_UP_SECONDS: Final = 30  # a server that has just begun answers first
WATCH_SECONDS: Final = 30.0
JUMP_SECONDS: Final = 60.0  # less is what time servers correct


class DueTimes(BaseTrigger):  # type: ignore[misc]  # the base has no types
    """APScheduler's trigger for `Times`: each due moment once, up to `jitter` seconds late."""

    __slots__ = ("_chance", "_due", "_jitter", "_times", "_zone")

    def __init__(
        self, times: Times, zone: ZoneInfo, *, jitter: float, chance: Callable[[], float] = random.random
    ) -> None:
        self._times, self._zone, self._jitter, self._chance = times, zone, jitter, chance
        self._due: datetime | None = None

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:
        """The next moment, as APScheduler asks for it: after a run, what is due after the moment that it ran for."""
        after = self._due if previous_fire_time is not None and self._due is not None else now
        self._due = next_due(self._times, after, self._zone)
        return self._due + timedelta(seconds=self._jitter * self._chance())


def machine_zone() -> ZoneInfo:
    """The time zone of this machine."""
    from tzlocal import get_localzone

    return get_localzone()


def was_missed(times: Times, last_run: datetime | None, now: datetime, zone: ZoneInfo) -> bool:
    """Whether a refresh was due since the last one, while nothing ran that could have done it."""
    return last_run is not None and last_run < last_due(times, now, zone)


class RefreshClock:
    """Calls `refresh` at its times until it is stopped. `refresh` has to return at once."""

    def __init__(
        self,
        times: Times,
        refresh: Callable[[], object],
        *,
        last_run: datetime | None = None,
        zone: ZoneInfo | None = None,
        jitter: float = JITTER_SECONDS,
        catch_up: float = CATCH_UP_SECONDS,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self.times = times
        self._zone = zone or machine_zone()
        self._refresh = refresh
        self._catch_up = catch_up
        self._last_run = last_run
        self._now, self._steady = now, steady
        self._seen = now(), steady()
        self._stopped = threading.Event()
        self._scheduler = BackgroundScheduler(timezone=UTC)
        self._trigger = DueTimes(times, self._zone, jitter=jitter)

    def start(self) -> datetime:
        """Begin; gives the next moment. One that passed while nothing ran is made up for soon."""
        now = self._now()
        soon = now + timedelta(seconds=self._catch_up)
        missed = was_missed(self.times, self._last_run, now, self._zone)
        first = soon if missed else self._trigger.get_next_fire_time(None, now)
        self._scheduler.add_job(
            self._refresh,
            self._trigger,
            id="refresh",
            next_run_time=first,
            coalesce=True,
            misfire_grace_time=None,  # however late: a laptop that slept makes up for it when it wakes
            max_instances=1,
        )
        self._scheduler.start()
        threading.Thread(target=self._watch, name="refresh-clock", daemon=True).start()
        return first

    @property
    def next_run(self) -> datetime:
        """When it is due next."""
        moment: datetime = self._scheduler.get_job("refresh").next_run_time
        return moment

    def look(self) -> None:
        """Whether the time went on as it should; where it was set back, the next moment is reckoned anew from it."""
        before, self._seen = self._seen, (self._now(), self._steady())
        jump = (self._seen[0] - before[0]).total_seconds() - (self._seen[1] - before[1])
        if jump < -JUMP_SECONDS:
            moment = self._trigger.get_next_fire_time(None, self._seen[0])
            self._scheduler.modify_job("refresh", next_run_time=moment)
        if abs(jump) > JUMP_SECONDS:
            self._scheduler.wakeup()  # after a sleep, or time set on, it may be due

    def _watch(self) -> None:
        while not self._stopped.wait(WATCH_SECONDS):
            self.look()

    def stop(self) -> None:
        """Call nothing more."""
        self._stopped.set()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
