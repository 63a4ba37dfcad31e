"""`/v1/session`: who the server takes you for, and sessions for the pages of this server."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from api.access import CHALLENGE, Anyone
from api.answers import answer
from api.problems import Problem
from api.schemas.problems import READING, WRITING
from api.schemas.server import SessionForm, WhoForm
from api.sessions import COOKIE, LIFETIME_SECONDS
from paper_reader.types import TokenScope

router = APIRouter(prefix="/v1/session", tags=["session"])


@router.get("", response_model=WhoForm, responses=READING, summary="Who you are")
async def who(asked: Anyone) -> Response:
    """Say who the server takes you for, and what you may do."""
    found = asked.principal
    form = {
        "via": found.via.value,
        "scope": found.scope.value if found.scope else None,
        "may_read": found.may_read,
        "may_write": found.may_write,
    }
    return answer(asked.request, form, headers={"Cache-Control": "no-store"})


@router.post("", response_model=SessionForm, responses=WRITING, status_code=201, summary="Open a session")
async def open_session(asked: Anyone) -> Response:
    """Open a session for a page: on this machine for nothing, elsewhere for a token, with that token's scope."""
    found = asked.principal
    if found.scope is None and not found.is_local:
        raise Problem("unauthorized", "a session away from this machine is opened with a token", headers=CHALLENGE)
    sessions = asked.service.sessions
    session = sessions.open(found.scope or TokenScope.WRITE, found.token_id)
    form = {
        "csrf_token": sessions.csrf_of(session),
        "scope": session.scope.value,
        "expires_at": session.expires_at,
    }
    response = answer(asked.request, form, status=201, headers={"Cache-Control": "no-store"})
    response.set_cookie(
        COOKIE,
        sessions.cookie_of(session),
        max_age=LIFETIME_SECONDS,
        httponly=True,
        samesite="strict",
        secure=asked.request.url.scheme == "https",
    )
    return response


@router.delete("", responses=WRITING, status_code=204, summary="End your session")
async def end_session(asked: Anyone) -> Response:
    """Let the browser forget its session."""
    response = Response(status_code=204)
    response.delete_cookie(COOKIE, httponly=True, samesite="strict", secure=asked.request.url.scheme == "https")
    return response
