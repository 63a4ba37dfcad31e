"""One polite, bounded, retrying way to ask a host: a requests session that any client library can be given.

Every request waits for the host's gate, has a User-Agent with the user's contact, a connect and a read timeout, a time
for the whole answer and a bound on its size. Each answer is shown to the source's `inspect` before anybody parses it;
whatever is wrong with it becomes our typed error, is tried again where that makes sense (`retrying`), and is raised
through the client library otherwise. Redirects are followed on the same host alone.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from requests.adapters import HTTPAdapter

from paper_reader import __version__
from paper_reader.errors import SourceAnswerTooLarge, SourceAnswerUnrecognised, SourceError, SourceUnavailable
from paper_reader.sources.address import is_loopback, may_redirect
from paper_reader.sources.answer import Answer
from paper_reader.sources.gate import Gate, Turn
from paper_reader.sources.retrying import Limits, wait_before_retry
from paper_reader.sources.watchdog import Watchdog, watched_pools
from paper_reader.types import NO_PROGRESS, Progress

Inspect = Callable[[Answer], None]  # raises the SourceError that an answer stands for
Redirected = Callable[[Answer, str], None]  # the same for being sent on: the answer, and where to
_CHUNK_BYTES = 64 * 1024
_REDIRECTS = 3
_GATES_OWN_SECONDS = 30.0  # the gate's interval and jitter come on top of what a host asks for


def _anything_goes(*_: object) -> None:
    """Raise nothing."""


class Transport:
    """Makes sessions for one host (or family of hosts) behind one gate. Safe to share between threads.

    `contact` is an e-mail or web address that tells the host whom to write to. `clock` is monotonic and bounds the
    harvest; waiting is the gate's. `now` reads dates in Retry-After. `chance` (0 to 1) spreads the retries.
    `user_agent` replaces our own name where a host serves none but browsers.
    """

    def __init__(
        self,
        gate: Gate,
        *,
        contact: str | None = None,
        user_agent: str | None = None,
        limits: Limits | None = None,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        chance: Callable[[], float] = random.random,
    ) -> None:
        self.gate = gate
        self.limits = limits or Limits()
        self.clock = clock
        self.now = now
        self.chance = chance
        self.user_agent = user_agent or f"paper-reader/{__version__}" + (f" ({contact})" if contact else "")

    def session(
        self,
        base_url: str,
        *,
        source: str,
        inspect: Inspect,
        admit: Callable[[], None] = _anything_goes,
        redirected: Redirected = _anything_goes,
        progress: Progress = NO_PROGRESS,
    ) -> AbstractContextManager[requests.Session]:
        """Open a session for one harvest; its time limit begins now. Closing it closes its connections.

        `admit` is called before each request, with the gate held, and raises the SourceError that forbids it.
        """
        session = _Session(source)
        # A proxy from the environment is for the outside world, never for a server on this machine.
        session.trust_env = not is_loopback(urlsplit(base_url).hostname or "")
        session.max_redirects = _REDIRECTS
        adapter = _PoliteAdapter(
            self, source=source, inspect=inspect, admit=admit, redirected=redirected, progress=progress
        )
        session.mount("https://", adapter)
        session.mount("http://", adapter)
        return session


class _Session(requests.Session):
    """Lets none of the HTTP library's own errors out: what the adapter did not meet is an odd chain of redirects."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self._source = source

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        try:
            return super().send(request, **kwargs)
        except requests.RequestException as error:
            raise SourceAnswerUnrecognised(
                f"{self._source} sends us on without end or nowhere ({error}). Check its address in the settings",
                source=self._source, url=request.url,
            ) from error  # fmt: skip


