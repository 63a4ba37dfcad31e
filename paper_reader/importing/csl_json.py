"""CSL-JSON: Zotero's and Better BibTeX's export, Crossref's and doi.org's answers; one list of objects, or one object.

A list of objects in this project's own form is read too.
"""

from __future__ import annotations

import html
import re
from datetime import datetime

import msgspec

from paper_reader.importing import json_lines
from paper_reader.importing.entries import BadEntry
from paper_reader.importing.fields import decoded
from paper_reader.importing.people import of_parts
from paper_reader.importing.reference import Reference, record_of
from paper_reader.types import SourceRecord

SOURCE = "import-csl"
_MARKS = re.compile(rb'"(?:issued|container-title|author|title|id|type)"\s*:')
_OBJECTS_IN_IT = re.compile(rb'"(?:issued|author)"\s*:\s*[\[{]')
_TAG = re.compile(r"</?[A-Za-z][\w:]*(?:\s[^<>]*)?/?>")
_Text = str | int | float | None
_Texts = str | list[str] | int | None


class Name(msgspec.Struct, rename="kebab"):
    """A person or an organisation (`literal`)."""

    family: str | None = None
    given: str | None = None
    literal: str | None = None
    name: str | None = None  # Crossref's organisations
    suffix: str | None = None
    dropping_particle: str | None = None
    non_dropping_particle: str | None = None


class Moment(msgspec.Struct, rename="kebab"):
    """A date; its parts may be texts."""

    date_parts: list[list[int | str | None]] | None = None
    raw: str | None = None
    literal: str | None = None


class Item(msgspec.Struct):
    """One item as CSL has it. Other keys are ignored."""

    id: str | int | None = None
    type: str | None = None
    title: _Texts = None
    author: list[Name] | None = None
    authors: list[str] | None = None  # not CSL: this project's own form
    issued: Moment | None = None
    published: msgspec.Raw | None = None
    container_title: _Texts = msgspec.field(default=None, name="container-title")
    event_title: _Texts = msgspec.field(default=None, name="event-title")
    publisher: str | None = None
    number: _Text = None
    volume: _Text = None
    issue: _Text = None
    page: _Text = None
    archive: str | None = None
    archive_id: str | None = msgspec.field(default=None, name="archive_location")
    abstract: str | None = None
    note: str | None = None
    keyword: str | None = None
    categories: list[str] | None = None
    citation_key: str | None = msgspec.field(default=None, name="citation-key")
    doi: str | None = msgspec.field(default=None, name="DOI")
    url: str | None = msgspec.field(default=None, name="URL")
    pmid: _Text = msgspec.field(default=None, name="PMID")
    message: Answer | None = None  # Crossref wraps what it knows


class Answer(Item):
    """What Crossref answers: one work, or many as `items`."""

    items: msgspec.Raw | None = None


_decoder = msgspec.json.Decoder(Item)


def recognises(head: bytes) -> bool:
    """Whether a file begins with a list of objects, or with one object that only CSL has."""
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith(b"["):
        return text[1:].lstrip().startswith(b"{") and _MARKS.search(text) is not None
    return text.startswith(b"{") and b'"title"' in text and _OBJECTS_IN_IT.search(text) is not None


def parse(data: bytes, fetched_at: datetime) -> SourceRecord:
    """The record of one object. Raises BadEntry."""
    item = decoded(data, _decoder)
    if item.message is not None:
        if item.message.items is not None:
            raise BadEntry("it is Crossref's answer about many works. Save the list that `items` names as a file")
        item = item.message
    if item.authors is not None or (item.type is None and item.author is None and item.issued is None):
        return json_lines.parse(data, fetched_at)
    return record_of(_reference(item), SOURCE, fetched_at)


def _reference(item: Item) -> Reference:
    said = _date_text(item.issued)
    archive = (item.archive or item.publisher or "").strip().lower()
    number = _text(item.number)
    return Reference(
        title=_unmarked(_first(item.title)),
        key=_text(item.id) or item.citation_key or "",
        citation_key=item.citation_key or "",
        authors=tuple(map(_person, item.author or [])),
        year=said,
        published=said,
        venue=_unmarked(_first(item.container_title) or _first(item.event_title) or item.publisher or ""),
        doi=item.doi or "",
        arxiv=(item.archive_id or number) if archive == "arxiv" else "",
        url=item.url or "",
        abstract=_unmarked(item.abstract or ""),
        note=item.note or "",
        names=(f"PMID: {_text(item.pmid)}",) if item.pmid else (),
        places=(number,),
        categories=tuple(item.categories or ()),
        extra={
            "type": item.type or "",
            "volume": _text(item.volume),
            "number": _text(item.issue),
            "pages": _text(item.page),
            "publisher": item.publisher or "",
            "keywords": item.keyword or "",
        },
    )


def _text(value: _Text) -> str:
    return "" if value is None else str(value)


def _first(value: _Texts) -> str:
    """Crossref gives lists where CSL has one text."""
    if isinstance(value, list):
        return next(iter(value), "")
    return _text(value)


def _person(name: Name) -> str:
    whole = name.literal or name.name
    if whole:
        return whole
    particle = " ".join(part for part in (name.dropping_particle, name.non_dropping_particle) if part)
    return of_parts(name.family or "", name.given or "", particle=particle, suffix=name.suffix or "")


def _date_text(moment: Moment | None) -> str:
    if moment is None:
        return ""
    if moment.date_parts and moment.date_parts[0]:
        parts = [str(part).strip() for part in moment.date_parts[0] if part is not None]
        if not all(part.isdigit() for part in parts):
            raise BadEntry(f"issued: {'-'.join(parts)[:40]!r} is no date")
        return "-".join([parts[0].zfill(4), *(part.zfill(2) for part in parts[1:3])]) if parts else ""
    return moment.raw or moment.literal or ""


def _unmarked(text: str) -> str:
    """Without the markup that CSL (<i>, <sup>) and Crossref (<jats:p>) allow in texts."""
    if "<" in text:
        text = _TAG.sub(lambda tag: " " if ":p" in tag[0] or "title" in tag[0] else "", text)
    return html.unescape(text) if "&" in text else text
