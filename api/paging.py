"""Cursors: where the next page begins, and of which question. Opaque to clients, checked when they return."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Sequence
from typing import Final, TypeVar

import msgspec

from api.problems import Problem

MOST_DEPTH: Final = 1000  # hits that a search may be paged through
CURSOR_PATTERN: Final = r"^[A-Za-z0-9_-]{1,200}$"
Item = TypeVar("Item")


class Cursor(msgspec.Struct, array_like=True, frozen=True):
    """The position of a page in the answer to one question."""

    offset: int
    question: str


def question_of(*parts: object) -> str:
    """A short name for a question, the same for the same parts."""
    text = msgspec.json.encode([str(part) for part in parts])
    return hashlib.blake2b(text, digest_size=9).hexdigest()


def write_cursor(offset: int, question: str) -> str:
    """Write a cursor."""
    return base64.urlsafe_b64encode(msgspec.json.encode(Cursor(offset, question))).decode().rstrip("=")


def read_cursor(text: str | None, question: str, *, most: int = MOST_DEPTH) -> int:
    """The position that a cursor says; 0 without one. Raises a problem (404) for one that was never given here."""
    if text is None:
        return 0
    try:
        cursor = msgspec.json.decode(base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_"), type=Cursor)
    except (msgspec.DecodeError, binascii.Error, ValueError, RecursionError):
        raise Problem("not-found", "this cursor was not given by this server") from None
    if cursor.question != question or not 0 < cursor.offset <= most:
        raise Problem("not-found", "this cursor belongs to another question; leave it out to begin anew")
    return cursor.offset


def page_of(items: Sequence[Item], offset: int, limit: int, question: str) -> tuple[Sequence[Item], str | None]:
    """The items of a page, of all that there are, and the cursor of the next one."""
    end = offset + limit
    return items[offset:end], write_cursor(end, question) if end < len(items) else None
