"""`/docs`: the API in words, for people. `/openapi.json` says the same to programs."""

from __future__ import annotations

from importlib.resources import files

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.answers import tagged
from api.documentation.page import documentation
from api.service import service_of

router = APIRouter(include_in_schema=False)


@router.get("/docs")
async def docs(request: Request) -> Response:
    """Give the page."""
    page = await service_of(request).work.run(lambda: documentation(request.app.openapi()))
    return tagged(request, page.encode(), "text/html; charset=utf-8")


@router.get("/docs/style.css")
async def style(request: Request) -> Response:
    """Give its style."""
    return tagged(request, files("api.documentation").joinpath("static/docs.css").read_bytes(), "text/css")
