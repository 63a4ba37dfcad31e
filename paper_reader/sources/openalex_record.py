"""A work of OpenAlex as a record. Pure."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from paper_reader.identifiers import identifiers_of, parse_identifier
from paper_reader.sources.dates import likely_day_of, year_of
from paper_reader.sources.fields import archives_of
from paper_reader.types import CitationCount, Identifier, Scheme, SourceRecord

SOURCE: Final = "openalex"
# What a record is made of; a whole work is three times as long.
FIELDS: Final = (
    "id", "doi", "ids", "title", "publication_year", "publication_date", "type", "language", "cited_by_count",
    "referenced_works", "referenced_works_count", "authorships", "primary_location", "locations", "open_access",
    "is_retracted", "abstract_inverted_index", "primary_topic",
)  # fmt: skip


def record_of(work: Mapping[str, Any], *, fetched_at: datetime) -> SourceRecord | None:
    """Make the record; None for a work without id or title. `work["abstract"]` is what pyalex puts together again."""
    own = parse_identifier(str(work.get("id") or ""))
    title = " ".join(_signs(str(work.get("title") or "")).split())
    if own is None or own.scheme is not Scheme.OPENALEX or not title:
        return None
    identifiers = _identifiers(work, own)
    count = work.get("cited_by_count")
    return SourceRecord(
        source=SOURCE,
        key=own.value,
        fetched_at=fetched_at,
        title=title,
        abstract=_abstract(work),
        authors=tuple(name for one in work.get("authorships") or () if (name := _author(one))),
        year=year_of(work.get("publication_year")),
        published=likely_day_of(work.get("publication_date")),
        venue=_venue(work),
        categories=_categories(work, identifiers),
        identifiers=identifiers,
        url=_address(work),
        citation=CitationCount(count, SOURCE, fetched_at.date()) if isinstance(count, int) else None,
        references=tuple(_references(work, own)),
        extra=_extra(work),
    )


def _identifiers(work: Mapping[str, Any], own: Identifier) -> tuple[Identifier, ...]:
    ids = work.get("ids") or {}
    named = [work.get("doi"), ids.get("doi"), ids.get("pmid"), ids.get("pmcid")]
    places = [place.get("landing_page_url") for place in work.get("locations") or () if isinstance(place, dict)]
    # Of the places only arXiv's say for certain which paper lies there; publishers' pages have names of all kinds.
    on_arxiv = [one for one in identifiers_of(*places) if one.scheme is Scheme.ARXIV]
    return tuple(dict.fromkeys([own, *identifiers_of(*named), *on_arxiv]))


def _abstract(work: Mapping[str, Any]) -> str | None:
    if not work.get("abstract_inverted_index"):
        return None
    return " ".join(_signs(str(work["abstract"])).split()) or None


def _author(authorship: Mapping[str, Any]) -> str:
    named = (authorship.get("author") or {}).get("display_name") or authorship.get("raw_author_name") or ""
    return " ".join(str(named).split())


def _venue(work: Mapping[str, Any]) -> str | None:
    place = work.get("primary_location") or {}
    source = place.get("source") or {}
    return source.get("display_name") or place.get("raw_source_name") or None


def _categories(work: Mapping[str, Any], identifiers: tuple[Identifier, ...]) -> tuple[str, ...]:
    """The archive that the work's field is nearest to; none for what arXiv has, which names categories of its own."""
    if any(one.scheme is Scheme.ARXIV for one in identifiers):
        return ()
    field = ((work.get("primary_topic") or {}).get("field") or {}).get("display_name")
    return archives_of([field] if field else [])


def _address(work: Mapping[str, Any]) -> str | None:
    return (work.get("primary_location") or {}).get("landing_page_url") or work.get("doi") or work.get("id")


def _references(work: Mapping[str, Any], own: Identifier) -> Iterator[Identifier]:
    for address in work.get("referenced_works") or ():
        cited = parse_identifier(str(address))
        if cited is not None and cited != own:
            yield cited


def _extra(work: Mapping[str, Any]) -> dict[str, str]:
    access = work.get("open_access") or {}
    known = {
        "type": work.get("type"),
        "language": work.get("language"),
        "open_access_url": access.get("oa_url"),
        "open_access": access.get("oa_status"),
        "retracted": "true" if work.get("is_retracted") else None,
    }
    return {name: str(value) for name, value in known.items() if value}


def _signs(text: str) -> str:
    """Signs as signs: what publishers escaped, the service has at times escaped once more (&amp;lt;)."""
    return html.unescape(html.unescape(text))
