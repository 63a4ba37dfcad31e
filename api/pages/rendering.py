"""Writes a page: the frame that all pages share around the view of one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import HTTPConnection
from starlette.responses import Response

from api.answers import tagged
from api.pages.navigation import Way, ways_from
from api.pages.static_files import static_files
from api.pages.visits import Visit, keep_session

HTML: Final = "text/html; charset=utf-8"
SCHEME_COOKIE: Final = "paper_reader_scheme"
SCHEMES: Final = ("auto", "light", "dark")
SHARING: Final = {"Vary": "Authorization, Cookie, Accept"}


@dataclass(frozen=True, slots=True)
class Frame:
    """What all pages show around their own matter. `signed_in`: by a token, so that one can sign out."""

    title: str
    path: str
    ways: tuple[Way, ...]
    scheme: str
    csrf: str = ""
    may_write: bool = False
    signed_in: bool = False
    query: str = ""


async def show(
    visit: Visit, template: str, view: object, *, title: str, status: int = 200, query: str = ""
) -> Response:
    """Answer with a page; the rendering runs in a thread. `query` is what the search box holds."""
    frame = Frame(
        title=title,
        path=visit.path,
        ways=ways_from(visit.request.url.path),
        scheme=scheme_of(visit.request),
        csrf=visit.csrf,
        may_write=visit.may_write,
        signed_in=visit.session is not None and visit.session.token_id is not None,
        query=query,
    )
    body = await visit.run(written, template, frame, view)
    response = tagged(visit.request, body, HTML, status=status, headers=SHARING)
    if visit.is_new and visit.session is not None:
        keep_session(response, visit, visit.session)
    return response


def written(template: str, frame: Frame, view: object) -> bytes:
    """The page as bytes."""
    return environment().get_template(template).render(frame=frame, view=view).encode()


def scheme_of(connection: HTTPConnection) -> str:
    """The colours that the reader chose; `auto` follows the system."""
    wanted = connection.cookies.get(SCHEME_COOKIE, "")
    return wanted if wanted in SCHEMES else "auto"


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The templates. What a template names and nobody gave is an error, not an empty place."""
    made = Environment(
        loader=PackageLoader("api.pages", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["static"] = static_files().address
    made.globals["schemes"] = SCHEMES
    return made
