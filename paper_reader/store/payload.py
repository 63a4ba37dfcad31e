"""A harvested record as JSON and back, and the hash that tells whether its content changed."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from types import MappingProxyType

import msgspec

from paper_reader.identifiers import identifier_keys, parse_key
from paper_reader.types import CitationCount, Curation, SourceRecord
from paper_reader.types.record import NOTHING


class _Citation(msgspec.Struct, omit_defaults=True):
    count: int
    source: str
    observed_on: date | None = None


class _Payload(msgspec.Struct, omit_defaults=True):
    """All of a SourceRecord but its name and the time of fetching, which are columns."""

    title: str
    abstract: str | None = None
    authors: tuple[str, ...] = ()
    year: int | None = None
    published: date | None = None
    updated: date | None = None
    venue: str | None = None
    categories: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    url: str | None = None
    citation: _Citation | None = None
    references: tuple[str, ...] = ()
    curation: Curation | None = None
    extra: dict[str, str] | None = None


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(_Payload)


def encode_record(record: SourceRecord, identifiers: tuple[str, ...]) -> bytes:
    """The record's content as JSON, its `identifier_keys` given. The same content gives the same bytes."""
    citation = record.citation
    return _encoder.encode(
        _Payload(
            record.title,
            record.abstract,
            record.authors,
            record.year,
            record.published,
            record.updated,
            record.venue,
            record.categories,
            identifiers,
            record.url,
            _Citation(citation.count, citation.source, citation.observed_on) if citation else None,
            identifier_keys(record.references),
            record.curation,
            dict(sorted(record.extra.items())) if record.extra else None,
        )
    )


def payload_hash(payload: bytes) -> bytes:
    """16 bytes that change when the record's content does."""
    return hashlib.blake2b(payload, digest_size=16).digest()


def decode_record(payload: str | bytes, *, source: str, key: str, fetched_at: datetime) -> SourceRecord:
    """Back from `encode_record`."""
    read = _decoder.decode(payload)
    citation = read.citation
    return SourceRecord(
        source=source,
        key=key,
        fetched_at=fetched_at,
        title=read.title,
        abstract=read.abstract,
        authors=read.authors,
        year=read.year,
        published=read.published,
        updated=read.updated,
        venue=read.venue,
        categories=read.categories,
        identifiers=tuple([parse_key(text) for text in read.identifiers]),
        url=read.url,
        citation=CitationCount(citation.count, citation.source, citation.observed_on) if citation else None,
        references=tuple([parse_key(text) for text in read.references]),
        curation=read.curation,
        extra=MappingProxyType(read.extra) if read.extra else NOTHING,
    )
