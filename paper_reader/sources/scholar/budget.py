"""How many pages were asked for today, by all processes of this machine: a small file with its date."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from paper_reader.sources.state_file import write_whole


class DailyBudget:
    """Counts pages by the day (UTC). Written only by who holds the host's gate."""

    def __init__(
        self, path: Path, pages_per_day: int, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._path = path
        self.pages_per_day = pages_per_day
        self._now = now

    def used(self) -> int:
        """How many pages were asked for today; all of them where that was written today and cannot be read."""
        try:
            data = json.loads(self._path.read_text(encoding="utf-8"))
            return int(data["used"]) if data["date"] == self._today() else 0
        except FileNotFoundError:
            return 0
        except (OSError, ValueError, KeyError, TypeError):
            return self.pages_per_day if self._was_written_today() else 0

    def left(self) -> int:
        """How many more may be asked for today."""
        return max(0, self.pages_per_day - self.used())

    def take(self) -> None:
        """Count one page, before it is asked for: a process that is killed has spent it."""
        write_whole(self._path, json.dumps({"date": self._today(), "used": self.used() + 1}).encode())

    def begins_anew(self) -> datetime:
        """Give the moment when the next day's budget begins."""
        return datetime.combine(self._now().astimezone(UTC).date() + timedelta(days=1), time(), UTC)

    def _was_written_today(self) -> bool:
        try:
            written = datetime.fromtimestamp(self._path.stat().st_mtime, UTC)
        except OSError:
            return True
        return written.date().isoformat() == self._today()

    def _today(self) -> str:
        return self._now().astimezone(UTC).date().isoformat()
