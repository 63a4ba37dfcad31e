"""What the reader follows, and what a refresh of it asked, brought and missed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from paper_reader.types.run import Outcome, RunReport, SourceQuery


class FollowKind(StrEnum):
    """What can be followed."""

    TOPIC = "topic"  # of the roadmap, by its slug
    SEARCH = "search"  # a saved search, by its slug
    CATEGORY = "category"  # of arXiv, such as cs.LG


@dataclass(frozen=True, slots=True, kw_only=True)
class Follow:
    """Something that is followed. `followed_at` None: nobody asked for it, it stands in while nothing is followed."""

    kind: FollowKind
    name: str
    title: str
    followed_at: datetime | None = None

    @property
    def by_default(self) -> bool:
        """Whether nobody asked for it."""
        return self.followed_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshPlace:
    """Where the refreshing of one follow stands: papers from `since` on, whole up to `refreshed_at` (None: never)."""

    since: date
    refreshed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshStep:
    """One question to one source for one follow. `missed` are the whole days between the last refresh and today."""

    follow: Follow
    query: SourceQuery
    asks: str
    refreshed_at: datetime | None = None
    missed: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshedStep:
    """A step and its runs: none where its source was down already, two where it was tried again."""

    step: RefreshStep
    runs: tuple[RunReport, ...] = ()
    problem: str | None = None

    @property
    def outcome(self) -> Outcome:
        """How it ended at last."""
        return self.runs[-1].outcome if self.runs and self.problem is None else Outcome.FAILED

    @property
    def is_whole(self) -> bool:
        """Whether everything that it asked for came."""
        return self.problem is None and self.outcome in {Outcome.DONE, Outcome.EMPTY}

    @property
    def created(self) -> int:
        """How many new papers it brought."""
        return sum(run.created for run in self.runs)


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshReport:
    """What a refresh brought. `run` has the sums; each step has its own runs."""

    run: RunReport
    steps: tuple[RefreshedStep, ...]
    indexed: int = 0
    notes: tuple[str, ...] = ()
