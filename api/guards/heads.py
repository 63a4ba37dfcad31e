"""Answers HEAD wherever GET is answered: the same status and headers, and no body (RFC 9110, 9.3.2)."""

from __future__ import annotations

from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_STREAMS: Final = "/mcp"  # a GET there waits for what a server has to tell


class Heads:
    """Stands around all that answers, error pages too: within, there is GET alone."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Guard one request."""
        if scope["type"] != "http" or scope["method"] != "HEAD" or scope["path"].startswith(_STREAMS):
            await self._app(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        asked = {**scope, "method": "GET"}
        try:
            await self._app(asked, receive, sending)
        finally:
            if "route" in asked:  # the log names it
                scope["route"] = asked["route"]
