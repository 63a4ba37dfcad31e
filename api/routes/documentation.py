"""`/docs`: the API in words, for people. `/openapi.json` says the same to programs."""

from __future__ import annotations

from importlib.resources import files

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.answers import tagged
from api.documentation.page import documentation

router = APIRouter(include_in_schema=False)


@router.get("/docs")
async def docs(request: Request) -> Response:
    """Give the page."""
    return tagged(request, documentation(request.app.openapi()).encode(), "text/html")


@router.get("/docs/style.css")
async def style(request: Request) -> Response:
    """Give its style."""
    return tagged(request, files("api.documentation").joinpath("static/docs.css").read_bytes(), "text/css")
