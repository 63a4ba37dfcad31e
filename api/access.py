"""Who asks, and what they may: the rules in one place.

Reading is free to this machine when only this machine can reach the server; everybody else shows a token. Writing takes
a token of scope `write`, or a session of the local pages with its CSRF token. A request that a proxy passed on, or that
calls the server by another name than this machine's, comes from everybody else.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Final, ParamSpec, TypeVar

from fastapi import Depends, Request
from starlette.requests import HTTPConnection

from api.guards.hosts import host_name
from api.options import is_loopback
from api.problems import Problem
from api.service import Service, service_of
from api.sessions import COOKIE, CSRF_HEADER, Session
from paper_reader.library import Library
from paper_reader.types import TokenScope

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

CHALLENGE: Final = {"WWW-Authenticate": 'Bearer realm="paper-reader"'}
_FORWARDED: Final = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")
_NEEDS_TOKEN: Final = "send `Authorization: Bearer …`; paper-reader token create --scope {scope} makes a token"  # noqa: S105 - no secret


class Via(StrEnum):
    """How somebody showed who they are."""

    NOTHING = "nothing"
    TOKEN = "token"  # noqa: S105 - no secret
    SESSION = "session"


@dataclass(frozen=True, slots=True)
class Principal:
    """Who asks. `is_local`: from this machine, to a server that only this machine reaches."""

    is_local: bool
    via: Via = Via.NOTHING
    scope: TokenScope | None = None
    session: Session | None = None
    token_id: int | None = None

    @property
    def may_read(self) -> bool:
        """Whether papers and lists are shown."""
        return self.is_local or self.scope is not None

    @property
    def may_write(self) -> bool:
        """Whether marks, notes and lists may be changed; of a session, given its CSRF token."""
        return self.scope is TokenScope.WRITE


@dataclass(frozen=True, slots=True)
class Asked:
    """A request with what it needs to be answered."""

    request: Request
    service: Service
    principal: Principal

    @property
    def library(self) -> Library:
        """The library that is asked."""
        return self.service.library

    async def run(
        self, call: Callable[Arguments, Result], /, *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> Result:
        """Call the library in a thread."""
        return await self.service.work.run(call, *args, **kwargs)


def is_local(connection: HTTPConnection) -> bool:
    """Whether the request comes from this machine, as far as that can be told."""
    client = connection.client
    name = host_name(connection.headers.get("host", ""))
    return (
        service_of(connection).options.is_loopback
        and client is not None
        and is_loopback(client.host)
        and name is not None
        and is_loopback(name)
        and not any(header in connection.headers for header in _FORWARDED)
    )


async def principal_of(connection: HTTPConnection) -> Principal:
    """Find out who asks. Raises a problem for a token that opens nothing; a session that has ended is no session."""
    service, local = service_of(connection), is_local(connection)
    secret = _bearer(connection)
    if secret is not None:
        token = await service.work.run(service.library.token_of, secret)
        if token is None:
            challenge = {"WWW-Authenticate": CHALLENGE["WWW-Authenticate"] + ', error="invalid_token"'}
            raise Problem(
                "unauthorized", "this token opens nothing: it is wrong, revoked or too old", headers=challenge
            )
        return Principal(local, Via.TOKEN, token.scope, token_id=token.id)
    session = service.sessions.read(connection.cookies.get(COOKIE, ""))
    if session is None or not await _stands(service, session, local=local):
        return Principal(local)
    return Principal(local, Via.SESSION, session.scope, session, session.token_id)


async def reader(request: Request) -> Asked:
    """A request that may read."""
    asked = Asked(request, service_of(request), await principal_of(request))
    if not asked.principal.may_read:
        raise Problem("unauthorized", _NEEDS_TOKEN.format(scope="read"), headers=CHALLENGE)
    return asked


async def writer(request: Request) -> Asked:
    """A request that may write."""
    asked = Asked(request, service_of(request), await principal_of(request))
    check_writing(asked, request.headers.get(CSRF_HEADER))
    return asked


async def anyone(request: Request) -> Asked:
    """A request of anybody, for what is shown to all."""
    return Asked(request, service_of(request), await principal_of(request))


def check_writing(asked: Asked, csrf: str | None) -> None:
    """Let writing through or raise the problem; `csrf` comes from the header, or from a form's field."""
    principal = asked.principal
    if principal.scope is None:
        raise Problem("unauthorized", _NEEDS_TOKEN.format(scope="write"), headers=CHALLENGE)
    if not principal.may_write:
        raise Problem("forbidden", "this token is for reading only")
    if principal.session is not None and not asked.service.sessions.is_csrf_of(principal.session, csrf):
        raise Problem("forbidden", f"the session's CSRF token is missing or wrong; send it as {CSRF_HEADER}")


Reader = Annotated[Asked, Depends(reader)]
Writer = Annotated[Asked, Depends(writer)]
Anyone = Annotated[Asked, Depends(anyone)]


async def _stands(service: Service, session: Session, *, local: bool) -> bool:
    """Whether a session still speaks for somebody: the local page's only locally, a token's while that is valid."""
    if session.token_id is None:
        return local
    return await service.work.run(service.library.standing_token, session.token_id) is not None


def _bearer(connection: HTTPConnection) -> str | None:
    header = connection.headers.get("authorization")
    if header is None:
        return None
    kind, _, secret = header.partition(" ")
    if kind.lower() != "bearer" or not secret.strip():
        raise Problem("unauthorized", "the header must be: Authorization: Bearer TOKEN", headers=CHALLENGE)
    return secret.strip()
