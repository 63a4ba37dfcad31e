"""Refuses requests that call the server by a strange name, or that another site's page sends to change something.

A page elsewhere can let its own name point to this machine (DNS rebinding): the browser then takes our answers for that
site's. The name in `Host` gives it away. And a page elsewhere can send forms here; the browser says so in `Origin`.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from api.guards.refusing import refuse
from api.metrics import Metrics
from api.options import ServeOptions
from api.problems import Problem

_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})


class Hosts:
    """Lets through what is addressed to this server and comes from its own pages or from no page at all."""

    def __init__(self, app: ASGIApp, options: ServeOptions, metrics: Metrics) -> None:
        self._app = app
        self._options = options
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Guard one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        problem = self._problem(scope["method"], headers)
        if problem is None:
            await self._app(scope, receive, send)
            return
        self._metrics.refused.labels(problem.kind).inc()
        await refuse(problem, scope, receive, send)

    def _problem(self, method: str, headers: Headers) -> Problem | None:
        name = host_name(headers.get("host", ""))
        if name is None or not self._options.allows_host(name):
            return Problem("wrong-host", "the name in `Host` is none of this server's")
        origin = headers.get("origin")
        if method not in _SAFE and origin is not None and not _is_own(origin, headers.get("host", "")):
            return Problem("forbidden", "this was sent by a page of another site")
        if method not in _SAFE and headers.get("sec-fetch-site") == "cross-site":
            return Problem("forbidden", "this was sent by a page of another site")
        return None


def host_name(host: str) -> str | None:
    """The name in a `Host` header, without port, in small letters; None where it cannot be one."""
    try:
        parts = urlsplit(f"//{host}")
        _ = parts.port  # raises for a port that is none
    except ValueError:
        return None
    if parts.username is not None or parts.path or parts.query or parts.fragment or not parts.hostname:
        return None
    return parts.hostname.lower().rstrip(".")  # `hostname` leaves a zone ("%A") as it was


def _is_own(origin: str, host: str) -> bool:
    try:
        return urlsplit(origin).netloc.lower() == host.lower()
    except ValueError:
        return False
