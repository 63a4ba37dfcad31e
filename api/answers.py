"""Answers as JSON or text, with a tag by which a client asks whether anything has changed (conditional GET)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Final

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from paper_reader.json_forms import Json

JSON: Final = "application/json"
# A client keeps the answer and asks each time whether it still holds; nobody between keeps it.
REVALIDATE: Final = "private, no-cache"


def answer(
    request: Request,
    form: Mapping[str, Json],
    *,
    status: int = 200,
    changing: tuple[str, ...] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Answer with JSON. `changing` names the keys that differ each time (a time of making, say) and say nothing new."""
    body = msgspec.json.encode(form)
    told = body if not changing else msgspec.json.encode({key: form[key] for key in form if key not in changing})
    return tagged(request, body, JSON, tag=tag_of(told), status=status, headers=headers)


def tagged(
    request: Request,
    body: bytes,
    media_type: str,
    *,
    tag: str | None = None,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Answer with `body`, or with 304 and nothing where the client has it already."""
    tag = tag or tag_of(body)
    told = {"ETag": tag, "Cache-Control": REVALIDATE, "Vary": "Authorization, Cookie"} | dict(headers or {})
    if request.method in {"GET", "HEAD"} and matches(request.headers.get("if-none-match"), tag):
        return Response(None, 304, told)
    return Response(body, status, told, media_type)


def tag_of(content: bytes) -> str:
    """The tag of a content. Weak, since the same content may travel compressed or plain."""
    return f'W/"{hashlib.blake2b(content, digest_size=16).hexdigest()}"'


def matches(header: str | None, tag: str) -> bool:
    """Whether `If-None-Match` names this tag; compared weakly, as RFC 9110 wants it for this header."""
    if header is None:
        return False
    opaque = tag.removeprefix("W/")
    named = [one.strip().removeprefix("W/") for one in header.split(",")]
    return "*" in named or opaque in named
