"""`/static/{version}/{name}`: styles and scripts."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.answers import tagged
from api.pages.static_files import KEPT_A_YEAR, media_type, static_files
from api.problems import Problem

router = APIRouter()


@router.get("/static/{version}/{name}")
async def static(request: Request, version: str, name: str) -> Response:
    """Give a file; under an older version's address too, but not to be kept."""
    known = static_files()
    if name not in known.contents:
        raise Problem("not-found", "there is no file of this name")
    keeping = KEPT_A_YEAR if version == known.version else "no-cache"
    return tagged(request, known.contents[name], media_type(name), headers={"Cache-Control": keeping, "Vary": "Accept"})


@router.get("/favicon.ico")
async def icon(request: Request) -> Response:
    """Give the icon to browsers that ask for it unasked."""
    known = static_files()
    return tagged(request, known.contents["icon.svg"], media_type("icon.svg"))
