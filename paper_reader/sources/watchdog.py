"""A hard end for one HTTP request, whatever state it is in.

Read timeouts bound the silence between two bytes; a server that drips one byte now and then never meets them, and its
headers cannot be bounded from outside at all. So a timer shuts the connection's socket down, which ends every read.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection


class Watchdog:
    """Watches one request at a time: `start` before it, `stop` after its last byte. `has_bitten` says it ran over."""

    def __init__(self) -> None:
        self.has_bitten = False
        self._socket: socket.socket | None = None
        self._timer: threading.Timer | None = None
        self._on_sent: Callable[[], None] = lambda: None

    def start(self, seconds: float, on_sent: Callable[[], None]) -> None:
        """Give the next request `seconds`; `on_sent` is called when all of it has been sent."""
        self._on_sent = on_sent
        self.has_bitten = False
        self._socket = None
        self._timer = threading.Timer(seconds, self._bite)
        self._timer.daemon = True
        self._timer.start()

    def stop(self) -> None:
        """Leave the request alone: it is over."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._socket = None

    def watch(self, connected: socket.socket | None) -> None:
        """Take the socket that the answer will come through: the request has been sent."""
        self._on_sent()
        self._socket = connected
        if self.has_bitten:
            self._shut_down(connected)

    def _bite(self) -> None:
        self.has_bitten = True
        self._shut_down(self._socket)

    @staticmethod
    def _shut_down(connected: socket.socket | None) -> None:
        if connected is not None:
            with suppress(OSError):  # it may just have been closed in the ordinary way
                # The plain socket's method: the TLS one would pull its state from under the thread that reads.
                socket.socket.shutdown(connected, socket.SHUT_RDWR)


def watched_pools(watchdog: Watchdog) -> dict[str, Any]:
    """Give the pool classes (by scheme, for urllib3's PoolManager) whose connections show `watchdog` their sockets."""

    class WatchedConnection(HTTPConnection):
        def getresponse(self) -> Any:
            watchdog.watch(self.sock)
            return super().getresponse()

    class WatchedTlsConnection(HTTPSConnection):
        def getresponse(self) -> Any:
            watchdog.watch(self.sock)
            return super().getresponse()

    class WatchedPool(HTTPConnectionPool):
        ConnectionCls = WatchedConnection

    class WatchedTlsPool(HTTPSConnectionPool):
        ConnectionCls = WatchedTlsConnection

    return {"http": WatchedPool, "https": WatchedTlsPool}
