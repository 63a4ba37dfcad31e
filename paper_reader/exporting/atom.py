"""Writes Atom (RFC 4287). Pure.

Ids are tag URIs (RFC 4151) that never change: of a feed its address here, of an entry the paper's number. What comes
from outside is text and never markup, and letters that XML cannot hold are left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from urllib.parse import quote

from lxml import etree  # type: ignore[import-untyped]  # it has no types

MEDIA_TYPE: Final = "application/atom+xml"
AUTHORITY: Final = "tag:paper-reader.localhost,2026:"  # a name that nobody can own, in the year it was chosen
NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)  # when a feed without an entry was last changed
_SPACE: Final = "http://www.w3.org/2005/Atom"
NAMESPACE: Final = f"{{{_SPACE}}}"  # before an element's name
_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry of a feed; times are aware."""

    id: str  # behind `AUTHORITY`
    title: str
    link: str | None
    updated: datetime
    published: datetime | None = None
    authors: Sequence[str] = ()
    summary: str | None = None
    categories: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed. It was changed when its latest entry was, or when `updated` says where that is later.

    `address` is its own and `page` what it belongs to; a file has neither.
    """

    id: str  # behind `AUTHORITY`
    title: str
    address: str | None
    page: str | None
    entries: Sequence[Entry]
    updated: datetime = NEVER


def write_feed(feed: Feed) -> bytes:
    """Write a feed as UTF-8; the same feed gives the same bytes."""
    root = etree.Element(f"{NAMESPACE}feed", nsmap={None: _SPACE})
    _text(root, "id", AUTHORITY + feed.id)
    _text(root, "title", feed.title)
    _text(root, "updated", _time(max([feed.updated, *(entry.updated for entry in feed.entries)])))
    if feed.address is not None:
        _link(root, feed.address, "self", MEDIA_TYPE)
    if feed.page is not None:
        _link(root, feed.page, "alternate", "application/json")
    _text(_part(root, "author"), "name", "Paper Reader")
    _text(root, "generator", "Paper Reader")
    for entry in feed.entries:
        _write_entry(root, entry)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return written


def _write_entry(root: etree._Element, entry: Entry) -> None:
    part = _part(root, "entry")
    _text(part, "id", AUTHORITY + entry.id)
    _text(part, "title", entry.title)
    _text(part, "updated", _time(entry.updated))
    if entry.published is not None:
        _text(part, "published", _time(entry.published))
    if entry.link is not None:
        _link(part, entry.link, "alternate", None)
    for author in entry.authors:
        _text(_part(part, "author"), "name", author)
    for category in entry.categories:
        _part(part, "category").set("term", _clean(category))
    if entry.summary:
        _text(part, "summary", entry.summary)


def _part(parent: etree._Element, name: str) -> etree._Element:
    return etree.SubElement(parent, f"{NAMESPACE}{name}")


def _text(parent: etree._Element, name: str, text: str) -> None:
    _part(parent, name).text = _clean(text) or "(none)"


def _link(parent: etree._Element, address: str, relation: str, media_type: str | None) -> None:
    link = _part(parent, "link")
    link.set("rel", relation)
    link.set("href", quote(_clean(address), safe="%/:=&?~#+!$,;'@()*[]"))
    if media_type is not None:
        link.set("type", media_type)


def _clean(text: str) -> str:
    return _NOT_XML.sub("", text).strip()


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
