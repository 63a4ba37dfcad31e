"""A paper as a row of its table and back.

What is filtered or counted in SQL has a column; lists, curation and provenance are one JSON text, since they are only
ever read together with the paper.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from operator import attrgetter
from types import MappingProxyType
from typing import Any

import msgspec

from paper_reader.store.moments import optional_date
from paper_reader.types import CitationCount, Curation, Paper
from paper_reader.types.record import NOTHING

COLUMNS = (
    "id",
    "change_number",
    "fused_into",
    "year",
    "primary_category",
    "citation_count",
    "content_hash",
    "title",
    "published",
    "venue",
    "arxiv_id",
    "doi",
    "url",
    "body",
    "abstract",
)
PaperRow = Sequence[Any]


class _Body(msgspec.Struct, omit_defaults=True):
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    external_ids: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    citation_counts: tuple[CitationCount, ...] = ()
    curation: Curation | None = None
    # One name where all fields come from one record, which is the rule; else record → the fields it gave.
    origin: str | dict[str, tuple[str, ...]] = ""
    fields: tuple[str, ...] = ()


class _CurationAlone(msgspec.Struct):
    curation: Curation | None = None


_content = attrgetter(*[field.name for field in fields(Paper) if field.name != "change_number"])
_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(_Body)
_curation_decoder = msgspec.json.Decoder(_CurationAlone)


def to_row(paper: Paper) -> tuple[Any, ...]:
    """The paper's values in the order of COLUMNS; `fused_into` is empty."""
    body = _Body(
        paper.authors,
        paper.categories,
        paper.external_ids,
        paper.sources,
        paper.citation_counts,
        paper.curation,
        *_packed(paper.provenance),
    )
    return (
        paper.id,
        paper.change_number,
        None,
        paper.year,
        paper.categories[0] if paper.categories else None,
        paper.citation_count,
        paper.content_hash,
        paper.title,
        paper.published.isoformat() if paper.published else None,
        paper.venue,
        paper.arxiv_id,
        paper.doi,
        paper.url,
        _encoder.encode(body).decode(),
        paper.abstract,
    )


def from_row(row: PaperRow) -> Paper:
    """Back from `to_row`."""
    body = _decoder.decode(row[13])
    return Paper(
        id=row[0],
        title=row[7],
        abstract=row[14],
        authors=body.authors,
        year=row[3],
        published=optional_date(row[8]),
        venue=row[9],
        categories=body.categories,
        arxiv_id=row[10],
        doi=row[11],
        url=row[12],
        external_ids=body.external_ids,
        sources=body.sources,
        citation_counts=body.citation_counts,
        curation=body.curation,
        provenance=_unpacked(body.origin, body.fields),
        content_hash=row[6],
        change_number=row[1],
    )


def curation_of(body: str) -> Curation | None:
    """The curation in a row's `body`, for who needs nothing else of it."""
    return _curation_decoder.decode(body).curation


def same_content(one: Paper, other: Paper) -> bool:
    """Whether two papers differ in nothing but their change numbers."""
    return bool(_content(one) == _content(other))


def _packed(provenance: Mapping[str, str]) -> tuple[str | dict[str, tuple[str, ...]], tuple[str, ...]]:
    names = list(provenance.values())
    if names and names.count(names[0]) == len(names):
        return names[0], tuple(provenance)
    grouped: dict[str, list[str]] = {}
    for name, record in provenance.items():
        grouped.setdefault(record, []).append(name)
    return {record: tuple(fields) for record, fields in grouped.items()}, ()


def _unpacked(origin: str | dict[str, tuple[str, ...]], fields: tuple[str, ...]) -> Mapping[str, str]:
    if isinstance(origin, str):
        return MappingProxyType(dict.fromkeys(fields, origin)) if fields else NOTHING
    return MappingProxyType({field: record for record, given in origin.items() for field in given})
