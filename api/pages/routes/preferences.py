"""`/preferences/scheme`: light, dark, or as the system has it."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from api.pages.addresses import own_path
from api.pages.rendering import SCHEME_COOKIE, SCHEMES
from api.pages.visits import read_form
from api.problems import Problem

router = APIRouter()
A_YEAR_SECONDS: Final = 365 * 24 * 3600


@router.post("/preferences/scheme")
async def scheme(request: Request) -> Response:
    """Keep the colours in the browser. Nothing of the library is changed, so there is nothing to guard."""
    fields = await read_form(request)
    wanted = fields.get("scheme", [""])[-1]
    if wanted not in SCHEMES:
        raise Problem("invalid", f"the colours are one of {', '.join(SCHEMES)}")
    response = RedirectResponse(own_path(fields.get("back", [""])[-1]), 303)
    secure = request.url.scheme == "https"
    response.set_cookie(SCHEME_COOKIE, wanted, max_age=A_YEAR_SECONDS, samesite="lax", secure=secure)
    return response
