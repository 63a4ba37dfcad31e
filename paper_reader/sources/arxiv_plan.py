"""How a query is cut into requests to arXiv's API, and where a harvest stands. Pure: positions in, positions out.

The API gives at most 2,000 papers a request and none beyond the first 30,000 of a search. Hence three plans:

- *ids*: the text is a list of arXiv ids; they are asked for by name, 100 at a time.
- *ranked*: words and a limit within 30,000; the most relevant papers first. Where the exact phrase gives fewer than
  wanted, the looser search fills up. A finished plan begins anew the next time: that is one or a few requests, and
  the order may have changed. An interrupted one goes on, but only for a day.
- *newest*: everything that matches, or the newest of a category; newest first, within windows of submission dates that
  end where the harvest began, so that new papers don't shift the pages. A window with more than 30,000 papers is
  halved, and halved again. A finished plan without limit asks the next time for what was submitted since, and for the
  month before, since papers can appear weeks after they were submitted.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import Protocol

from paper_reader.errors import QueryError
from paper_reader.sources.arxiv_query import Window, ids_in, searches_for, within
from paper_reader.types import SourceQuery

DEEPEST_RESULT = 30_000  # arXiv answers 400 beyond it
LARGEST_PAGE = 2_000
IDS_A_REQUEST = 100  # keeps the address below 2,000 characters
_FORMAT = 1
_OLDEST_PAPER = datetime(1986, 1, 1, tzinfo=UTC)  # arXiv took in papers from before its time
_RANKING_HOLDS = timedelta(days=1)
_MAY_APPEAR_LATE = timedelta(days=30)
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiRequest:
    """One request: a search or some ids, and which stretch of its results, in which order."""

    search: str = ""
    ids: tuple[str, ...] = ()
    start: int = 0
    size: int
    newest_first: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Where a harvest stands. `taken` counts records since `begun`; `total` is what the query has altogether."""

    plan: str
    begun: datetime
    stage: int = 0
    start: int = 0
    taken: int = 0
    total: int | None = None
    windows: tuple[Window, ...] = ()  # still to do, newest first; `start` is within the first
    follows_up: bool = False
    finished: bool = False
    loosest: int = 0  # a follow-up asks all searches up to the one that gave something
    oldest: datetime | None = None  # where a follow-up begins

    def to_json(self) -> str:
        """Write the cursor."""
        windows = [[window.start.isoformat(), window.end.isoformat()] for window in self.windows]
        return json.dumps(
            {
                "format": _FORMAT, "plan": self.plan, "begun": self.begun.isoformat(), "stage": self.stage,
                "start": self.start, "taken": self.taken, "total": self.total, "windows": windows,
                "follows_up": self.follows_up, "finished": self.finished, "loosest": self.loosest,
                "oldest": self.oldest.isoformat() if self.oldest else None,
            }
        )  # fmt: skip

    @classmethod
    def from_json(cls, text: str | None) -> Position | None:
        """Read a cursor; None for one that this version did not write."""
        try:
            data = json.loads(text or "")
            if data.pop("format") != _FORMAT:
                return None
            windows = tuple(Window(*map(datetime.fromisoformat, pair)) for pair in data.pop("windows"))
            oldest = datetime.fromisoformat(text) if (text := data.pop("oldest", None)) else None
            return cls(begun=datetime.fromisoformat(data.pop("begun")), windows=windows, oldest=oldest, **data)
        except (ValueError, KeyError, TypeError, AttributeError):
            return None


class Plan(Protocol):
    """Says what to ask next and where that leads; `advance` also says how many of the answer's records to keep."""

    def resume(self, position: Position | None, now: datetime) -> Position:
        """Give the position to begin with, `position` being where an earlier run stood."""

    def request(self, position: Position) -> ApiRequest | None:
        """Give the next request; None where there is nothing left to ask."""

    def advance(self, position: Position, entries: int, total: int) -> tuple[Position, int]:
        """Move on after an answer with `entries` of `total` results."""


