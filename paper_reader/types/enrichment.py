"""What citation services are asked, what came of it, and what each of them knows of one paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from paper_reader.types.run import Outcome


class LookupOutcome(StrEnum):
    """What a service said of one paper when it was asked."""

    FOUND = "found"
    NOT_FOUND = "not-found"
    TITLE_LEFT = "title-left"  # it knows none of the paper's identifiers; its title has not been asked for yet


@dataclass(frozen=True, slots=True)
class Lookup:
    """When a service was asked for a paper last, and what it said."""

    asked_at: datetime
    outcome: LookupOutcome


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrichRequest:
    """Which papers to ask the citation services for: those of a topic, those named, or all.

    `older_than_days` None takes the setting; 0 asks again for what was asked a moment ago. `limit` bounds the papers
    asked of each service. `services` empty means all. `titles`: search by title what no identifier finds.
    """

    topic: str | None = None
    papers: tuple[str, ...] = ()
    everything: bool = False
    services: tuple[str, ...] = ()
    older_than_days: int | None = None
    limit: int | None = None
    titles: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ServicePlan:
    """What a run would ask of one service.

    `fresh` papers were asked for lately. `requests` are needed for identifiers; each of the `titles` costs one more at
    most. `within_budget`: whether one run may make them all.
    """

    service: str
    due: int
    fresh: int
    requests: int
    titles: int
    within_budget: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrichPlan:
    """What a run would ask, service by service."""

    description: str
    papers: int
    services: tuple[ServicePlan, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceReport:
    """What one service gave in one run.

    `left` papers are due and were not asked for (a budget, a limit or a failure came before). `problem` says what went
    wrong, `retry_at` from when on it makes sense to ask again; None where nothing is known of that.
    """

    service: str
    outcome: Outcome
    asked: int = 0
    found: int = 0
    not_found: int = 0
    fresh: int = 0
    left: int = 0
    requests: int = 0
    problem: str | None = None
    retry_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrichReport:
    """What a run brought, service by service; `outcome` is that of the whole."""

    run_id: int
    description: str
    outcome: Outcome
    papers: int
    services: tuple[ServiceReport, ...]
    messages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What one source says of how one paper is connected. Unknown is None: a list of no references is unknown too.

    `asked_at` and `outcome` say when the source was asked for this paper last; None where it never was.
    """

    source: str
    count: int | None = None
    observed_on: date | None = None
    references: int | None = None
    asked_at: datetime | None = None
    outcome: LookupOutcome | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A retraction, correction or other notice on a paper, by whose word, and the notice's own DOI."""

    kind: str  # "retraction", "correction", "expression_of_concern" ...
    source: str
    doi: str | None = None
    on: date | None = None

    @property
    def withdraws(self) -> bool:
        """Whether the paper is not to be relied on any more."""
        return self.kind in {"retraction", "withdrawal", "removal", "partial_retraction", "expression_of_concern"}
