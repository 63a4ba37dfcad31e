"""An ordered reading list and the reasons for each of its items."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from paper_reader.types.paper import Paper


class Level(StrEnum):
    """Where in the list's four stretches a paper stands."""

    START_HERE = "start here"
    CORE = "core"
    ADVANCED = "advanced"
    RECENT = "recent"


class Role(StrEnum):
    """Why a paper is on the list at all."""

    SURVEY = "survey"
    FOUNDATION = "foundation"
    CORE = "core"
    RECENT = "recent advance"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """One named part of a score. `value` is None where nothing is known; else it lies in [0, 1].

    `detail` says the figure in plain words ("cited by 14 of the 30 papers on this topic").
    """

    value: float | None
    detail: str = ""
    source: str | None = None
    as_of: date | None = None

    @property
    def is_known(self) -> bool:
        """Whether there is a value at all."""
        return self.value is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Prerequisite:
    """What to read before a paper and why. `position` is its place on the same list; None where it is not on it."""

    title: str
    why: str
    paper_id: int
    position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Steering:
    """What kind of papers a list is to hold: one level alone, foundations alone, recent work alone."""

    level: Level | None = None
    only_foundations: bool = False
    recent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingListItem:
    """A paper with its place, its role and the reason in words a newcomer understands.

    `needs` is what to read before it, `facet` the side of the topic that it is about ("" where none stands out).
    """

    position: int
    level: Level
    role: Role
    reason: str
    score: float
    signals: Mapping[str, Signal]
    paper: Paper
    needs: tuple[Prerequisite, ...] = ()
    facet: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingList:
    """Items in the order to read them. `notes` says what the list lacks (no citations known, library too small ...)."""

    topic: str
    generated_at: datetime
    items: tuple[ReadingListItem, ...]
    notes: tuple[str, ...] = ()
    topic_slug: str | None = None  # set where the topic is one of the roadmap's
