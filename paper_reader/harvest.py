"""From a source into the library: page by page, each page with its cursor in one transaction, and an honest report.

Killed at any moment, the next run of the same query goes on after the last page that was stored. A query that was
finished asks the next time for what is new (what that means is each source's own, see its docstring).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from paper_reader.errors import (
    SourceBlocked,
    SourceBudgetSpent,
    SourceError,
    SourceIncomplete,
    SourceRateLimited,
    SourceUnavailable,
    UsageError,
)
from paper_reader.ingest import ingest
from paper_reader.sources.protocol import Page, Source
from paper_reader.store import Store
from paper_reader.types import NO_PROGRESS, Channel, IdentifiedBy, Outcome, Progress, RunReport, SourceQuery

_MOST_MESSAGES = 20


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a harvest goes on, and in which books what it brings is written."""

    name: str
    cursor: str | None
    run_id: int
    search_id: int | None


@dataclass(slots=True)
class _Tally:
    """What has come so far in this run."""

    read: int = 0
    pages: int = 0
    gone: int = 0
    total: int | None = None
    shortfalls: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)

    def say(self, message: str) -> None:
        if message not in self.messages and len(self.messages) < _MOST_MESSAGES:
            self.messages.append(message)


def collect(
    store: Store,
    source: Source,
    query: SourceQuery,
    *,
    search: IdentifiedBy | None = None,
    progress: Progress = NO_PROGRESS,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> RunReport:
    """Bring what `query` asks of `source` into the library; the report says how it ended and what to do next.

    A source's failure is an outcome, never an exception: EMPTY where it says that nothing matches, PARTIAL where
    something came or was left out, BLOCKED where it refuses us, FAILED where nothing usable came. `QueryError` for a
    query that the source cannot be asked, and errors of the library, are raised; the run is closed before.

    For a `search` of a review every record is noted as found by it, and the harvest keeps a place of its own: a query
    that was finished before without the review is harvested anew.
    """
    report, refused = _collected(store, lambda: source, query, search, progress, now)
    if refused is not None:
        raise refused
    return report


def collect_each(
    store: Store,
    wanted: Sequence[tuple[SourceQuery, Callable[[], Source]]],
    *,
    review_id: int | None = None,
    progress: Progress = NO_PROGRESS,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> list[RunReport]:
    """Ask several sources in turn; each query comes with what makes its source. One report a query, in their order.

    A source that fails, or cannot be asked at all, is a report like any other, and the next one is asked all the same.
    With a `review_id` what is found is noted in that review, source by source.
    """
    reports = []
    for query, make in wanted:
        search = None if review_id is None else begin_search(store, review_id, query)
        reports.append(_collected(store, make, query, search, progress, now)[0])
    return reports


def begin_search(store: Store, review_id: int, query: SourceQuery) -> IdentifiedBy:
    """Note in a review that this query is asked."""
    return store.reviews.begin_search(
        review_id,
        channel=Channel.DATABASE,
        source=query.source,
        query=cursor_name(query),
        description=describe(query),
    )


def _collected(
    store: Store,
    make: Callable[[], Source],
    query: SourceQuery,
    search: IdentifiedBy | None,
    progress: Progress,
    now: Callable[[], datetime],
) -> tuple[RunReport, UsageError | None]:
    """Give the report of one harvest, and the error where the source could not be asked this query."""
    name = cursor_name(query) if search is None else f"review:{search.review_id}:{cursor_name(query)}"
    cursor = store.cursors.get(name)
    run_id = store.runs.start("collect", describe(query))
    if search is not None:
        store.reviews.note_run(search.search_id, run_id)
    tally = _Tally()
    place = _Place(name, cursor, run_id, search.search_id if search else None)
    try:
        source = make()
        _bring(store, source, query, place, tally, progress)
    except SourceError as error:
        outcome = _outcome_of(error, tally)
        tally.say(str(error))
        if isinstance(error, SourceUnavailable) and error.retry_after_seconds:
            moment = (now() + timedelta(seconds=error.retry_after_seconds)).astimezone()
            tally.say(f"The source asks to be left alone until {moment:%Y-%m-%d %H:%M %Z}")
        if tally.pages:
            tally.say(f"{tally.read:,} papers were stored before; run the same command again to go on")
    except UsageError as error:
        return store.runs.finish(run_id, Outcome.FAILED, messages=[str(error)]), error
    except BaseException as error:  # the run must not look as if it went on; then whatever it was goes its way
        stopped = isinstance(error, KeyboardInterrupt)
        message = (
            "stopped by hand; run the same command again to go on" if stopped else f"{type(error).__name__}: {error}"
        )
        store.runs.finish(run_id, Outcome.PARTIAL if tally.read else Outcome.FAILED, messages=[message])
        raise
    else:
        outcome = _outcome_of_end(tally, is_follow_up=cursor is not None)
        if outcome is Outcome.EMPTY:
            tally.say(f"{source.name} has nothing for {describe(query)}")
        elif not tally.read:
            tally.say("nothing new since the last time")
    return store.runs.finish(run_id, outcome, messages=[*tally.shortfalls, *tally.messages]), None


def cursor_name(query: SourceQuery) -> str:
    """Name the place where a query's harvest goes on; the limit is not part of it."""
    asked = {
        "text": " ".join(query.text.split()),
        "categories": sorted(query.categories),
        "set": query.set_name,
        "from": query.date_from.isoformat() if query.date_from else None,
        "to": query.date_to.isoformat() if query.date_to else None,
        "cited_by": query.cited_by,
        "versions_of": query.versions_of,
        "author": query.author,
    }
    known = {key: value for key, value in asked.items() if value}
    return f"collect:{query.source}:{json.dumps(known, sort_keys=True, ensure_ascii=False)}"


def describe(query: SourceQuery) -> str:
    """Say in a few words what a query asks for."""
    parts = [query.source]
    if query.text.strip():
        parts.append(f"“{' '.join(query.text.split())}”")
    if query.cited_by:
        parts.append(f"what cites {query.cited_by}")
    if query.versions_of:
        parts.append(f"versions of {query.versions_of}")
    if query.author:
        parts.append(f"papers of {query.author}")
    if named := [name for name in (query.set_name, *query.categories) if name]:
        parts.append(f"in {', '.join(named)}")
    if query.date_from:
        parts.append(f"from {query.date_from}")
    if query.date_to:
        parts.append(f"to {query.date_to}")
    if query.limit is not None:
        parts.append(f"at most {query.limit}")
    return " ".join(parts)


def _bring(store: Store, source: Source, query: SourceQuery, place: _Place, tally: _Tally, progress: Progress) -> None:
    """Store page after page. The bar begins with the first page, since only then its length is known."""
    progress.begin(f"asking {source.name}", None, "papers")
    try:
        with closing(source.harvest(query, cursor=place.cursor, progress=progress)) as pages:
            for page in pages:
                tally.read += len(page.records)
                # Where nothing came ever, no place is kept: asked again, an empty query is empty again.
                keeps_place = page.cursor is not None and (tally.read > 0 or place.cursor is not None)
                if page.records or keeps_place:
                    reached = (place.name, page.cursor) if page.cursor is not None else None
                    ingest(store, page.records, cursor=reached, run_id=place.run_id, search_id=place.search_id)
                _count(page, query, tally, progress, source)
    finally:
        progress.end()


def _count(page: Page, query: SourceQuery, tally: _Tally, progress: Progress, source: Source) -> None:
    expected = query.limit if page.total is None else min(page.total, query.limit or page.total)
    if tally.pages == 0 or (expected != tally.total and expected is not None):
        progress.end()
        progress.begin(f"collecting from {source.name}", expected, "papers")
        progress.advance(tally.read - len(page.records))
    tally.total = expected
    tally.pages += 1
    tally.gone += len(page.gone)
    progress.advance(len(page.records))
    for note in page.notes:
        progress.note(note)
        tally.say(note)
    if page.shortfall:
        tally.shortfalls.append(page.shortfall)
    if page.gone:
        tally.say(f"{source.name} says that papers were deleted there ({_some(page.gone)}); yours are kept")


def _some(keys: tuple[str, ...]) -> str:
    return ", ".join(keys[:5]) + (f" and {len(keys) - 5} more" if len(keys) > 5 else "")


def _outcome_of(error: SourceError, tally: _Tally) -> Outcome:
    if isinstance(error, SourceBlocked | SourceRateLimited):
        return Outcome.BLOCKED
    if isinstance(error, SourceIncomplete | SourceBudgetSpent) or tally.read:
        return Outcome.PARTIAL
    return Outcome.FAILED


def _outcome_of_end(tally: _Tally, *, is_follow_up: bool) -> Outcome:
    if tally.shortfalls and tally.read:
        return Outcome.PARTIAL
    if tally.read or is_follow_up:
        return Outcome.DONE
    return Outcome.EMPTY
