"""Every error as a problem document (RFC 9457): what happened, in words, with the request's id to find it in the log.

`KINDS` is the whole list; `type` is the place in this server's own documentation that explains it.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import msgspec
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import compile_path

from api.work import Overloaded
from index.errors import RetrievalError
from paper_reader.errors import (
    DocumentError,
    DocumentUnavailable,
    IndexUnavailable,
    LibraryBusy,
    ModelUnavailable,
    NotFound,
    PaperReaderError,
    RefreshRunning,
    SourceError,
    StoreError,
    UsageError,
)

MEDIA_TYPE: Final = "application/problem+json"
OVERLOADED_RETRY_SECONDS: Final = 1
BUSY_RETRY_SECONDS: Final = 5

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: its status, and what it means."""

    status: int
    title: str
    meaning: str


KINDS: Final[Mapping[str, Kind]] = {
    "malformed": Kind(400, "The request cannot be read", "It is no HTTP request of a form that this server knows."),
    "unauthorized": Kind(401, "A token is needed", "Send `Authorization: Bearer …` with a token that is valid."),
    "forbidden": Kind(403, "This is not allowed", "The token is for reading, or the CSRF token or origin is wrong."),
    "not-found": Kind(404, "There is no such thing", "No paper, topic, list, search or page goes by this name."),
    "method-not-allowed": Kind(405, "Not with this method", "The header `Allow` says which methods there are."),
    "conflict": Kind(409, "This cannot be done now", "It contradicts what is there."),
    "too-large": Kind(413, "The request is too large", "Bodies are read up to a bound."),
    "wrong-host": Kind(421, "This server does not go by that name", "Add the name to the setting `allowed_hosts`."),
    "invalid": Kind(422, "The request cannot be understood", "`errors` says which part, and what is wrong with it."),
    "too-many-requests": Kind(429, "Too many requests", "Wait as many seconds as `Retry-After` says."),
    "internal": Kind(500, "The server has a defect", "The log has more under the request's id."),
    "source-failed": Kind(502, "A source gave no usable answer", "It is down, or refuses us. Try again later."),
    "no-full-text": Kind(404, "There is no full text", "arXiv has none of this paper, or it is not on arXiv."),
    "full-text-unreadable": Kind(502, "The full text cannot be read", "It is damaged, locked, or more than is read."),
    "unavailable": Kind(503, "This cannot be answered now", "`/readyz` says what is missing."),
    "overloaded": Kind(503, "The server is busy", "Wait as many seconds as `Retry-After` says."),
    "being-fetched": Kind(503, "The full text is on its way", "Ask again after as many seconds as `Retry-After` says."),
}
_BY_STATUS: Final = {kind.status: name for name, kind in reversed(list(KINDS.items()))}


class Problem(Exception):
    """Raise it anywhere in a request to answer with this problem."""

    def __init__(
        self,
        kind: str,
        detail: str,
        *,
        headers: Mapping[str, str] | None = None,
        errors: Sequence[Mapping[str, str]] = (),
    ) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail
        self.headers = dict(headers or {})
        self.errors = errors


def problem_response(problem: Problem, *, path: str, request_id: str | None) -> Response:
    """Write a problem as an answer."""
    kind = KINDS[problem.kind]
    document: dict[str, object] = {
        "type": f"/docs#problem-{problem.kind}",
        "title": kind.title,
        "status": kind.status,
        "detail": problem.detail,
        "instance": path,
        "request_id": request_id,
    }
    if problem.errors:
        document["errors"] = list(problem.errors)
    headers = problem.headers | {"Cache-Control": "no-store"}
    return Response(msgspec.json.encode(document), kind.status, headers, MEDIA_TYPE)


def as_problem(error: Exception) -> Problem:
    """The problem that an exception is; a defect's own words are for the log alone."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, Overloaded):
        wait = {"Retry-After": str(OVERLOADED_RETRY_SECONDS)}
        return Problem("overloaded", "more requests wait than can be answered soon; try again", headers=wait)
    if isinstance(error, RequestValidationError):
        return Problem("invalid", "the request cannot be understood; see errors", errors=_parts(error))
    if isinstance(error, HTTPException):
        if isinstance(error.__cause__, Problem):  # a guard's, raised while the body was read
            return error.__cause__
        name = _BY_STATUS.get(error.status_code, "internal")
        return Problem(name, _said(error), headers=error.headers)
    if isinstance(error, PaperReaderError | RetrievalError):
        return _of_library(error)
    return Problem("internal", "an error that nobody foresaw; the log has more under the request's id")


def install(app: FastAPI) -> None:
    """Answer every expected exception as a problem; `guards.catching` takes those that nobody expected."""

    async def answer(request: Request, error: Exception) -> Response:
        problem = as_problem(error)
        if problem.kind == "method-not-allowed":
            problem.headers["Allow"] = ", ".join(methods_at(app, request.url.path)) or problem.headers.get(
                "Allow", "GET"
            )
        if KINDS[problem.kind].status >= 500:
            logger.warning("%s: %s", type(error).__name__, error)
        return problem_response(
            problem, path=request.url.path, request_id=request.scope.get("state", {}).get("request_id")
        )

    for kind in (Problem, Overloaded, RequestValidationError, HTTPException, PaperReaderError, RetrievalError):
        app.add_exception_handler(kind, answer)


def methods_at(app: FastAPI, path: str) -> list[str]:
    """What an address of the OpenAPI document takes; Starlette tells it of the first route alone."""
    paths = app.openapi()["paths"]
    fitting = [known for known in paths if compile_path(known)[0].fullmatch(path)]
    # "{slug}.{ending}" fits better than "{slug}": it leaves less open.
    best = max(fitting, key=lambda known: len(re.sub(r"\{.*?\}", "", known)), default=None)
    return sorted(method.upper() for method in paths[best]) if best else []


def _of_library(error: PaperReaderError | RetrievalError) -> Problem:
    if isinstance(error, NotFound):
        return Problem("not-found", str(error))
    if isinstance(error, UsageError):
        return Problem("invalid", str(error))
    if isinstance(error, LibraryBusy):
        return Problem("unavailable", str(error), headers={"Retry-After": str(BUSY_RETRY_SECONDS)})
    if isinstance(error, RefreshRunning):
        return Problem("conflict", str(error))
    if isinstance(error, DocumentUnavailable):
        return Problem("no-full-text", str(error))
    if isinstance(error, DocumentError):
        return Problem("full-text-unreadable", str(error))
    if isinstance(error, SourceError):
        return Problem("source-failed", str(error))
    if isinstance(error, StoreError | IndexUnavailable | ModelUnavailable | RetrievalError):
        return Problem("unavailable", "the library cannot answer this now: see /readyz, or the server's log")
    return Problem("internal", "an error that nobody foresaw; the log has more under the request's id")


def _parts(error: RequestValidationError) -> list[dict[str, str]]:
    """What is wrong where, without what was sent: it may be long, and of any letters."""
    found = []
    for one in error.errors()[:20]:
        where = ".".join(str(step) for step in one["loc"])
        found.append({"where": _harmless(where)[:200], "message": _harmless(str(one["msg"]))[:500]})
    return found


def _said(error: HTTPException) -> str:
    return {
        404: "there is nothing at this address; /docs lists what there is",
        405: "this address does not take this method",
        400: "the request cannot be read",
    }.get(error.status_code, str(error.detail))


def _harmless(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")