def plan_for(query: SourceQuery, *, page_size: int, deepest: int = DEEPEST_RESULT) -> Plan:
    """Choose the plan for a query; `QueryError` for one that asks for nothing or the impossible."""
    if query.limit is not None and query.limit < 1:
        raise QueryError(f"cannot collect {query.limit} papers. Give a number from 1 on")
    if query.date_from and query.date_to and query.date_from > query.date_to:
        raise QueryError(f"from {query.date_from} to {query.date_to} is no stretch of time. Swap the dates")
    size = min(page_size, LARGEST_PAGE)
    if ids := ids_in(query.text):
        if query.limit is not None and len(ids) > query.limit:  # to leave some out in silence would be worse
            raise QueryError(f"{len(ids)} ids were given and at most {query.limit} wanted. Give -n {len(ids)}")
        return IdPlan(ids)
    searches = searches_for(query.text, query.categories)
    if searches == ("",) and not (query.date_from or query.date_to):
        raise QueryError("say what to collect: words, a category (--category cs.LG), or dates")
    if query.text.strip() and query.limit is not None and query.limit <= deepest:
        return RankedPlan(query, searches, query.limit, size, deepest)
    return NewestPlan(query, searches, size, deepest)


@dataclass(frozen=True, slots=True)
class IdPlan:
    """Asks for papers by name."""

    ids: tuple[str, ...]

    def resume(self, position: Position | None, now: datetime) -> Position:
        """Go on in the list; begin anew with a finished one, since papers get new versions."""
        if position and position.plan == "ids" and not position.finished:
            return position
        return Position(plan="ids", begun=now, total=len(self.ids))

    def request(self, position: Position) -> ApiRequest | None:
        """Ask for the next hundred ids."""
        ids = self.ids[position.start : position.start + IDS_A_REQUEST]
        return ApiRequest(ids=ids, size=len(ids)) if ids else None

    def advance(self, position: Position, entries: int, total: int) -> tuple[Position, int]:  # noqa: ARG002 - the list counts
        """Move on to the next hundred, however many of these were known."""
        start = position.start + IDS_A_REQUEST
        done = start >= len(self.ids)
        return replace(position, start=start, taken=position.taken + entries, finished=done), entries


@dataclass(frozen=True, slots=True)
class RankedPlan:
    """Asks for the most relevant papers, the strictest search first."""

    query: SourceQuery
    searches: tuple[str, ...]
    limit: int
    page_size: int
    deepest: int

    def resume(self, position: Position | None, now: datetime) -> Position:
        """Go on with an interrupted harvest of today; otherwise begin anew."""
        usable = (
            position and position.plan == "ranked" and not position.finished and position.stage < len(self.searches)
        )
        if position and usable and timedelta(0) <= now - position.begun < _RANKING_HOLDS:
            return position
        return Position(plan="ranked", begun=now)

    def request(self, position: Position) -> ApiRequest | None:
        """Ask for as many as are still wanted, by relevance."""
        wanted = min(self.page_size, self.limit - position.taken, self.deepest - position.start)
        if position.finished or wanted < 1:
            return None
        search = within(self.searches[position.stage], _asked_window(self.query, position.begun))
        return ApiRequest(search=search, start=position.start, size=wanted)

    def advance(self, position: Position, entries: int, total: int) -> tuple[Position, int]:
        """Move on in this search, then to the looser one, until the limit is met."""
        kept = min(entries, self.limit - position.taken)
        before = position.taken - position.start  # what the stricter searches gave
        moved = replace(
            position, start=position.start + entries, taken=position.taken + kept, total=max(0, before) + total
        )
        if moved.taken >= self.limit:
            return replace(moved, finished=True), kept
        if moved.start >= min(total, self.deepest):
            if moved.stage + 1 >= len(self.searches):
                return replace(moved, finished=True), kept
            return replace(moved, stage=moved.stage + 1, start=0), kept
        return moved, kept


