"""arXiv's metadata snapshot: one JSON object a line, a line a paper, all of arXiv in one file."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

import msgspec

from paper_reader.identifiers import identifiers_of, parse_arxiv_id
from paper_reader.importing.entries import BadEntry
from paper_reader.importing.fields import day_of, decoded, first_json_object
from paper_reader.types import Identifier, Scheme, SourceRecord

SOURCE = "arxiv-snapshot"
_VENUE = "arXiv"
_SPACES = re.compile(r"\s+")
_BY_NAME = re.compile(r",\s*and\s+|,\s*|\s+and\s+")
_AFFILIATION = re.compile(r"\s*\([^()]*\)")


class Version(msgspec.Struct):
    """One version of a paper; `created` is an RFC 2822 date."""

    version: str = ""
    created: str = ""


class Line(msgspec.Struct, rename={"journal_ref": "journal-ref", "report_no": "report-no"}):
    """A line as arXiv writes it."""

    id: str
    title: str
    abstract: str | None = None
    submitter: str | None = None
    authors: str | None = None
    authors_parsed: list[list[str]] | None = None
    comments: str | None = None
    journal_ref: str | None = None
    report_no: str | None = None
    doi: str | None = None
    license: str | None = None
    categories: str | None = None
    versions: list[Version] | None = None
    update_date: str | None = None


_decoder = msgspec.json.Decoder(Line)


def recognises(head: bytes) -> bool:
    """Whether the first object has what only the snapshot has."""
    found = first_json_object(head)
    return found is not None and "id" in found and ("authors_parsed" in found or "update_date" in found)


def parse(data: bytes, fetched_at: datetime) -> SourceRecord:
    """The record of one line. Raises BadEntry."""
    line = decoded(data, _decoder)
    parsed = parse_arxiv_id(line.id)
    if parsed is None:
        raise BadEntry(f"id: {line.id[:60]!r} is no arXiv id")
    title = _one_line(line.title)
    if not title:
        raise BadEntry("the title is empty")
    published = _first_version(line.versions)
    identifiers = [Identifier(Scheme.ARXIV, parsed[0])]
    for doi in (line.doi or "").split():  # a few papers have two
        identifiers += identifiers_of(doi)
    return SourceRecord(
        source=SOURCE,
        key=parsed[0],
        fetched_at=fetched_at,
        title=title,
        abstract=_one_line(line.abstract or "") or None,
        authors=_authors(line),
        year=published.year if published else None,
        published=published,
        updated=day_of(line.update_date, "update_date") if line.update_date else None,
        venue=_one_line(line.journal_ref or "") or _VENUE,
        categories=tuple((line.categories or "").split()),
        identifiers=tuple(dict.fromkeys(identifiers)),
        extra=_extra(line),
    )


def _one_line(text: str) -> str:
    """ArXiv breaks titles and abstracts at 80 columns."""
    return _SPACES.sub(" ", text).strip()


def _authors(line: Line) -> tuple[str, ...]:
    """Full names in order: from [family, given, suffix] lists where there are some, else from the written list."""
    if line.authors_parsed:
        names = [_written(parts) for parts in line.authors_parsed]
        return tuple([name for name in names if name])
    text = _AFFILIATION.sub("", _one_line(line.authors or ""))
    return tuple([name for name in _BY_NAME.split(text) if name])


def _written(parts: list[str]) -> str:
    family, given, suffix = (*parts[:3], "", "", "")[:3]
    return _one_line(f"{given} {family} {suffix}")


def _first_version(versions: list[Version] | None) -> date | None:
    if not versions or not versions[0].created:
        return None
    try:
        return parsedate_to_datetime(versions[0].created).astimezone(UTC).date()
    except (ValueError, TypeError, OverflowError) as error:
        raise BadEntry(f"versions: {versions[0].created[:40]!r} is no date") from error


def _extra(line: Line) -> dict[str, str]:
    said = {
        "comment": line.comments,
        "journal_ref": line.journal_ref,
        "report_no": line.report_no,
        "licence": line.license,
        "submitter": line.submitter,
        "version": line.versions[-1].version if line.versions else None,
    }
    return {name: _one_line(value) for name, value in said.items() if value}
