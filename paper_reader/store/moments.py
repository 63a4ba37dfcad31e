"""Times and dates as the texts that the tables hold."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import lru_cache


def utc_now() -> datetime:
    """The present moment, aware."""
    return datetime.now(UTC)


@lru_cache(maxsize=64)  # a batch carries one time of fetching on every record
def time_text(moment: datetime) -> str:
    """ISO 8601 in UTC with microseconds, so that texts sort as the moments do."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def time_of(text: str) -> datetime:
    """Back from `time_text`."""
    return datetime.fromisoformat(text)


def optional_date(text: str | None) -> date | None:
    """The date of an ISO text, or None."""
    return date.fromisoformat(text) if text else None
