"""Times of the week as people write them, and the moments that they stand for. Pure.

A time that a clock skips in spring comes as much later as the clock was put on (02:30 becomes 03:30); one that it goes
through twice in autumn counts the first time alone. So a daily refresh is one a day, whatever the clocks do.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from paper_reader.errors import UsageError

DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
EXAMPLES: Final = 'Write "daily 06:30", "weekdays 06:30", "mon 06:30" or "mon,thu 06:30 Europe/Berlin"'
_FORM: Final = re.compile(
    r"(?P<days>[a-z,]+)\s+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?:\s+(?P<zone>\S+))?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Times:
    """An hour and minute on some days of the week (0 is Monday). `zone` None is the time of this machine."""

    days: tuple[int, ...]
    hour: int
    minute: int
    zone: str | None = None

    @property
    def every_day(self) -> bool:
        """Whether no day of the week is left out."""
        return len(self.days) == len(DAYS)

    def __str__(self) -> str:
        """As it is written."""
        days = "daily" if self.every_day else ",".join(DAYS[day] for day in self.days)
        return f"{days} {self.hour:02}:{self.minute:02}" + (f" {self.zone}" if self.zone else "")


def read_times(text: str) -> Times:
    """Read "daily 06:30" and its like; raises `UsageError` for what is none."""
    match = _FORM.fullmatch(text.strip())
    days = _days(match["days"].lower()) if match else None
    if match is None or not days or int(match["hour"]) > 23 or int(match["minute"]) > 59:
        raise UsageError(f"{text!r} says no time to refresh at. {EXAMPLES}")
    if match["zone"]:
        zone_of(match["zone"])
    return Times(days, int(match["hour"]), int(match["minute"]), match["zone"])


def zone_of(name: str) -> ZoneInfo:
    """The time zone of this name; raises `UsageError` where there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UsageError(f"there is no time zone {name!r}. They are named like Europe/Berlin") from error


def next_due(times: Times, after: datetime, zone: ZoneInfo) -> datetime:
    """The first moment after `after` (aware) on which a refresh is due, in UTC. `zone` is the machine's own."""
    zone = zone_of(times.zone) if times.zone else zone
    day = after.astimezone(zone).date() - timedelta(days=1)
    while True:
        moment = _moment(times, day, zone)
        if day.weekday() in times.days and moment > after:
            return moment
        day += timedelta(days=1)


def last_due(times: Times, before: datetime, zone: ZoneInfo) -> datetime:
    """The last moment up to `before` on which a refresh was due, in UTC."""
    zone = zone_of(times.zone) if times.zone else zone
    day = before.astimezone(zone).date() + timedelta(days=1)
    while True:
        moment = _moment(times, day, zone)
        if day.weekday() in times.days and moment <= before:
            return moment
        day -= timedelta(days=1)


def _moment(times: Times, day: date, zone: ZoneInfo) -> datetime:
    """The moment on a day. In a gap the offset of before holds (fold 0), which is after the gap by as much."""
    return datetime.combine(day, time(times.hour, times.minute), zone).astimezone(UTC)


def _days(text: str) -> tuple[int, ...] | None:
    named = {"daily": tuple(range(7)), "weekdays": tuple(range(5)), "weekends": (5, 6)}
    if text in named:
        return named[text]
    short = [part[:3] for part in text.split(",")]
    if any(part not in DAYS for part in short):
        return None
    return tuple(sorted({DAYS.index(part) for part in short}))
