"""A breaker on disk: a host that has refused us is left alone for hours, by every process of this machine.

`after_*` and `state_of` decide and are pure; `Breaker` keeps what they decide in a file. Times are of the wall clock:
the pauses are hours long and must outlast a restart of the machine. A clock that was set back cannot lock anybody out.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from paper_reader.sources.state_file import write_whole

_FORGOTTEN_AFTER = timedelta(days=7)  # an opening longer ago does not make the next one longer
_COUNTED_TOGETHER = timedelta(days=1)  # two HTTP 429 further apart are two accidents
_FORMAT = 1


class BreakerState(StrEnum):
    """Whether a host may be asked."""

    CLOSED = "closed"  # yes
    OPEN = "open"  # not before it reopens
    TRIAL = "trial"  # one request, whose answer decides


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How long a breaker stays open: the first time, twice that the next time, and so on up to the longest."""

    first: timedelta = timedelta(hours=6)
    longest: timedelta = timedelta(hours=24)
    limited_at_most: int = 2  # so many HTTP 429 without a good answer between them open it


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakerNotes:
    """What is kept. `reopens_at` stays until a good answer came after it; `openings` counts those in a row."""

    reopens_at: datetime | None = None
    opened_at: datetime | None = None
    openings: int = 0
    reason: str = ""
    limited: int = 0
    limited_at: datetime | None = None


def state_of(notes: BreakerNotes, now: datetime) -> BreakerState:
    """Whether the host may be asked at `now`."""
    if notes.reopens_at is None or notes.opened_at is None:
        return BreakerState.CLOSED
    is_of_the_future = notes.opened_at > now + timedelta(hours=1)  # the clock was set back since
    return BreakerState.TRIAL if is_of_the_future or now >= notes.reopens_at else BreakerState.OPEN


def after_good(notes: BreakerNotes) -> BreakerNotes:
    """Close it: the host has answered. How often it was open is remembered for a while."""
    return replace(notes, reopens_at=None, limited=0, limited_at=None)


def after_limited(notes: BreakerNotes, now: datetime, rules: Rules, reason: str) -> BreakerNotes:
    """Count one HTTP 429; opens at the second one, and at once where it was the answer to a trial."""
    recent = notes.limited_at is not None and abs(now - notes.limited_at) <= _COUNTED_TOGETHER
    limited = (notes.limited if recent else 0) + 1
    if limited >= rules.limited_at_most or state_of(notes, now) is not BreakerState.CLOSED:
        return after_refusal(notes, now, rules, reason)
    return replace(notes, limited=limited, limited_at=now)


def after_refusal(notes: BreakerNotes, now: datetime, rules: Rules, reason: str) -> BreakerNotes:
    """Open it, for longer than the last time."""
    recent = notes.opened_at is not None and abs(now - notes.opened_at) <= _FORGOTTEN_AFTER
    openings = (notes.openings if recent else 0) + 1
    pause = min(rules.first * 2 ** min(openings - 1, 10), max(rules.longest, rules.first))
    return BreakerNotes(reopens_at=now + pause, opened_at=now, openings=openings, reason=reason)


class Breaker:
    """The notes in a file, shared by all processes. Written only by who holds the host's gate."""

    def __init__(
        self, path: Path, rules: Rules | None = None, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._path = path
        self._rules = rules or Rules()
        self._now = now

    def notes(self) -> BreakerNotes:
        """What is known at the moment."""
        try:
            return _from_json(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return BreakerNotes()
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return self._of_unreadable()

    def state(self) -> BreakerState:
        """Whether the host may be asked now."""
        return state_of(self.notes(), self._now())

    def good(self) -> None:
        """A good answer came."""
        notes = self.notes()
        if notes.reopens_at is not None or notes.limited:
            self._write(after_good(notes))

    def limited(self, reason: str) -> BreakerNotes:
        """HTTP 429 came. Gives what holds from now on."""
        return self._write(after_limited(self.notes(), self._now(), self._rules, reason))

    def refused(self, reason: str) -> BreakerNotes:
        """The host refused us. Gives what holds from now on."""
        return self._write(after_refusal(self.notes(), self._now(), self._rules, reason))

    def _write(self, notes: BreakerNotes) -> BreakerNotes:
        write_whole(self._path, _to_json(notes).encode())
        return notes

    def _of_unreadable(self) -> BreakerNotes:
        """Take a file that nobody can read for a refusal when it was written: better too careful once."""
        try:
            written = datetime.fromtimestamp(self._path.stat().st_mtime, UTC)
        except OSError:
            written = self._now()
        return after_refusal(BreakerNotes(), written, self._rules, "its notes cannot be read")


def _to_json(notes: BreakerNotes) -> str:
    return json.dumps(
        {
            "format": _FORMAT,
            "reopens_at": _text(notes.reopens_at),
            "opened_at": _text(notes.opened_at),
            "openings": notes.openings,
            "reason": notes.reason,
            "limited": notes.limited,
            "limited_at": _text(notes.limited_at),
        }
    )


def _from_json(text: str) -> BreakerNotes:
    data = json.loads(text)
    return BreakerNotes(
        reopens_at=_moment(data["reopens_at"]),
        opened_at=_moment(data["opened_at"]),
        openings=int(data["openings"]),
        reason=str(data["reason"]),
        limited=int(data["limited"]),
        limited_at=_moment(data["limited_at"]),
    )


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _moment(text: Any) -> datetime | None:
    if text is None:
        return None
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
