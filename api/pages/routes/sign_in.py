"""`/sign-in`, `/sign-out`: a session for a token, for browsers elsewhere."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from api.pages.addresses import own_path
from api.pages.rendering import show
from api.pages.views.sign_in import SignIn
from api.pages.visits import Open, keep_session, open_visit, read_form
from api.sessions import COOKIE

router = APIRouter()


@router.get("/sign-in")
async def form(visit: Open, back: str = "/") -> Response:
    """Ask for a token."""
    return await show(visit, "sign-in.html.jinja", SignIn(own_path(back)), title="Sign in")


@router.post("/sign-in")
async def sign_in(request: Request) -> Response:
    """Open a session where the token is good. Another site's page cannot send this: see `guards.hosts`."""
    fields = await read_form(request)
    back = own_path(fields.get("back", [""])[-1])
    visit = await open_visit(request)
    token = await visit.run(visit.library.token_of, fields.get("token", [""])[-1].strip())
    if token is None:
        return await show(visit, "sign-in.html.jinja", SignIn(back, is_refused=True), title="Sign in", status=422)
    response = RedirectResponse(back, 303)
    keep_session(response, visit, visit.asked.service.sessions.open(token.scope, token.id))
    return response


@router.post("/sign-out")
async def sign_out(request: Request) -> Response:
    """Let the browser forget its session; it takes no right to do so."""
    response = RedirectResponse("/sign-in", 303)
    secure = request.url.scheme == "https"
    response.delete_cookie(COOKIE, httponly=True, samesite="strict", secure=secure)
    return response
