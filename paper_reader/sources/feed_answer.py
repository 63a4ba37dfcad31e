"""arXiv's daily feed, RSS or Atom: what was announced today. Pure.

An empty feed is a valid answer: arXiv announces nothing on Saturdays, Sundays and some holidays.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import Final

from paper_reader.errors import SourceRefusedQuery
from paper_reader.identifiers import parse_arxiv_id
from paper_reader.sources.answer import Answer, status_error, unrecognised
from paper_reader.sources.arxiv_record import arxiv_record
from paper_reader.sources.markup import Element, MarkupError, read_document, text_of
from paper_reader.types import SourceRecord

SOURCE: Final = "arxiv-feed"
_ATOM: Final = "{http://www.w3.org/2005/Atom}"
_ARXIV: Final = "{http://arxiv.org/schemas/atom}"
_DC: Final = "{http://purl.org/dc/elements/1.1/}"
_LEAD: Final = re.compile(r"^arXiv:\S+\s+Announce Type:\s*\S+\s*(?:Abstract:\s*)?", re.IGNORECASE)
_SUFFIXES: Final = re.compile(r"^(?:jr\.?|sr\.?|i{1,3}|iv|ph\.?\s?d\.?|m\.?d\.?)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """The records of a feed, how many entries it had, and the day it was made for where it says so."""

    records: tuple[SourceRecord, ...]
    entries: int
    announced_on: date | None


def read_feed(answer: Answer, *, now: datetime) -> Feed:
    """Read a feed; raises the `SourceError` that the answer stands for."""
    if answer.status in (400, 404):
        raise SourceRefusedQuery(
            f"arXiv has no feed at {answer.url} (HTTP {answer.status}). Check the categories",
            source=SOURCE, url=answer.url, status=answer.status,
        )  # fmt: skip
    if error := status_error(answer, source=SOURCE, now=now):
        raise error
    try:
        root = read_document(answer.content)
    except MarkupError as problem:
        what = "a web page" if answer.is_html else f"broken XML ({problem})"
        raise unrecognised(answer, source=SOURCE, what=what if answer.content.strip() else "an empty body") from problem
    if root.tag == "rss" and (channel := root.find("channel")) is not None:
        entries, made = [*channel.iterfind("item")], text_of(channel, "pubDate")
    elif root.tag == f"{_ATOM}feed":
        entries, made = [*root.iterfind(f"{_ATOM}entry")], text_of(root, f"{_ATOM}updated")
    else:
        raise unrecognised(answer, source=SOURCE, what="a web page" if answer.is_html else "XML that is no feed")
    records = tuple(record for entry in entries if (record := _record(entry, now)))
    return Feed(records=records, entries=len(entries), announced_on=_day(made))


def split_authors(text: str | None) -> list[str]:
    """Take apart the feed's one line of authors; "Jr." and its like belong to the name before them."""
    names: list[str] = []
    for part in re.split(r",\s+|\s+and\s+", re.sub(r"\([^()]*\)", " ", text or "")):
        if names and _SUFFIXES.match(part.strip()):
            names[-1] = f"{names[-1]} {part.strip()}"
        elif part.strip():
            names.append(part.strip())
    return names


def _record(entry: Element, now: datetime) -> SourceRecord | None:
    def said(rss: str, atom: str) -> str | None:
        return text_of(entry, rss) or text_of(entry, f"{_ATOM}{atom}")

    title = said("title", "title")
    parsed = parse_arxiv_id(said("guid", "id") or "") or parse_arxiv_id(said("link", "id") or "")
    if parsed is None or title is None:
        return None
    arxiv_id, version = parsed
    kind = text_of(entry, f"{_ARXIV}announce_type") or ""
    announced = _day(said("pubDate", "published"))
    return arxiv_record(
        source=SOURCE,
        arxiv_id=arxiv_id,
        fetched_at=now.astimezone(UTC),
        title=title,
        abstract=_LEAD.sub("", said("description", "summary") or ""),
        authors=_authors(entry),
        published=announced if kind == "new" else None,  # of older papers the feed knows only today's date
        updated=announced if kind in ("new", "replace") else None,
        categories=_categories(entry),
        doi=text_of(entry, f"{_ARXIV}DOI"),
        journal_ref=text_of(entry, f"{_ARXIV}journal_reference"),
        extra={
            "announce_type": kind,
            "announced": announced.isoformat() if announced else None,
            "version": str(version) if version else None,
            "licence": text_of(entry, f"{_DC}rights"),
        },
    )


def _authors(entry: Element) -> list[str]:
    creators = [" ".join("".join(creator.itertext()).split()) for creator in entry.iterfind(f"{_DC}creator")]
    return split_authors(creators[0]) if len(creators) == 1 else creators


def _categories(entry: Element) -> list[str]:
    found = [(category.text or "").strip() for category in entry.iterfind("category")]
    found += [category.attrib.get("term", "") for category in entry.iterfind(f"{_ATOM}category")]
    return [category for category in found if category]


def _day(text: str | None) -> date | None:
    if not text:
        return None
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            return read(text).date()  # in the feed's own time zone: the day that arXiv means
        except ValueError:
            continue
    return None
