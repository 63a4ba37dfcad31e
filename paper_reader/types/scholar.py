"""How the library stands with Google Scholar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ScholarStatus:
    """Whether Scholar may be asked now, and how much. All of it is the machine's and not one library's.

    `breaker` is "closed" (it may be asked), "open" (not before `reopens_at`) or "trial" (the next page decides);
    `refusals` counts how often it refused us of late. `budget_anew_at` is when the next day's pages begin.
    """

    switched_on: bool
    address: str
    interval_seconds: float
    pages_today: int
    pages_per_day: int
    pages_per_run: int
    budget_anew_at: datetime
    breaker: str
    reopens_at: datetime | None
    reason: str
    refusals: int
    cached_pages: int
    cached_bytes: int
    cache_days: int

    @property
    def pages_left_today(self) -> int:
        """How many pages may still be asked for today."""
        return max(0, self.pages_per_day - self.pages_today)
