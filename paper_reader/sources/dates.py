"""Dates as the citation services write them: what cannot be read is unknown. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any


def day_of(text: object) -> date | None:
    """The day of an ISO text, with or without a time."""
    try:
        return date.fromisoformat(str(text)[:10]) if text else None
    except ValueError:
        return None


def likely_day_of(text: object) -> date | None:
    """The same, but for the first of January: the services say that where they know the year alone.

    Such a day would make a paper older than its own preprint.
    """
    day = day_of(text)
    return None if day is not None and (day.month, day.day) == (1, 1) else day


def year_of(value: object) -> int | None:
    """A year that papers can have."""
    return value if isinstance(value, int) and not isinstance(value, bool) and 1000 <= value <= 3000 else None


def parts_of(value: object) -> tuple[int, ...]:
    """Year, month and day as far as they are known, from Crossref's {"date-parts": [[2015, 5, 4]]}."""
    parts: Any = value.get("date-parts") if isinstance(value, Mapping) else None
    try:
        first = parts[0]
        return tuple(int(part) for part in first if part is not None)
    except (TypeError, ValueError, IndexError):
        return ()


def day_of_parts(value: object) -> date | None:
    """The day, where all three parts are known."""
    parts = parts_of(value)
    try:
        return date(*parts) if len(parts) == 3 else None
    except ValueError:
        return None
