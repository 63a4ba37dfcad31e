"""Brings the pages into the application."""

from __future__ import annotations

from fastapi import FastAPI, Request
from starlette.responses import Response

from api.pages.counting import Counting
from api.pages.remembering import Remembered
from api.pages.routes import (
    annotating,
    list_changes,
    lists,
    papers,
    pictures,
    preferences,
    reader,
    refreshing,
    reviews,
    roadmap,
    screening,
    search,
    sign_in,
    static,
    status,
    topics,
)
from api.pages.visits import SignInNeeded, sign_in_first
from api.service import Service

ROUTES = (
    roadmap,
    search,
    topics,
    papers,
    annotating,
    reader,
    pictures,
    lists,
    list_changes,
    reviews,
    screening,
    refreshing,
    status,
    sign_in,
    preferences,
    static,
)


def install(app: FastAPI, service: Service) -> None:
    """Add every page's route; none of them is in the OpenAPI document."""
    app.state.counting = Counting(service)
    app.state.remembered = Remembered()
    paths = [getattr(route, "path", "") for module in ROUTES for route in module.router.routes]
    app.state.has_reader = any(path.startswith("/read/") for path in paths)
    for module in ROUTES:
        app.include_router(module.router, include_in_schema=False)

    async def to_sign_in(_: Request, error: Exception) -> Response:
        return sign_in_first(error.path if isinstance(error, SignInNeeded) else "/")

    app.add_exception_handler(SignInNeeded, to_sign_in)
