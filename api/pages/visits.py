"""Somebody looks at a page, or sends one of its forms: who that is, and the session that their forms need.

On the machine itself a session opens with the first page. Elsewhere `/sign-in` takes a token and opens one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Final, ParamSpec, TypeVar
from urllib.parse import parse_qs, quote

from fastapi import Depends, Request
from starlette.responses import RedirectResponse, Response

from api.access import Asked, Principal, Via, check_writing, principal_of
from api.pages.addresses import own_path
from api.problems import Problem
from api.service import service_of
from api.sessions import COOKIE, CSRF_FIELD, LIFETIME_SECONDS, Session
from paper_reader.library import Library
from paper_reader.types import TokenScope

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

FORM: Final = "application/x-www-form-urlencoded"
MOST_FIELDS: Final = 5000
OLD_PAGE: Final = (
    "The page that this came from is older than your session here, so nothing was changed. "
    "Go back, load the page again, and repeat what you did."
)


class SignInNeeded(Exception):
    """Whoever asks must sign in first, and comes back to `path` then."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


@dataclass(frozen=True, slots=True)
class Visit:
    """A look at a page. `is_new`: its session begins with this answer."""

    asked: Asked
    session: Session | None
    is_new: bool = False

    @property
    def request(self) -> Request:
        """What was asked."""
        return self.asked.request

    @property
    def library(self) -> Library:
        """The library that is looked at."""
        return self.asked.library

    @property
    def may_write(self) -> bool:
        """Whether forms are for this visitor."""
        return self.session is not None and self.session.scope is TokenScope.WRITE

    @property
    def csrf(self) -> str:
        """What each form carries; "" without a session."""
        return self.asked.service.sessions.csrf_of(self.session) if self.session else ""

    @property
    def path(self) -> str:
        """The page's own address with its question."""
        query = self.request.url.query
        return self.request.url.path + (f"?{query}" if query else "")

    async def run(
        self, call: Callable[Arguments, Result], /, *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> Result:
        """Call the library in a thread."""
        return await self.asked.run(call, *args, **kwargs)


@dataclass(frozen=True, slots=True)
class Sent:
    """A form that may change something."""

    visit: Visit
    fields: Mapping[str, list[str]]

    def field(self, name: str, otherwise: str = "") -> str:
        """The last value of a field."""
        return self.fields.get(name, [otherwise])[-1]

    def all_of(self, name: str) -> list[str]:
        """Every value of a field in its order."""
        return self.fields.get(name, [])


async def reading_visit(request: Request) -> Visit:
    """A look at a page by somebody who may read."""
    visit = await open_visit(request)
    if not visit.asked.principal.may_read:
        raise SignInNeeded(visit.path)
    return visit


async def open_visit(request: Request) -> Visit:
    """A look at a page by anybody; opens the session of a local one."""
    service = service_of(request)
    principal = await principal_of(request)
    if principal.via is Via.NOTHING and principal.is_local:
        session = service.sessions.open(TokenScope.WRITE)
        known = Principal(True, Via.SESSION, session.scope, session)
        return Visit(Asked(request, service, known), session, is_new=True)
    return Visit(Asked(request, service, principal), principal.session)


async def writing_visit(request: Request) -> Sent:
    """A form by somebody who may write, with its CSRF token."""
    service = service_of(request)
    asked = Asked(request, service, await principal_of(request))
    fields = await read_form(request)
    if asked.principal.scope is None:
        if asked.principal.is_local:
            raise Problem("forbidden", OLD_PAGE)
        raise SignInNeeded(own_path(fields.get("back", [""])[-1]))
    session = asked.principal.session
    shown = fields.get(CSRF_FIELD, [""])[-1]
    if session is not None and asked.principal.may_write and not service.sessions.is_csrf_of(session, shown):
        raise Problem("forbidden", OLD_PAGE)
    check_writing(asked, shown)
    return Sent(Visit(asked, session), fields)


async def read_form(request: Request) -> dict[str, list[str]]:
    """The fields of a form that a browser sent; raises a problem where it is none."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        raise Problem("malformed", f"a form of this page is sent as {FORM}")
    try:
        text = (await request.body()).decode("ascii")
        return parse_qs(text, keep_blank_values=True, encoding="utf-8", errors="strict", max_num_fields=MOST_FIELDS)
    except ValueError as error:  # no ASCII, no UTF-8 below it, or too many fields
        raise Problem("malformed", "the form cannot be read") from error


def back_to(sent: Sent, otherwise: str = "/") -> Response:
    """Answer a form: off to the page it came from, to be fetched anew."""
    return RedirectResponse(own_path(sent.field("back"), otherwise), 303)


def sign_in_first(path: str) -> Response:
    """Off to the sign-in page, and back from there."""
    return RedirectResponse(f"/sign-in?back={quote(path, safe='/')}", 303)


def keep_session(response: Response, visit: Visit, session: Session) -> None:
    """Have the browser keep a session."""
    response.set_cookie(
        COOKIE,
        visit.asked.service.sessions.cookie_of(session),
        max_age=LIFETIME_SECONDS,
        httponly=True,
        samesite="strict",
        secure=visit.request.url.scheme == "https",
    )


Reading = Annotated[Visit, Depends(reading_visit)]
Open = Annotated[Visit, Depends(open_visit)]
Writing = Annotated[Sent, Depends(writing_visit)]
