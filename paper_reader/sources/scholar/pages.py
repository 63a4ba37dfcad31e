"""Good pages of Scholar, and nothing else: from the cache, or asked for with gate, budgets and breaker.

What the order is: the cache; the breaker and the budgets, which forbid at once; the wait for the gate; the same two
again, since others may have asked meanwhile; the request; what its answer is; the notes on disk; only then a parser.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

import requests

from paper_reader.errors import SourceAnswerUnrecognised, SourceError, SourceRateLimited
from paper_reader.sources.address import checked_base_url, is_loopback
from paper_reader.sources.answer import Answer, status_error
from paper_reader.sources.breaker import Breaker, BreakerState
from paper_reader.sources.scholar import problems
from paper_reader.sources.scholar.budget import DailyBudget
from paper_reader.sources.scholar.page import BLOCKING, GOOD, PageFacts, PageKind, facts_of, kind_of_address, text_of
from paper_reader.sources.scholar.page_cache import PageCache
from paper_reader.sources.scholar.record import SCHOLAR_URL, SOURCE
from paper_reader.sources.transport import Transport
from paper_reader.types import NO_PROGRESS, Progress

# Scholar serves pages to browsers; who else asks is told nothing useful. No other browser is played, run after run.
DESKTOP_BROWSER: Final = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
_HEADERS: Final = {"Accept": "text/html,application/xhtml+xml", "Accept-Language": "en-US,en;q=0.9"}
_SCHOLAR_HOST: Final = urlsplit(SCHOLAR_URL).hostname


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodPage:
    """What the last page was, and when it was fetched."""

    url: str
    facts: PageFacts
    fetched_at: datetime


class Pages:
    """Makes visits to Scholar, or to what stands in its place at `base_url`. Safe to share between threads.

    Breaker, budget and cache are those of the machine; `pages_per_run` bounds one visit.
    """

    def __init__(
        self,
        base_url: str = SCHOLAR_URL,
        *,
        transport: Transport,
        breaker: Breaker,
        budget: DailyBudget,
        cache: PageCache,
        pages_per_run: int,
    ) -> None:
        self.base_url = checked_base_url(base_url, what=problems.NAME)
        self.transport = transport
        self.breaker = breaker
        self.budget = budget
        self.cache = cache
        self.pages_per_run = pages_per_run

    @contextmanager
    def visit(self, progress: Progress = NO_PROGRESS) -> Iterator[Visit]:
        """Open a visit for one harvest."""
        visit = Visit(self)
        with self.transport.session(
            self.base_url,
            source=SOURCE,
            inspect=visit.inspect,
            admit=visit.admit,
            redirected=visit.redirected,
            progress=progress,
        ) as session:
            visit.session = session
            yield visit


class Visit:
    """Gets page after page. `pages_done` is what the harvest has behind it, for the words of errors."""

    session: requests.Session

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._asked = 0
        self._facts: PageFacts | None = None
        self._url = ""
        self.pages_done = 0
        self.last: GoodPage | None = None

    def fetch(self, url: str) -> str:
        """Give the page of an address on scholar.google.com; raises the `SourceError` that stands in its way."""
        self._url = self._in_place_of(url)
        cached = self._pages.cache.get(self._url)
        if cached is not None and (facts := facts_of(cached.answer)).kind in GOOD:
            self.last = GoodPage(url=self._url, facts=facts, fetched_at=cached.fetched_at)
            return text_of(cached.answer)
        self._refuse_at_once()
        answer, facts = self._ask()
        self._pages.cache.put(self._url, answer)
        self.last = GoodPage(url=self._url, facts=facts, fetched_at=self._pages.transport.now())
        return text_of(answer)

    def admit(self) -> None:
        """Allow one request and count it; called with the gate held."""
        self._refuse_at_once()
        self._asked += 1
        self._pages.budget.take()

    def inspect(self, answer: Answer) -> None:
        """Look at an answer before anybody parses it; keeps what it says of Scholar's mood."""
        facts = facts_of(answer)
        now, breaker, done = self._pages.transport.now(), self._pages.breaker, self.pages_done
        if facts.kind in GOOD:
            breaker.good()
            self._facts = facts
        elif facts.kind in BLOCKING:
            raise self._blocked(facts.kind, answer)
        elif facts.kind is PageKind.RATE_LIMITED and breaker.state() is not BreakerState.CLOSED:
            raise self._blocked(facts.kind, answer)  # the trial failed, and there is no second one
        elif facts.kind is PageKind.RATE_LIMITED:
            notes = breaker.limited(problems.reason_of(facts.kind, answer.status))
            raise problems.limited(answer, notes, now=now, pages_done=done)
        elif facts.kind is PageKind.UNAVAILABLE:
            raise problems.unavailable(answer, now=now, pages_done=done)
        elif answer.status == 400 and (refused := status_error(answer, source=SOURCE, now=now)):
            raise refused
        else:
            raise problems.unrecognised(answer, problems.what_is_unknown(answer), pages_done=done)

    def redirected(self, answer: Answer, target: str) -> None:
        """Look at where we are sent; the places for robots are not visited."""
        if (kind := kind_of_address(target)) is not None:
            raise self._blocked(kind, Answer(url=target, status=answer.status))

    def _blocked(self, kind: PageKind, answer: Answer) -> SourceError:
        notes = self._pages.breaker.refused(problems.reason_of(kind, answer.status))
        return problems.blocked(kind, answer, notes, now=self._pages.transport.now(), pages_done=self.pages_done)

    def _refuse_at_once(self) -> None:
        now, budget = self._pages.transport.now(), self._pages.budget
        if self._pages.breaker.state() is BreakerState.OPEN:
            notes = self._pages.breaker.notes()
            raise problems.left_alone(notes, now=now, url=self._url, pages_done=self.pages_done)
        if self._asked >= self._pages.pages_per_run:
            raise problems.run_spent(self._asked, url=self._url, pages_done=self.pages_done)
        if budget.left() <= 0:
            again = budget.begins_anew()
            raise problems.day_spent(budget.used(), again, now=now, url=self._url, pages_done=self.pages_done)

    def _ask(self) -> tuple[Answer, PageFacts]:
        self._facts = None
        headers = dict(_HEADERS)
        if is_loopback(urlsplit(self._url).hostname or ""):
            headers["Host"] = str(_SCHOLAR_HOST)  # a server of this machine stands in for Scholar, and may for others
        try:
            response = self.session.get(self._url, headers=headers)
        except SourceRateLimited as error:
            error.pages_done = self.pages_done
            # Not before here: the gate would keep so long a pause too, and the breaker alone is to say when.
            if (reopens_at := self._pages.breaker.notes().reopens_at) is not None:
                error.retry_after_seconds = max(0.0, (reopens_at - self._pages.transport.now()).total_seconds())
            raise
        except SourceError as error:
            error.pages_done = self.pages_done
            raise
        answer = Answer(
            url=response.url,
            status=response.status_code,
            headers={name.lower(): value for name, value in response.headers.items()},
            content=response.content,
        )
        return answer, self._facts or facts_of(answer)

    def _in_place_of(self, url: str) -> str:
        """The address that stands for one on scholar.google.com; no other one is ever asked."""
        parts = urlsplit(url)
        if parts.scheme != "https" or parts.hostname != _SCHOLAR_HOST or parts.port is not None:
            raise SourceAnswerUnrecognised(
                f"{problems.NAME} names {url[:80]!r} as an address of its own, which it is not. Nothing was asked",
                source=SOURCE, url=url, pages_done=self.pages_done,
            )  # fmt: skip
        return f"{self._pages.base_url}{parts.path}" + (f"?{parts.query}" if parts.query else "")
