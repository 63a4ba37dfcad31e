"""MCP under `/mcp` of the HTTP server (streamable HTTP, stateless).

Its package takes most of a second to import, so that happens once searches are answered; who asks for `/mcp` before
waits for it.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Final

from starlette.requests import Request
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from api.access import CHALLENGE, principal_of
from api.guards.refusing import refuse
from api.problems import Problem, as_problem
from api.service import Service

if TYPE_CHECKING:
    from mcp.server.mcpserver import Context, MCPServer

PATH: Final = "/mcp"
PATIENCE_SECONDS: Final = 20.0


class McpMount:
    """The tools behind one address of the server, guarded as everything else there."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._app: asyncio.Future[ASGIApp] | None = None

    def route(self) -> Route:
        """The route to append to an application."""
        return Route(PATH, endpoint=_Endpoint(self), methods=["GET", "POST", "DELETE"])

    @asynccontextmanager
    async def running(self, after: asyncio.Task[None]) -> AsyncIterator[None]:
        """Serve while the block runs, from when `after` is done."""
        self._app = asyncio.get_running_loop().create_future()
        stop = asyncio.Event()
        serving = asyncio.create_task(self._serve(stop, after))
        try:
            yield
        finally:
            stop.set()
            await serving

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; what it may do is looked at before a tool is called."""
        request = Request(scope, receive)
        try:
            principal = await principal_of(request)
            if not principal.may_read:
                raise Problem("unauthorized", "send `Authorization: Bearer …`", headers=CHALLENGE)
            if self._app is None:
                raise Problem("unavailable", "the server is not running")
            app = await asyncio.wait_for(asyncio.shield(self._app), PATIENCE_SECONDS)
        except (Problem, TimeoutError) as error:
            problem = error if isinstance(error, Problem) else Problem("unavailable", "MCP is still starting")
            await refuse(as_problem(problem), scope, receive, send)
            return
        # A session's cookie reads; only a token, which no browser sends by itself, writes.
        scope["state"]["mcp_may_write"] = principal.session is None and principal.may_write
        await app(scope, receive, send)

    async def _serve(self, stop: asyncio.Event, after: asyncio.Task[None]) -> None:
        if self._app is None:
            raise AssertionError("running() sets it")
        try:
            await asyncio.wait({after})
            server = await asyncio.to_thread(self._make)
            manager = server.session_manager
            async with manager.run():
                self._app.set_result(manager.handle_request)
                await stop.wait()
        except Exception as error:
            if self._app.done():
                raise
            self._app.set_exception(error)

    def _make(self) -> MCPServer[Any]:
        from mcp.server.transport_security import TransportSecuritySettings

        from api.mcp_tools import Call, make_server

        async def run(call: Call) -> object:
            return await self._service.work.run(call)

        server = make_server(self._service.library, run, _may_write, self._service.full_texts.run)
        # Hosts and origins are looked at by this server's own guards.
        security = TransportSecuritySettings(enable_dns_rebinding_protection=False)
        server.streamable_http_app(stateless_http=True, json_response=True, transport_security=security)
        return server


class _Endpoint:
    """An ASGI application, which a route takes as such because it is an object and no function."""

    def __init__(self, mount: McpMount) -> None:
        self._mount = mount

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._mount.answer(scope, receive, send)


def _may_write(context: Context[Any, Any]) -> bool:
    request = context.request_context.request
    return isinstance(request, Request) and bool(request.scope["state"].get("mcp_may_write"))
