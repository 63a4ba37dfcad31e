"""Where long work reports to."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Told how far a build is. Any object with these methods will do."""

    def begin(self, stage: str, total: int | None, unit: str) -> None:
        """A stage starts; `total` is None where it is not known."""

    def advance(self, count: int = 1) -> None:
        """`count` more units are done."""

    def end(self) -> None:
        """The stage is over."""


class Silence:
    """Ignores what it is told."""

    def begin(self, stage: str, total: int | None, unit: str) -> None:
        """Ignored."""

    def advance(self, count: int = 1) -> None:
        """Ignored."""

    def end(self) -> None:
        """Ignored."""
