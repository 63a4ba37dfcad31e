"""Answers for exceptions that nobody foresaw, and for those that a guard raises while a body is read."""

from __future__ import annotations

import logging

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.guards.refusing import refuse
from api.problems import Problem, as_problem

logger = logging.getLogger(__name__)


class Catching:
    """The innermost guard. An answer that has begun cannot be taken back: then the connection ends."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Guard one request."""
        begun = False

        async def sending(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, sending)
        except Exception as error:
            if scope["type"] != "http" or begun:
                raise
            if not isinstance(error, Problem):
                logger.exception("a defect in %s %s", scope["method"], scope["path"])
            await refuse(as_problem(error), scope, receive, send)
