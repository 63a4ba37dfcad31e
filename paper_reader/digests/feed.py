"""A digest as an Atom feed. Pure.

An entry's id is its paper's for ever, and its time is when the paper came: a feed reader shows each once, however
often it stands in the feed. Papers before changes, so that a feed cut short loses what can be told again.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time
from typing import Final

from lxml import etree  # type: ignore[import-untyped]  # it has no types

from paper_reader.digests.writing import address, climb, why
from paper_reader.exporting.atom import NAMESPACE, Entry, Feed, write_feed
from paper_reader.types import Climber, Digest, MustReadChange, NewsItem, Paper

TITLE: Final = "Paper Reader: what is new"
MOST_ENTRIES: Final = 300  # of a file that is written again and again


def digest_feed(digest: Digest, *, here: str | None = None, changes: bool = True) -> Feed:
    """What is new as a feed, the latest to come first; `here` is its own address."""
    items = sorted(digest.items, key=lambda item: (-item.arrived_at.timestamp(), -item.score, item.paper.id))
    entries = [*map(_news, items), *(_told(digest) if changes else ())]
    return Feed(id="new", title=TITLE, address=here, page=None, entries=entries)


def continued(digest: Digest, before: bytes | None) -> bytes:
    """The feed of a digest with the entries of the feed that stood there `before` behind its own, each once."""
    fresh = etree.fromstring(write_feed(digest_feed(digest)))
    known = {entry.findtext(f"{NAMESPACE}id") for entry in fresh.iterfind(f"{NAMESPACE}entry")}
    earlier = _read(before)
    if not known and earlier is not None:
        return before or b""
    for entry in () if earlier is None else earlier.findall(f"{NAMESPACE}entry"):
        if entry.findtext(f"{NAMESPACE}id") not in known and len(fresh.findall(f"{NAMESPACE}entry")) < MOST_ENTRIES:
            fresh.append(entry)
    written: bytes = etree.tostring(fresh, xml_declaration=True, encoding="UTF-8")
    return written


def is_feed(content: bytes) -> bool:
    """Whether this is a feed that may be continued."""
    return _read(content) is not None


def _read(content: bytes | None) -> etree._Element | None:
    """The feed that we wrote, None for anything else."""
    try:
        root = etree.fromstring(content or b"", etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return None
    return root if root.findtext(f"{NAMESPACE}generator") == "Paper Reader" else None


def _news(item: NewsItem) -> Entry:
    return _entry(f"paper/{item.paper.id}", item.paper, item.arrived_at, why(item))


def _told(digest: Digest) -> Iterator[Entry]:
    """Changes among the must-reads and climbers: each is told at one time, which is part of its id."""
    day = f"{digest.made_at.astimezone(UTC):%Y-%m-%dT%H%M%S}"
    for change in digest.changes:
        yield Entry(
            id=f"new/{day}/must-reads/{change.topic_slug}",
            title=f"Must-reads: {change.title}",
            link=None,
            updated=digest.made_at,
            authors=("Paper Reader",),
            summary=_changed(change),
        )
    for one in digest.climbers:
        yield _climbed(f"new/{day}/climbers/{one.paper.id}", one, digest.made_at)


def _changed(change: MustReadChange) -> str:
    came = [f"came in: {paper.title}" for paper in change.came_in]
    return "\n".join([*came, *(f"dropped out: {paper.title}" for paper in change.dropped)])


def _climbed(name: str, one: Climber, told_at: datetime) -> Entry:
    return _entry(name, one.paper, told_at, climb(one))


def _entry(name: str, paper: Paper, updated: datetime, said: str) -> Entry:
    return Entry(
        id=name,
        title=paper.title,
        link=address(paper),
        updated=updated,
        published=datetime.combine(paper.published, time.min, UTC) if paper.published else None,
        authors=paper.authors or ("unknown",),
        summary="\n\n".join(part for part in (said, paper.abstract) if part),
        categories=paper.categories,
    )
