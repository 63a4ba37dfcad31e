"""All services asked for the papers that are due; one that fails stops none of the others, and the report says so."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from paper_reader.enriching.planning import Due, due_of, most_useful_first, requests_for
from paper_reader.enriching.service_run import BudgetSpent, ServiceRun
from paper_reader.errors import SourceBlocked, SourceError, SourceRateLimited, SourceUnavailable
from paper_reader.sources.citation_service import CitationService
from paper_reader.store import Store
from paper_reader.types import (
    NO_PROGRESS,
    EnrichPlan,
    EnrichReport,
    Identifier,
    Outcome,
    Progress,
    ServicePlan,
    ServiceReport,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How much is asked: answers older than `older_than` are asked for again, within `budget` requests a service.

    `limit` bounds the papers asked of each service.
    """

    older_than: timedelta
    budget: int
    limit: int | None = None
    titles: bool = True


def all_by_use(store: Store, *, now: datetime) -> list[int]:
    """Every paper of the library, those first whose citations are worth most; see `most_useful_first`."""
    columns = store.papers.citation_columns()
    ids = columns.ids.tolist()
    return most_useful_first(
        ids,
        years=dict(zip(ids, columns.years.tolist(), strict=True)),
        times_cited=store.citations.times_cited(),
        marks=store.reading.statuses(),
        this_year=now.year,
    )


def plan(
    store: Store,
    services: Sequence[CitationService],
    ids: Sequence[int],
    terms: Terms,
    *,
    description: str,
    now: datetime,
) -> EnrichPlan:
    """What `enrich` would ask; asks nothing."""
    names = store.lookups.names_of(ids)
    return EnrichPlan(
        description=description,
        papers=len(ids),
        services=tuple(
            _planned(service, _due(store, service, ids, names, terms, now), names, terms) for service in services
        ),
    )


def enrich(
    store: Store,
    services: Sequence[CitationService],
    ids: Sequence[int],
    terms: Terms,
    *,
    description: str,
    progress: Progress = NO_PROGRESS,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> EnrichReport:
    """Ask the services for papers, in the order given; the report says how each ended and when to ask again.

    A service's failure is an outcome, never an exception. Errors of the library are raised; the run is closed before.
    """
    run_id = store.runs.start("enrich", description)
    reports: list[ServiceReport] = []
    try:
        reports.extend(_ask_service(store, service, ids, terms, run_id, progress, now) for service in services)
    except BaseException as error:  # the run must not look as if it went on; then whatever it was goes its way
        stopped = isinstance(error, KeyboardInterrupt)
        why = "stopped by hand; run the same command again to go on" if stopped else f"{type(error).__name__}: {error}"
        store.runs.finish(run_id, Outcome.PARTIAL if stopped else Outcome.FAILED, messages=[why])
        raise
    messages = tuple(one for report in reports for one in _messages(report, terms))
    outcome = _outcome_of_all(reports)
    store.runs.finish(run_id, outcome, messages=messages)
    return EnrichReport(
        run_id=run_id,
        description=description,
        outcome=outcome,
        papers=len(ids),
        services=tuple(reports),
        messages=messages,
    )


def _due(
    store: Store,
    service: CitationService,
    ids: Sequence[int],
    names: Mapping[int, Sequence[Identifier]],
    terms: Terms,
    now: datetime,
) -> Due:
    answered = store.lookups.of_service(service.name, since=now - terms.older_than)
    return due_of(ids, answered, names, service.ways, titles=terms.titles)


def _limited(due: Due, limit: int | None) -> Due:
    if limit is None:
        return due
    by_names = due.by_names[:limit]
    return Due(by_names, due.by_title[: limit - len(by_names)], due.fresh)


def _planned(
    service: CitationService, due: Due, names: Mapping[int, Sequence[Identifier]], terms: Terms
) -> ServicePlan:
    asked = _limited(due, terms.limit)
    requests = requests_for(asked.by_names, names, service.ways)
    return ServicePlan(
        service=service.name,
        due=len(asked.by_names) + len(asked.by_title),
        fresh=due.fresh,
        requests=requests,
        titles=len(asked.by_title),
        within_budget=requests + len(asked.by_title) <= terms.budget,
    )


def _ask_service(
    store: Store,
    service: CitationService,
    ids: Sequence[int],
    terms: Terms,
    run_id: int,
    progress: Progress,
    now: Callable[[], datetime],
) -> ServiceReport:
    names = store.lookups.names_of(ids)  # the service before may have brought new ones
    due = _due(store, service, ids, names, terms, now())
    asked = _limited(due, terms.limit)
    wanted = len(asked.by_names) + len(asked.by_title)
    run = ServiceRun(store, service, names, run_id=run_id, budget=terms.budget, titles=terms.titles, progress=progress)
    problem: SourceError | None = None
    spent = False
    progress.begin(f"asking {service.name}", wanted, "papers")
    try:
        if wanted:
            run.run(asked)
    except BudgetSpent:
        spent = True
    except SourceError as error:
        problem = error
    finally:
        progress.end()
    tally = run.tally
    left = len(due.by_names) + len(due.by_title) - tally.asked
    return ServiceReport(
        service=service.name,
        outcome=_outcome(problem, found=len(tally.found), complete=not spent),
        asked=tally.asked,
        found=len(tally.found),
        not_found=len(tally.missed),
        fresh=due.fresh,
        left=left,
        requests=tally.requests,
        problem=str(problem) if problem else None,
        retry_at=_retry_at(problem, now()),
    )


def _outcome(problem: SourceError | None, *, found: int, complete: bool) -> Outcome:
    if problem is None:
        return Outcome.DONE if complete else Outcome.PARTIAL
    if found:
        return Outcome.PARTIAL
    return Outcome.BLOCKED if isinstance(problem, SourceBlocked | SourceRateLimited) else Outcome.FAILED


def _outcome_of_all(reports: Sequence[ServiceReport]) -> Outcome:
    outcomes = {report.outcome for report in reports}
    if outcomes <= {Outcome.DONE}:
        return Outcome.DONE
    if outcomes & {Outcome.DONE, Outcome.PARTIAL}:
        return Outcome.PARTIAL
    return Outcome.FAILED if Outcome.FAILED in outcomes else Outcome.BLOCKED


def _retry_at(problem: SourceError | None, now: datetime) -> datetime | None:
    wait = problem.retry_after_seconds if isinstance(problem, SourceUnavailable) else None
    return now + timedelta(seconds=wait) if wait else None


def _messages(report: ServiceReport, terms: Terms) -> list[str]:
    """What the person should know of a service that did not do all."""
    said = []
    if report.problem:
        said.append(report.problem)
        if report.retry_at:
            said.append(
                f"{report.service} asks to be left alone until {report.retry_at.astimezone():%Y-%m-%d %H:%M %Z}"
            )
        said.append(f"{report.service}: {report.left:,} papers were not asked for; the same command goes on with them")
    elif report.outcome is Outcome.PARTIAL:
        said.append(
            f"{report.service}: the run's {terms.budget:,} requests (setting `enrich_requests`) are used up; "
            f"{report.left:,} papers are left; the same command goes on with them"
        )
    return said
