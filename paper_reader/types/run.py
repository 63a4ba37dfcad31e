"""What a harvest or an import is asked to bring, and how it ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceQuery:
    """What to ask a source for. `text` may be empty for bulk sources; dates are inclusive; `limit` None is no limit."""

    source: str
    text: str = ""
    categories: tuple[str, ...] = ()
    set_name: str | None = None  # OAI-PMH set, as people type it: "cs", "cs.LG"
    date_from: date | None = None
    date_to: date | None = None
    limit: int | None = None
    # Questions beside a search for words; each names a paper or a person as the source itself does.
    cited_by: str | None = None  # the papers that cite this one
    versions_of: str | None = None  # all that the source takes for versions of this one
    author: str | None = None  # what this person wrote: a name, or the id of a profile


class Outcome(StrEnum):
    """How a run ended. The four failures are kept apart on purpose."""

    DONE = "done"
    EMPTY = "empty"  # the source says: nothing matches
    PARTIAL = "partial"  # some of it came, then it stopped; running again goes on
    BLOCKED = "blocked"  # the source refuses us
    FAILED = "failed"  # nothing usable came
    RUNNING = "running"  # not ended, or its process was killed


@dataclass(frozen=True, slots=True, kw_only=True)
class RunReport:
    """What one collect, import or refresh brought. `rejected` lines of an import are in `rejects_path`."""

    run_id: int
    kind: str
    description: str
    outcome: Outcome
    started_at: datetime
    finished_at: datetime | None = None
    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    merged: int = 0
    rejected: int = 0
    rejects_path: str | None = None
    messages: tuple[str, ...] = ()


class Progress(Protocol):
    """Where long work reports to. The terminal draws a bar; tests collect; `NO_PROGRESS` ignores."""

    def begin(self, stage: str, total: int | None, unit: str) -> None:
        """A stage starts; `total` is None where it is not known."""

    def advance(self, count: int = 1) -> None:
        """`count` more units are done."""

    def note(self, message: str) -> None:
        """Something the person should see now (waiting for the source, a bad line ...)."""

    def end(self) -> None:
        """The stage is over."""


class _NoProgress:
    def begin(self, stage: str, total: int | None, unit: str) -> None:
        pass

    def advance(self, count: int = 1) -> None:
        pass

    def note(self, message: str) -> None:
        pass

    def end(self) -> None:
        pass


NO_PROGRESS: Progress = _NoProgress()
