"""What every citation service does: it is asked for papers by their names, many at once, or by a title."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from paper_reader.types import NO_PROGRESS, Identifier, Progress, SourceRecord


@dataclass(frozen=True, slots=True)
class Way:
    """One way to ask for many papers in a request: which of a paper's identifiers it takes, and how many of them.

    `names_of` gives the names under which the service would know a paper; none where it cannot be asked this way.
    """

    names_of: Callable[[Sequence[Identifier]], tuple[str, ...]]
    names_a_request: int


class Asking(Protocol):
    """A service under way. Errors are raised as the `SourceError` that they are.

    `requests` counts those made so far: one for each `by_names`, one or two for each `by_title`.
    """

    @property
    def requests(self) -> int:
        """How many were made so far."""

    def by_names(self, way: Way, names: Sequence[str]) -> list[SourceRecord]:
        """Give what the service has under these names, in any order; names it does not know are left out."""

    def by_title(self, title: str) -> list[SourceRecord]:
        """Give what the service thinks nearest to a title: candidates, not answers."""


class CitationService(Protocol):
    """A service that counts citations and knows references.

    `ways` are tried in turn, each for the papers that the ones before gave nothing for. Safe to share between threads.
    """

    @property
    def name(self) -> str:
        """The channel, as in `SourceRecord.source`."""

    @property
    def ways(self) -> tuple[Way, ...]:
        """How papers are asked for, the surest way first."""

    def asking(self, progress: Progress = NO_PROGRESS) -> AbstractContextManager[Asking]:
        """Open connections for one run; nothing is asked yet."""
