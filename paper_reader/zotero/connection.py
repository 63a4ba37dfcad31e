"""The line to Zotero: pyzotero over a transport that waits where Zotero asks and turns refusals into our errors.

Zotero's answers hold pauses ("Backoff", also beside a good answer; "Retry-After" with 429 and 503). pyzotero would
sleep for as long as it is told; here no wait is longer than the person allows. The key goes to the address of the
settings alone: redirects are not followed.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import httpx2

from paper_reader.errors import (
    SettingsError,
    SourceAnswerUnrecognised,
    SourceBlocked,
    SourceError,
    SourceRateLimited,
    SourceRefusedQuery,
    SourceUnavailable,
)
from paper_reader.types import NO_PROGRESS, Progress

if TYPE_CHECKING:
    from pyzotero.zotero import Zotero

SOURCE: Final = "zotero"
_TRIES: Final = 4
_FIRST_PAUSE_SECONDS: Final = 2.0
_BUSY: Final = frozenset({429, 500, 502, 503, 504})


class Limits:
    """How long to wait for what, in seconds, and the clock to wait by."""

    def __init__(
        self,
        *,
        connect: float,
        read: float,
        longest_wait: float,
        sleep: Callable[[float], None] = time.sleep,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.connect, self.read, self.longest_wait = connect, read, longest_wait
        self.sleep, self.now = sleep, now


def connect(library: str, key: str, url: str, limits: Limits, progress: Progress = NO_PROGRESS) -> Zotero:
    """Pyzotero's client for a library named "user/123" or "group/456". Raises `SettingsError` for other names."""
    from pyzotero.zotero import Zotero

    kind, _, number = library.partition("/")
    if kind not in {"user", "group"} or not (number.isascii() and number.isdigit()):
        raise SettingsError(f"zotero_library cannot be {library!r}. Give it as user/NUMBER or group/NUMBER")
    client = httpx2.Client(
        transport=_Polite(httpx2.HTTPTransport(), limits, progress),
        timeout=httpx2.Timeout(limits.read, connect=limits.connect),
        follow_redirects=False,
    )
    zotero = Zotero(number, kind, key, client=client)
    zotero.endpoint = url
    return zotero


class _Polite(httpx2.BaseTransport):
    """Waits as asked, tries again what may pass, and raises our errors for the rest."""

    def __init__(self, inner: httpx2.BaseTransport, limits: Limits, progress: Progress) -> None:
        self._inner = inner
        self._limits = limits
        self._progress = progress
        self._free_at = 0.0

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send one request, after the pauses that earlier answers asked for."""
        for attempt in range(1, _TRIES + 1):
            self._wait(self._free_at - self._limits.now())
            try:
                response = self._inner.handle_request(request)
                response.read()
            except httpx2.TransportError as error:
                self._after(attempt, None, f"Zotero cannot be reached ({type(error).__name__})", request, error)
                continue
            asked = _seconds(response.headers.get("backoff")) or _seconds(response.headers.get("retry-after"))
            if response.status_code in _BUSY:
                response.close()
                self._after(attempt, asked, f"Zotero is busy (HTTP {response.status_code})", request, None)
                continue
            if asked:
                self._free_at = self._limits.now() + asked
            for name in ("backoff", "retry-after"):  # heeded here; pyzotero would wait a second time
                response.headers.pop(name, None)
            _raise_for(response, request)
            return response
        raise AssertionError("the last attempt returns or raises")

    def close(self) -> None:
        """Close the connections."""
        self._inner.close()

    def _after(
        self, attempt: int, asked: float | None, said: str, request: httpx2.Request, cause: Exception | None
    ) -> None:
        pause = asked or _FIRST_PAUSE_SECONDS * 2 ** (attempt - 1)
        if attempt < _TRIES and pause <= self._limits.longest_wait:
            self._free_at = self._limits.now() + pause
            return
        kind = SourceRateLimited if "429" in said else SourceUnavailable
        hint = f"It asks for {asked:.0f} seconds. " if asked else ""
        message = f"{said}. {hint}Run the same command later; it goes on where it was"
        raise kind(message, source=SOURCE, url=_shown(request), retry_after_seconds=asked) from cause

    def _wait(self, seconds: float) -> None:
        if seconds <= 0:
            return
        if seconds > self._limits.longest_wait:
            message = f"Zotero asks for a pause of {seconds:.0f} seconds. Run the same command after that"
            raise SourceUnavailable(message, source=SOURCE, retry_after_seconds=seconds)
        if seconds > 1:
            self._progress.note(f"Zotero asks for a pause of {seconds:.0f} seconds")
        self._limits.sleep(seconds)


def _raise_for(response: httpx2.Response, request: httpx2.Request) -> None:
    """Our error for an answer that no repetition would change. 412 of one write is the caller's to settle."""
    status = response.status_code
    if status < 300 or status in {304, 412}:
        return
    known: dict[int, tuple[type[SourceError], str]] = {
        401: (SourceBlocked, "Zotero does not know the key. Check the setting zotero_key"),
        403: (SourceBlocked, "Zotero's key may not do that there. Give it write access at zotero.org/settings/keys"),
        404: (SourceRefusedQuery, "Zotero has no such library. Check the setting zotero_library"),
        409: (SourceUnavailable, "Zotero's library is locked for now. Run the same command later"),
        413: (SourceRefusedQuery, "Zotero calls the request too large"),
    }
    kind, message = known.get(status, (SourceAnswerUnrecognised, f"Zotero answered with HTTP {status}"))
    if status == 400:
        kind, message = SourceRefusedQuery, "Zotero calls the request wrong"
    raise kind(message, source=SOURCE, url=_shown(request), status=status)


def _shown(request: httpx2.Request) -> str:
    return str(request.url.copy_with(query=None))


def _seconds(text: str | None) -> float | None:
    """The seconds of a header; None where it has none that can be."""
    try:
        number = float(text) if text else 0.0
    except ValueError:
        return None
    return number if 0 < number < float("inf") else None