@dataclass(frozen=True, slots=True)
class NewestPlan:
    """Asks for everything (up to the query's limit), newest first, in windows that the API can page through."""

    query: SourceQuery
    searches: tuple[str, ...]
    page_size: int
    deepest: int

    def resume(self, position: Position | None, now: datetime) -> Position:
        """Go on with an interrupted harvest; follow up on a finished one; otherwise begin."""
        known = position if position and position.plan == "newest" and position.stage < len(self.searches) else None
        if known and not known.finished:
            return known
        oldest, loosest = None, 0
        # A harvest that began in the future was dated by a wrong clock: since when is not known, so all is asked.
        if known and self.query.limit is None and known.begun <= now:
            oldest, loosest = known.begun - _MAY_APPEAR_LATE, max(known.stage, known.loosest)
        window = self._whole(now, oldest)
        return Position(
            plan="newest",
            begun=now,
            windows=(window,) if window else (),
            follows_up=oldest is not None,
            loosest=loosest,
            oldest=oldest,
        )

    def request(self, position: Position) -> ApiRequest | None:
        """Ask for the next stretch of the newest window."""
        wanted = self.page_size if self.query.limit is None else min(self.page_size, self.query.limit - position.taken)
        if position.finished or wanted < 1 or not position.windows:
            return None
        search = within(self.searches[position.stage], position.windows[0])
        size = min(wanted, self.deepest - position.start)
        return ApiRequest(search=search, start=position.start, size=size, newest_first=True)

    def advance(self, position: Position, entries: int, total: int) -> tuple[Position, int]:
        """Halve a window that is too full, or move on in it, then to the next one."""
        left = entries if self.query.limit is None else self.query.limit - position.taken
        known = total if position.total is None else position.total
        window = position.windows[0]
        reachable = total if self.query.limit is None else min(total, left)
        if position.start == 0 and reachable > self.deepest and window.end - window.start >= 2 * _MINUTE:
            return replace(position, windows=(*_halves(window), *position.windows[1:]), total=known), 0
        kept = min(entries, left)
        moved = replace(position, start=position.start + entries, taken=position.taken + kept, total=known)
        if kept == left and self.query.limit is not None:
            return replace(moved, finished=True), kept
        if moved.start >= min(total, self.deepest):
            moved = replace(moved, windows=moved.windows[1:], start=0)
        return (moved if moved.windows else self._all_done(moved)), kept

    def _all_done(self, position: Position) -> Position:
        """After the last window: the looser search where the strict one gave nothing at all, else the end.

        A follow-up of a looser search asks the strict one too: what it has now may not have been there before.
        """
        looser = position.stage < position.loosest if position.follows_up else position.taken == 0
        if looser and position.stage + 1 < len(self.searches):
            window = self._whole(position.begun, position.oldest)
            return replace(position, stage=position.stage + 1, windows=(window,) if window else (), total=None)
        return replace(position, finished=True)

    def _whole(self, now: datetime, oldest: datetime | None) -> Window | None:
        asked = _asked_window(self.query, now) or Window(_OLDEST_PAPER, now)
        start, end = max(asked.start, oldest or asked.start), min(asked.end, now)
        return Window(_to_minute(start), _to_minute(end)) if start <= end else None


def _asked_window(query: SourceQuery, now: datetime) -> Window | None:
    """Give the dates that the query itself asks for; None where it asks for none."""
    if query.date_from is None and query.date_to is None:
        return None
    start = datetime.combine(query.date_from, time(), UTC) if query.date_from else _OLDEST_PAPER
    end = datetime.combine(query.date_to or max(now.date(), start.date()), time(23, 59), UTC)
    return Window(start, end)


def _halves(window: Window) -> tuple[Window, Window]:
    """Two windows instead of one, the newer first. They share a minute: better a paper twice than one lost."""
    middle = _to_minute(window.start + (window.end - window.start) / 2)
    return Window(middle, window.end), Window(window.start, middle)


def _to_minute(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(second=0, microsecond=0)
