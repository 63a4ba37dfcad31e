"""Progress on stderr: a bar where a person watches, a line now and then where a file or a pipe does."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TextIO

from paper_reader.cli.outside_text import one_line
from paper_reader.types import Progress

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

PAUSE_SECONDS: Final = 5.0  # between two lines of the plain form


def stderr_progress() -> Progress:
    """Choose the form that fits where stderr goes."""
    return BarProgress() if sys.stderr.isatty() else PlainProgress(sys.stderr)


class BarProgress:
    """A bar with count, speed and time left, drawn by rich; it vanishes when its stage is over."""

    def __init__(self) -> None:
        self._bar: Bar | None = None
        self._task: TaskID | None = None

    def begin(self, stage: str, total: int | None, unit: str) -> None:
        """Draw a new bar."""
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        self.end()
        self._bar = Bar(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn(one_line(unit), markup=False),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self._task = self._bar.add_task(one_line(stage), total=total)
        self._bar.start()

    def advance(self, count: int = 1) -> None:
        """Move the bar."""
        if self._bar is not None and self._task is not None:
            self._bar.advance(self._task, count)

    def note(self, message: str) -> None:
        """Print a line above the bar."""
        if self._bar is not None:
            self._bar.console.print(one_line(message), markup=False, highlight=False)
        else:
            print(one_line(message), file=sys.stderr)

    def end(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None


class PlainProgress:
    """Lines such as "Embedding papers: 1,024 of 5,000 papers, 40 s left", at most one in five seconds."""

    def __init__(self, stream: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream
        self._clock = clock
        self._stage, self._unit, self._total, self._done = "", "", None, 0
        self._began = self._said = 0.0

    _total: int | None

    def begin(self, stage: str, total: int | None, unit: str) -> None:
        """Start counting; a stage that is over within five seconds prints nothing."""
        self._stage, self._unit, self._total, self._done = one_line(stage), one_line(unit), total, 0
        self._began = self._said = self._clock()

    def advance(self, count: int = 1) -> None:
        """Count, and print a line where the last one is old enough."""
        self._done += count
        now = self._clock()
        if now - self._said >= PAUSE_SECONDS:
            self._said = now
            print(self._line(now), file=self._stream, flush=True)

    def note(self, message: str) -> None:
        """Print the message."""
        print(one_line(message), file=self._stream, flush=True)

    def end(self) -> None:
        """Print how long it took, where lines were printed before."""
        if self._said > self._began:
            took = self._clock() - self._began
            print(f"{self._stage}: {self._done:,} {self._unit} in {in_words(took)}", file=self._stream, flush=True)
        self._began = self._said = self._clock()

    def _line(self, now: float) -> str:
        if not self._total:
            return f"{self._stage}: {self._done:,} {self._unit}"
        left = (now - self._began) / max(self._done, 1) * max(self._total - self._done, 0)
        return f"{self._stage}: {self._done:,} of {self._total:,} {self._unit}, {in_words(left)} left"


def in_words(seconds: float) -> str:
    """Say a duration as people do: "40 s", "3 min 20 s", "1 h 5 min"."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    return f"{whole // 60} min {whole % 60} s" if whole < 3600 else f"{whole // 3600} h {whole % 3600 // 60} min"
