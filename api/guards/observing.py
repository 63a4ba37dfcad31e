"""Gives each request an id, and tells log and figures how it went."""

from __future__ import annotations

import contextvars
import logging
import re
import secrets
import time
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.metrics import Metrics

HEADER: Final = "X-Request-ID"
UNKNOWN_ROUTE: Final = "(none)"  # one name for all: addresses that somebody makes up must not fill the memory
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_ID: Final = re.compile(r"[A-Za-z0-9._-]{1,64}")
_QUIET: Final = frozenset({"/healthz", "/readyz", "/metrics"})

logger = logging.getLogger("api.access")
current_request_id: contextvars.ContextVar[str | None] = contextvars.ContextVar("request_id", default=None)


class Observing:
    """The outermost guard: nothing is answered without an id, a line in the log and a figure."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Guard one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get(HEADER, "")
        request_id = given if _ID.fullmatch(given) else secrets.token_hex(8)
        scope.setdefault("state", {})["request_id"] = request_id
        current_request_id.set(request_id)
        answered = _Answered()

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                answered.status = message["status"]
                MutableHeaders(scope=message)[HEADER] = request_id
            elif message["type"] == "http.response.body":
                answered.size += len(message.get("body", b""))
            await send(message)

        began = time.perf_counter()
        self._metrics.open.inc()
        try:
            await self._app(scope, receive, sending)
        finally:
            self._metrics.open.dec()
            self._tell(scope, request_id, answered, time.perf_counter() - began)

    def _tell(self, scope: Scope, request_id: str, answered: _Answered, seconds: float) -> None:
        route = _route_of(scope)
        method = scope["method"] if scope["method"] in _METHODS else "other"
        self._metrics.requests.labels(method, route, str(answered.status)).inc()
        self._metrics.seconds.labels(method, route).observe(seconds)
        level = logging.DEBUG if scope["path"] in _QUIET and answered.status < 400 else logging.INFO
        if not logger.isEnabledFor(level):
            return
        told = {
            "request_id": request_id,
            "client": scope["client"][0] if scope.get("client") else None,
            "method": scope["method"],
            "path": scope["path"],  # and not the query: what somebody looks for is theirs
            "route": route,
            "status": answered.status,
            "bytes": answered.size,
            "milliseconds": round(seconds * 1000, 1),
        }
        logger.log(level, "%(method)s %(path)s %(status)s %(milliseconds)s ms", told, extra={"told": told})


class _Answered:
    def __init__(self) -> None:
        self.status = 0  # stays so where the client left before the answer
        self.size = 0


def _route_of(scope: Scope) -> str:
    route = scope.get("route")
    return getattr(route, "path", None) or UNKNOWN_ROUTE
