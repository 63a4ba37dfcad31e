"""Which addresses a form may send somebody to: those of this server alone. Pure."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote, urlsplit

_MOST_LETTERS: Final = 2000


def own_path(wanted: str | None, otherwise: str = "/") -> str:
    """The address where it is one of this server's own pages, else `otherwise`."""
    if not wanted or len(wanted) > _MOST_LETTERS or not wanted.startswith("/") or wanted.startswith("//"):
        return otherwise
    if "\\" in wanted or any(ord(letter) < 33 or ord(letter) == 127 for letter in wanted):
        return otherwise
    parts = urlsplit(wanted)
    return otherwise if parts.scheme or parts.netloc else quote(wanted, safe="/?&=#%+:;,@!~*'()-._")


def paper_path(paper_id: int) -> str:
    """A paper's page."""
    return f"/papers/{paper_id}"


def topic_path(slug: str) -> str:
    """A topic's page."""
    return f"/topics/{slug}"


def list_path(slug: str) -> str:
    """A kept list's page."""
    return f"/lists/{slug}"


def read_path(paper_id: int) -> str:
    """Where a paper is read."""
    return f"/read/{paper_id}"
