"""What an exported line says beside the paper itself: each source's own record, the reader's mark and notes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Any, TypeAlias

import msgspec
from msgspec import UNSET, UnsetType

from paper_reader.identifiers import parse_identifier
from paper_reader.importing.entries import BadEntry
from paper_reader.store.keepsakes import Keepsake
from paper_reader.store.through_lines import ThroughLine, through_of_line
from paper_reader.types import (
    NOTHING_READ,
    CitationCount,
    CorrectionKind,
    Identifier,
    ReadingStatus,
    RecordName,
    Scheme,
    SourceRecord,
)

_SOURCE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_ONLY_OURS = "starter"  # the catalogue comes with the program; no file speaks in its name
_MOST_CITATIONS = 10**12


class Count(msgspec.Struct):
    """A citation count, and when it came."""

    count: int
    source: str
    observed_on: date | None = None
    seen_at: datetime | None = None


class Record(msgspec.Struct):
    """A record's name, and the fields that it has otherwise than its line."""

    source: str
    key: str
    fetched_at: datetime | None = None
    title: str | UnsetType = UNSET
    abstract: str | UnsetType | None = UNSET
    authors: list[str] | UnsetType = UNSET
    year: int | UnsetType | None = UNSET
    published: date | UnsetType | None = UNSET
    updated: date | UnsetType | None = UNSET
    venue: str | UnsetType | None = UNSET
    categories: list[str] | UnsetType = UNSET
    identifiers: list[str] | UnsetType = UNSET
    url: str | UnsetType | None = UNSET
    citation: Count | UnsetType | None = UNSET
    references: list[str] | UnsetType = UNSET
    extra: dict[str, str] | UnsetType = UNSET
    counts: list[Count] | None = None


class Note(msgspec.Struct):
    """A note of the reader."""

    text: str
    created_at: datetime | None = None


class Said(msgspec.Struct):
    """What the reader said of two records."""

    one: tuple[str, str]
    other: tuple[str, str]
    kind: CorrectionKind


Corrections: TypeAlias = Mapping[tuple[RecordName, RecordName], CorrectionKind]


@dataclass(frozen=True, slots=True)
class Brought:
    """All that one line brings."""

    records: Sequence[SourceRecord]
    keepsake: Keepsake | None = None
    corrections: Corrections = field(default_factory=dict)


def records_of(base: SourceRecord, records: Sequence[Record]) -> list[SourceRecord]:
    """The records that a line names, each with what the line says where it says nothing itself. Raises BadEntry."""
    return [_record(base, one) for one in records] or [base]


def keepsake_of(
    records: Sequence[SourceRecord],
    said: Sequence[Record],
    mark: str | None,
    marked_at: datetime | None,
    notes: Sequence[Note],
    through: ThroughLine | None = None,
) -> Keepsake | None:
    """What the reader did with the paper, and the older counts of its records; None where there is neither."""
    counts = {
        (one.source, one.key): tuple((_count(count), _aware(count.seen_at, records[0])) for count in one.counts)
        for one in said
        if one.counts
    }
    if mark is None and not notes and not counts and through is None:
        return None
    try:
        status = ReadingStatus(mark) if mark is not None else None
    except ValueError as error:
        raise BadEntry(f"mark: there is no mark {mark!r}") from error
    return Keepsake(
        records=tuple((one.source, one.key) for one in records),
        mark=status,
        marked_at=_aware(marked_at, records[0]) if status else None,
        notes=tuple((one.text, _aware(one.created_at, records[0])) for one in notes if one.text.strip()),
        through=through_of_line(through, records[0].fetched_at) if through else NOTHING_READ,
        counts=counts,
    )


def _record(base: SourceRecord, said: Record) -> SourceRecord:
    if not _SOURCE.fullmatch(said.source) or said.source == _ONLY_OURS or not said.key:
        raise BadEntry(f"records: {said.source[:40]!r} cannot be the source of a record in a file")
    changed: dict[str, Any] = {
        name: value
        for name in ("title", "abstract", "year", "published", "updated", "venue", "url")
        if (value := getattr(said, name)) is not UNSET
    }
    changed |= {name: tuple(value) for name in ("authors", "categories") if (value := getattr(said, name)) is not UNSET}
    if said.identifiers is not UNSET:
        changed["identifiers"] = tuple(dict.fromkeys(map(_identifier, said.identifiers)))
    if said.references is not UNSET:
        changed["references"] = tuple(dict.fromkeys(map(reference_of, filter(None, said.references))))
    if said.citation is not UNSET:
        changed["citation"] = _count(said.citation) if said.citation else None
    if said.extra is not UNSET:
        changed["extra"] = MappingProxyType(dict(said.extra))
    if not changed.get("title", base.title).strip():
        raise BadEntry("records: a title is empty")
    fetched_at = _aware(said.fetched_at, base)
    return replace(base, source=said.source, key=said.key, fetched_at=fetched_at, **changed)


def reference_of(text: str) -> Identifier:
    """What a line cites: an identifier in any form, or an imported id."""
    return parse_identifier(text) or Identifier(Scheme.EXTERNAL, text)


def _identifier(text: str) -> Identifier:
    """An identifier as this program wrote it: "doi:…", "external:…"; as it stands, whatever the value looks like."""
    scheme, _, value = text.partition(":")
    try:
        named = Identifier(Scheme(scheme), value)
    except ValueError as error:
        raise BadEntry(f"identifiers: {text[:60]!r} is none") from error
    if named.scheme is Scheme.EXTERNAL:
        return named
    parsed = parse_identifier(text)
    if parsed is None or not value:
        raise BadEntry(f"identifiers: {text[:60]!r} is none")
    return named if parsed.scheme is not named.scheme else parsed  # arXiv's own DOI stays a DOI


def _count(said: Count) -> CitationCount:
    if not 0 <= said.count <= _MOST_CITATIONS:
        raise BadEntry(f"citation: {said.count} is no count")
    return CitationCount(said.count, said.source, said.observed_on)


def _aware(moment: datetime | None, base: SourceRecord) -> datetime:
    """A moment in UTC; that of the import where the file names none."""
    if moment is None:
        return base.fetched_at
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
