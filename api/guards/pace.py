"""How many requests each client may make: a bucket of tokens that fills again by itself (token bucket)."""

from __future__ import annotations

import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send

from api.guards.refusing import refuse
from api.metrics import Metrics
from api.options import LOCAL_GENEROSITY, ServeOptions, is_loopback
from api.problems import Problem

MOST_CLIENTS: Final = 10_000  # remembered; the one that came longest ago is forgotten
BURST_SECONDS: Final = 10.0  # a bucket holds what fills in this time, and at least MINIMUM_BURST
MINIMUM_BURST: Final = 20.0
_FREE: Final = frozenset({"/healthz", "/readyz"})  # these cost nothing and are asked for by machines


class Buckets:
    """One bucket a client. Used from one event loop."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()  # client -> (tokens, when)

    def take(self, client: str, per_minute: float) -> float:
        """Take one token; 0 where there was one, else how many seconds until there is."""
        now = self._clock()
        per_second = per_minute / 60
        size = max(MINIMUM_BURST, per_second * BURST_SECONDS)
        tokens, then = self._buckets.pop(client, (size, now))
        tokens = min(size, tokens + (now - then) * per_second)
        wait = 0.0 if tokens >= 1 else (1 - tokens) / per_second
        self._buckets[client] = (tokens - 1 if wait == 0 else tokens, now)
        if len(self._buckets) > MOST_CLIENTS:
            self._buckets.popitem(last=False)
        return wait


class Pace:
    """Answers 429 with `Retry-After` to clients that ask too often. 0 requests a minute means no bound."""

    def __init__(self, app: ASGIApp, options: ServeOptions, metrics: Metrics) -> None:
        self._app = app
        self._per_minute = options.requests_per_minute
        self._metrics = metrics
        self._buckets = Buckets()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Guard one request."""
        wait = self._wait(scope)
        if wait == 0:
            await self._app(scope, receive, send)
            return
        self._metrics.refused.labels("too-many-requests").inc()
        seconds = str(math.ceil(wait))
        detail = f"at most {self._per_minute:,} requests a minute are answered to one client"
        await refuse(Problem("too-many-requests", detail, headers={"Retry-After": seconds}), scope, receive, send)

    def _wait(self, scope: Scope) -> float:
        if scope["type"] != "http" or not self._per_minute or scope["path"] in _FREE:
            return 0
        address = scope["client"][0] if scope.get("client") else "?"
        return self._buckets.take(
            client_of(address), self._per_minute * (LOCAL_GENEROSITY if is_loopback(address) else 1)
        )


def client_of(address: str) -> str:
    """Who an address is taken for: one household has a whole /64 of IPv6 addresses."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is None:
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)
