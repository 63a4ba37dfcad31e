"""Progress of long work as plain lines on stderr."""

from __future__ import annotations

import sys
import time


class Console:
    """Reports a stage at its beginning, at most every ten seconds, and at its end."""

    def __init__(self) -> None:
        self._stage, self._unit, self._total = "", "", 0
        self._done, self._began, self._told = 0, 0.0, 0.0

    def begin(self, stage: str, total: int | None, unit: str) -> None:
        """A stage starts."""
        self._stage, self._unit, self._total, self._done = stage, unit, total or 0, 0
        self._began = self._told = time.monotonic()

    def advance(self, count: int = 1) -> None:
        """`count` more units are done."""
        self._done += count
        now = time.monotonic()
        if now - self._told >= 10:
            self._told = now
            of = f" of {self._total:,}" if self._total else ""
            self.note(f"{self._stage}: {self._done:,}{of} {self._unit}, {now - self._began:.0f} s")

    def note(self, message: str) -> None:
        """A line for the person."""
        print(message, file=sys.stderr, flush=True)

    def end(self) -> None:
        """The stage is over."""
        self.note(f"{self._stage}: {self._done:,} {self._unit} in {time.monotonic() - self._began:.0f} s")
