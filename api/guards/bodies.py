"""Bounds what a request may bring, whether or not it says beforehand how much that is."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Final

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.guards.refusing import refuse
from api.problems import Problem

# Who is cut off while sending sees a broken connection and not the answer, so some more is read and thrown away.
DRAINED_BYTES: Final = 8 * 1024 * 1024
DRAINING_SECONDS: Final = 2.0


class Bodies:
    """Refuses bodies of more than `most_bytes`, at the latest where they pass it."""

    def __init__(self, app: ASGIApp, most_bytes: int) -> None:
        self._app = app
        self._most = most_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Guard one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        announced = Headers(scope=scope).get("content-length", "0")
        if not announced.isascii() or not announced.isdigit():
            await refuse(Problem("malformed", "Content-Length is no number"), scope, receive, send)
            return
        if len(announced) > 18 or int(announced) > self._most:
            await _drain(receive)
            await refuse(self._too_large(), scope, receive, send)
            return
        read = 0

        async def receiving() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > self._most:
                await _drain(receive)
                raise self._too_large()
            return message

        await self._app(scope, receiving, send)

    def _too_large(self) -> Problem:
        return Problem("too-large", f"at most {self._most:,} bytes are read", headers={"Connection": "close"})


async def _drain(receive: Receive) -> None:
    drained = 0
    with suppress(TimeoutError):
        async with asyncio.timeout(DRAINING_SECONDS):
            while drained < DRAINED_BYTES:
                message = await receive()
                drained += len(message.get("body", b""))
                if message["type"] != "http.request" or not message.get("more_body", False):
                    return
