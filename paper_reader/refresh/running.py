"""Asks all questions of a refresh, tries once more what failed, and keeps how far each follow has come."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Final

from paper_reader.harvest import collect_each, cursor_name
from paper_reader.refresh.steps import first_day
from paper_reader.sources.protocol import Source
from paper_reader.store import Store
from paper_reader.types import (
    NO_PROGRESS,
    FollowKind,
    Outcome,
    Progress,
    RefreshedStep,
    RefreshPlace,
    RefreshReport,
    RefreshStep,
    RunReport,
)

KIND: Final = "refresh"
_GIVES_UP_AFTER: Final = 2  # steps in a row that a source failed: what else is asked of it waits for the second round
_EVERY_DAY: Final = frozenset({"arxiv", "arxiv-oai"})
_AGAIN: Final = frozenset({Outcome.FAILED, Outcome.PARTIAL})


def run_refresh(
    store: Store,
    steps: Sequence[RefreshStep],
    make_source: Callable[[str], Source],
    finish: Callable[[Progress], tuple[int, tuple[str, ...]]],
    *,
    description: str,
    keeps_places: bool = True,
    progress: Progress = NO_PROGRESS,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> RefreshReport:
    """Ask every step's source, then `finish` (indexing and what hangs to it), which gives papers indexed and problems.

    A source's failure is an outcome, never an exception: DONE, PARTIAL where something did not come, BLOCKED where
    nothing but refusals came, FAILED where nothing came at all. Errors of the library are raised; the run is closed.
    """
    run_id = store.runs.start(KIND, description)
    began, done = now(), list[RefreshedStep]()
    if keeps_places:
        _begin_places(store, steps, began)
    try:
        done = _two_rounds(store, steps, make_source, progress, now)
        if keeps_places:
            _keep_places(store, done, began)
        store.followed.count_runs(run_id, [run for step in done for run in step.runs])
        indexed, problems = finish(progress)
    except BaseException as error:  # the run must not look as if it went on; then whatever it was goes its way
        stopped = isinstance(error, KeyboardInterrupt)
        why = "stopped by hand; the next refresh goes on" if stopped else f"{type(error).__name__}: {error}"
        store.runs.finish(run_id, Outcome.PARTIAL if stopped or done else Outcome.FAILED, messages=[why])
        raise
    outcome = outcome_of(done, problems)
    run = store.runs.finish(run_id, outcome, messages=[*map(said_of, done), *problems])
    return RefreshReport(run=run, steps=tuple(done), indexed=indexed, notes=problems)


def outcome_of(steps: Sequence[RefreshedStep], problems: Sequence[str] = ()) -> Outcome:
    """How a refresh ended, all steps together."""
    if all(step.is_whole for step in steps):
        return Outcome.PARTIAL if problems else Outcome.DONE
    if any(step.is_whole or any(run.read for run in step.runs) for step in steps):
        return Outcome.PARTIAL
    return Outcome.BLOCKED if all(step.outcome is Outcome.BLOCKED for step in steps) else Outcome.FAILED


def said_of(step: RefreshedStep) -> str:
    """A step in one line: what came, which missed days came with it, or why it did not."""
    head = f"{step.step.follow.title} ({step.step.query.source})"
    if not step.is_whole:
        why = step.problem or "; ".join(step.runs[-1].messages[:2]) or step.outcome.value
        return f"{head}: {step.outcome.value}. {why}"
    came = f"{head}: {step.created:,} new of {sum(run.read for run in step.runs):,}"
    if any(run.outcome in _AGAIN for run in step.runs):
        came += ", at the second try"
    if step.step.missed:
        came += f"; made up for {', '.join(map(str, step.step.missed[:7]))}"
        came += f" and {len(step.step.missed) - 7} more days" if len(step.step.missed) > 7 else ""
    return came


def _two_rounds(
    store: Store,
    steps: Sequence[RefreshStep],
    make_source: Callable[[str], Source],
    progress: Progress,
    now: Callable[[], datetime],
) -> list[RefreshedStep]:
    """Every step once; those that failed once more, when the others are done and their sources had time to recover."""
    runs: list[list[RunReport]] = [[] for _ in steps]
    waiting, put_off = list(range(len(steps))), set[int]()
    for _ in range(2):
        failures: Counter[str] = Counter()
        again, put_off = list[int](), set[int]()
        for number in waiting:
            name = steps[number].query.source
            if failures[name] >= _GIVES_UP_AFTER:
                put_off.add(number)
                again.append(number)
                continue
            came = _ask(store, steps[number], make_source, progress, now)
            runs[number] += came
            run = came[-1]
            failures[name] = failures[name] + 1 if run.outcome in _AGAIN else 0
            if run.outcome in _AGAIN:
                again.append(number)
        waiting = again
    return [
        RefreshedStep(
            step=step,
            runs=tuple(runs[number]),
            problem=f"{step.query.source} did not answer other questions and was not asked; the next refresh goes on"
            if number in put_off
            else None,
        )
        for number, step in enumerate(steps)
    ]


def _ask(
    store: Store,
    step: RefreshStep,
    make_source: Callable[[str], Source],
    progress: Progress,
    now: Callable[[], datetime],
) -> list[RunReport]:
    """Ask one question; where that brought the rest of an earlier day, once more for what came since."""
    name = cursor_name(step.query)
    cut = was_cut(store.cursors.get(name))
    runs: list[RunReport] = []
    while True:
        make = partial(make_source, step.query.source)
        runs += collect_each(store, [(step.query, make)], progress=progress, now=now)
        if not cut or runs[-1].outcome in _AGAIN or runs[-1].outcome is Outcome.BLOCKED:
            return runs
        cut = False


def was_cut(cursor: str | None) -> bool:
    """Whether the harvest that left this cursor was interrupted: its end is of the day on which it began."""
    try:
        place = json.loads(cursor or "null")
    except ValueError:
        return False
    return isinstance(place, dict) and place.get("finished") is False


def _begin_places(store: Store, steps: Sequence[RefreshStep], now: datetime) -> None:
    """Keep the first day of what is refreshed for the first time: killed now, the next refresh asks the same."""
    known = store.followed.places()
    for follow in {(step.follow.kind, step.follow.name): step.follow for step in steps}.values():
        if (follow.kind, follow.name) not in known:
            store.followed.put_place(follow.kind, follow.name, RefreshPlace(since=first_day(None, now)))


def _keep_places(store: Store, done: Sequence[RefreshedStep], began: datetime) -> None:
    """A follow is refreshed when all that arXiv was asked for it has come; Scholar comes when it lets us."""
    known = store.followed.places()
    behind = {_follow_of(one) for one in done if not one.is_whole and one.step.query.source in _EVERY_DAY}
    followed = {_follow_of(one): one.step.follow.followed_at for one in done}
    for follow in followed.keys() - behind:
        place = RefreshPlace(since=first_day(known.get(follow), began, followed[follow]), refreshed_at=began)
        store.followed.put_place(*follow, place)


def _follow_of(one: RefreshedStep) -> tuple[FollowKind, str]:
    return one.step.follow.kind, one.step.follow.name
