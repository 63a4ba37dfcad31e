"""Puts the server together: routes, guards, problems, and what starts and ends with it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from api import problems
from api.guards.bodies import Bodies
from api.guards.catching import Catching
from api.guards.headers import SecurityHeaders
from api.guards.heads import Heads
from api.guards.hosts import Hosts
from api.guards.observing import Observing
from api.guards.pace import Pace
from api.mcp_mount import McpMount
from api.openapi import completed
from api.options import ServeOptions
from api.pages import mounting as pages
from api.pages.errors import ErrorPages
from api.routes import (
    documentation,
    documents,
    health,
    must_reads,
    news,
    papers,
    pictures,
    reading,
    reading_lists,
    refresh,
    search,
    searches,
    session,
    topics,
)
from api.service import Service
from paper_reader import __version__
from paper_reader.library import Library

TITLE = "Paper Reader"
DESCRIPTION = (
    "Papers to read, in which order, and why, from a library of one's own. Reading is free on the machine itself; "
    "writing, and everything from elsewhere, takes a token."
)
RESOURCES = (
    search,
    papers,
    documents,
    reading,
    topics,
    news,
    pictures,
    must_reads,
    reading_lists,
    searches,
    refresh,
    session,
)
_GZIP_FROM_BYTES = 1024


def create_app(library: Library, options: ServeOptions | None = None) -> FastAPI:
    """The application for one library. It is not warm and closes nothing that it did not open."""
    service = Service(library, options or ServeOptions())
    app = FastAPI(
        title=TITLE,
        version=__version__,
        description=DESCRIPTION,
        docs_url=None,  # FastAPI's own pages load scripts from elsewhere
        redoc_url=None,
        lifespan=_lifespan,
        middleware=_guards(service),
    )
    app.state.service = service
    problems.install(app)
    for module in (*RESOURCES, health, documentation):
        app.include_router(module.router)
    pages.install(app, service)
    app.state.mcp = McpMount(service)
    app.router.routes.append(app.state.mcp.route())
    _describe(app)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Warm up beside the first requests: what needs no index is answered at once, `/readyz` says when all is."""
    service: Service = app.state.service
    warming = asyncio.create_task(_warm_up(app, service))
    try:
        async with app.state.mcp.running(after=warming):
            yield
    finally:
        await warming
        await app.state.counting.stop()
        await asyncio.to_thread(service.refreshing.stop)
        service.readiness.close()
        service.full_texts.close()
        service.work.close()


async def _warm_up(app: FastAPI, service: Service) -> None:
    """One after the other, so that searches wait for nothing else; the document takes a fifth of a second to make."""
    await service.readiness.warm_up()
    await asyncio.to_thread(app.openapi)


def _guards(service: Service) -> list[Middleware]:
    """From the outside in."""
    return [
        Middleware(Observing, metrics=service.metrics),
        Middleware(Heads),
        Middleware(SecurityHeaders),
        Middleware(ErrorPages),
        Middleware(Hosts, options=service.options, metrics=service.metrics),
        Middleware(Pace, options=service.options, metrics=service.metrics),
        Middleware(Bodies, most_bytes=service.options.most_body_bytes),
        Middleware(GZipMiddleware, minimum_size=_GZIP_FROM_BYTES, compresslevel=5),
        Middleware(Catching),
    ]


def _describe(app: FastAPI) -> None:
    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            made = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
            app.openapi_schema = completed(made)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's documented way to extend the document