class _PoliteAdapter(HTTPAdapter):
    """Sends one prepared request: gate, tries, bounds, inspection."""

    def __init__(
        self,
        transport: Transport,
        *,
        source: str,
        inspect: Inspect,
        admit: Callable[[], None],
        redirected: Redirected,
        progress: Progress,
    ) -> None:
        self._transport = transport
        self._limits = transport.limits
        self._source = source
        self._inspect = inspect
        self._admit = admit
        self._redirected = redirected
        self._progress = progress
        self._watchdog = Watchdog()
        self._ends_at = transport.clock() + transport.limits.harvest
        super().__init__(pool_connections=1, pool_maxsize=1)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = watched_pools(self._watchdog)

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        manager = super().proxy_manager_for(proxy, **kwargs)
        manager.pool_classes_by_scheme = watched_pools(self._watchdog)
        return manager

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,  # noqa: ARG002 - requests' signature; the answer is always read here
        timeout: Any = None,  # noqa: ARG002 - as above: the limits say
        verify: bool | str = True,
        cert: Any = None,
        proxies: Mapping[str, str] | None = None,
    ) -> requests.Response:
        """Ask until there is a good answer or no sense in asking again; raises `SourceError`."""
        request.headers["User-Agent"] = self._transport.user_agent
        attempt = 0
        while True:
            attempt += 1
            patience = self._patience(request)
            gate = self._transport.gate
            with gate.turn(self._progress, patience_seconds=patience, announced=attempt > 1) as turn:
                try:
                    self._admit()
                    return self._once(request, turn, verify=verify, cert=cert, proxies=proxies)
                except SourceError as error:
                    wait = wait_before_retry(
                        error, attempt=attempt, limits=self._limits, chance=self._transport.chance()
                    )
                    if isinstance(error, SourceUnavailable) and error.retry_after_seconds is not None:
                        turn.pause(error.retry_after_seconds)  # also for the runs that come after this one
                    if wait is None:
                        raise
                    turn.pause(wait)
                    problem = str(error).split(". ")[0]
            self._progress.note(f"{problem}; asking again in {wait:.0f} s (try {attempt + 1})")

    def _patience(self, request: requests.PreparedRequest) -> float:
        left = self._ends_at - self._transport.clock()
        if left <= 0:
            raise SourceUnavailable(
                f"the harvest from {self._source} reached its time limit of {self._limits.harvest:.0f} s. "
                "Run the same command again: it goes on from here",
                source=self._source, url=request.url,
            )  # fmt: skip
        return min(left, self._limits.longest_wait + _GATES_OWN_SECONDS)

    def _once(
        self,
        request: requests.PreparedRequest,
        turn: Turn,
        *,
        verify: bool | str,
        cert: Any,
        proxies: Mapping[str, str] | None,
    ) -> requests.Response:
        limits = self._limits
        self._watchdog.start(limits.answer, turn.sent)
        try:
            response = super().send(
                request, stream=True, timeout=(limits.connect, limits.read), verify=verify, cert=cert, proxies=proxies
            )
            content = self._read(response)
        except (requests.RequestException, OSError, ValueError) as error:
            raise self._unavailable(request, error) from error
        finally:
            self._watchdog.stop()
        if self._watchdog.has_bitten:  # a socket shut down looks like the plain end of an answer without a length
            raise self._unavailable(request, TimeoutError())
        self._check(response, content)
        return response

    def _read(self, response: requests.Response) -> bytes:
        parts, size = [], 0
        for part in response.iter_content(_CHUNK_BYTES):
            parts.append(part)
            size += len(part)
            if size > self._limits.answer_bytes:
                response.close()
                raise SourceAnswerTooLarge(
                    f"{self._source} sent more than {self._limits.answer_bytes:,} bytes. "
                    "Check that its address in the settings is right",
                    source=self._source, url=response.url,
                )  # fmt: skip
        content = b"".join(parts)
        response._content = content  # noqa: SLF001 - what `Response.content` gives from here on
        return content

    def _check(self, response: requests.Response, content: bytes) -> None:
        url = response.url or ""
        if response.is_redirect:
            target = urljoin(url, response.headers.get("location", ""))
            self._redirected(Answer(url=url, status=response.status_code), target)
            if not may_redirect(url, target):
                raise SourceAnswerUnrecognised(
                    f"{self._source} sends us on to {target}, which is another place; not followed. "
                    "Check its address in the settings",
                    source=self._source, url=url, status=response.status_code,
                )  # fmt: skip
            return
        headers = {name.lower(): value for name, value in response.headers.items()}
        self._inspect(Answer(url=url, status=response.status_code, headers=headers, content=content))

    def _unavailable(self, request: requests.PreparedRequest, error: Exception) -> SourceUnavailable:
        if self._watchdog.has_bitten:
            what = f"did not finish its answer within {self._limits.answer:.0f} s"
        elif isinstance(error, requests.ConnectTimeout):
            what = f"could not be reached within {self._limits.connect:.0f} s"
        elif isinstance(error, requests.Timeout):
            what = f"was silent for {self._limits.read:.0f} s"
        elif isinstance(error, requests.exceptions.SSLError):
            what = f"has no certificate that can be trusted ({error})"
        elif isinstance(error, requests.exceptions.ChunkedEncodingError):
            what = "broke its answer off"
        else:
            what = f"could not be asked ({_cause(error)})"
        return SourceUnavailable(
            f"{self._source} {what}. Check the network, then run the same command again",
            source=self._source, url=request.url,
        )  # fmt: skip


def _cause(error: BaseException) -> str:
    """Find the innermost reason: "Connection refused" and not five nested library names."""
    reason: BaseException = error
    for _ in range(10):
        inner = getattr(reason, "reason", None) or reason.__cause__ or reason.__context__
        if not isinstance(inner, BaseException):
            break
        reason = inner
    return getattr(reason, "strerror", None) or str(reason) or type(reason).__name__
