"""Shows problems to browsers as pages. Programs, and whoever asks under `/v1` and the like, keep the documents."""

from __future__ import annotations

import gzip
import json
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.pages.navigation import ways_from
from api.pages.rendering import HTML, Frame, scheme_of, written
from api.pages.views.error import error_view
from api.problems import MEDIA_TYPE

FOR_PROGRAMS: Final = ("/v1/", "/mcp", "/healthz", "/readyz", "/metrics", "/openapi.json")


class ErrorPages:
    """Stands around what can answer with a problem, guards too."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Guard one request."""
        if scope["type"] != "http" or not is_for_people(scope["path"], Headers(scope=scope).get("accept", "")):
            await self._app(scope, receive, send)
            return
        begun: Message | None = None
        body = bytearray()

        async def sending(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start" and _is_problem(message):
                begun = message
            elif begun is None:
                await send(message)
            else:
                body.extend(message.get("body", b""))
                if not message.get("more_body", False):
                    await _send_page(scope, begun, bytes(body), send)

        await self._app(scope, receive, sending)


def is_for_people(path: str, accept: str) -> bool:
    """Whether a browser asks for a page."""
    return "text/html" in accept.lower() and not path.startswith(FOR_PROGRAMS)


def _is_problem(start: Message) -> bool:
    return Headers(raw=start["headers"]).get("content-type", "").startswith(MEDIA_TYPE)


async def _send_page(scope: Scope, start: Message, body: bytes, send: Send) -> None:
    headers = MutableHeaders(raw=list(start["headers"]))
    if headers.get("content-encoding") == "gzip":
        body = gzip.decompress(body)
        del headers["content-encoding"]
    view = error_view(json.loads(body))
    frame = Frame(view.title, "/", ways_from(scope["path"]), scheme_of(HTTPConnection(scope)))
    page = written("error.html.jinja", frame, view)
    headers["content-type"] = HTML
    headers["content-length"] = str(len(page))
    headers["vary"] = "Accept"
    await send({**start, "headers": headers.raw})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else page})
