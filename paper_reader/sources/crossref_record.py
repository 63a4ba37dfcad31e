"""A work of Crossref as a record. Pure."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from paper_reader.identifiers import identifiers_of, normalise_doi, parse_identifier
from paper_reader.sources.dates import day_of_parts, parts_of, year_of
from paper_reader.types import CitationCount, Identifier, Scheme, SourceRecord

SOURCE: Final = "crossref"
# What a record is made of, as the service's `select` takes it.
FIELDS: Final = (
    "DOI", "URL", "title", "subtitle", "author", "abstract", "container-title", "issued", "published",
    "is-referenced-by-count", "reference", "references-count", "relation", "type", "update-to", "updated-by",
    "group-title", "publisher",
)  # fmt: skip
_BLOCK: Final = re.compile(r"</?(?:jats:)?(?:p|title|sec|list|list-item|br|break)\b[^<>]{0,200}>", re.IGNORECASE)
_TAG: Final = re.compile(r"</?[A-Za-z][^<>]{0,200}>")
_HEADING: Final = re.compile(r"<jats:title>\s*(?:abstract|summary)\s*</jats:title>", re.IGNORECASE)
_ARXIV_IN_TEXT: Final = re.compile(
    r"\barxiv(?:\.org/(?:abs|pdf)/|\s*:\s*|\s+preprint\s+arxiv\s*:\s*)([a-z.-]+/\d{7}|\d{4}\.\d{4,5})\b", re.IGNORECASE
)
_SAME_PAPER: Final = ("has-preprint", "is-preprint-of")


def record_of(work: Mapping[str, Any], *, fetched_at: datetime) -> SourceRecord | None:
    """Make the record; None for a work without DOI or title (a journal's own entry, say)."""
    doi = normalise_doi(str(work.get("DOI") or ""))
    title = _title(work)
    if doi is None or not title:
        return None
    published = work.get("published") or work.get("issued")
    parts = parts_of(published)
    count = work.get("is-referenced-by-count")
    own = Identifier(Scheme.DOI, doi)
    return SourceRecord(
        source=SOURCE,
        key=doi,
        fetched_at=fetched_at,
        title=title,
        abstract=_text(_HEADING.sub("", work["abstract"])) or None if work.get("abstract") else None,
        authors=tuple(name for one in work.get("author") or () if (name := _author(one))),
        year=year_of(parts[0]) if parts else None,
        published=day_of_parts(published),
        venue=_venue(work),
        identifiers=tuple(dict.fromkeys([*identifiers_of(doi), own, *_other_versions(work)])),
        url=work.get("URL") or None,
        citation=CitationCount(count, SOURCE, fetched_at.date()) if isinstance(count, int) else None,
        references=tuple(dict.fromkeys(_references(work, own))),
        extra=_extra(work),
    )


def _title(work: Mapping[str, Any]) -> str:
    title, subtitle = _first(work.get("title")), _first(work.get("subtitle"))
    if not title or not subtitle or subtitle.casefold() in title.casefold():
        return title
    return f"{title.rstrip(':')}: {subtitle}"


def _first(texts: object) -> str:
    if isinstance(texts, list):
        texts = next((one for one in texts if one), "")
    return _text(str(texts)) if texts else ""


def _text(marked: str) -> str:
    """The text without JATS's marks; publishers escape once more than they need."""
    for _ in range(2):
        marked = _TAG.sub("", _BLOCK.sub(" ", html.unescape(marked)))
    return " ".join(marked.split())


def _author(author: Mapping[str, Any]) -> str:
    parts = (author.get("given"), author.get("family")) if author.get("family") else (author.get("name"),)
    return " ".join(_text(" ".join(part for part in parts if part)).split())


def _venue(work: Mapping[str, Any]) -> str | None:
    named = _first(work.get("container-title"))
    if not named and work.get("type") == "posted-content":
        institutions = work.get("institution") or ()
        named = _first([one.get("name") for one in institutions if isinstance(one, Mapping)])
        named = named or _first(work.get("publisher"))
    return named or None


def _other_versions(work: Mapping[str, Any]) -> Iterator[Identifier]:
    """The preprint of an article and the article of a preprint, as their publishers have told."""
    for kind, others in (work.get("relation") or {}).items():
        if kind in _SAME_PAPER:
            for other in others:
                if other.get("id-type") in ("doi", "arxiv"):
                    yield from identifiers_of(str(other.get("id") or ""))


def _references(work: Mapping[str, Any], own: Identifier) -> Iterator[Identifier]:
    """Those with a DOI, and those whose text names an arXiv id; the others cannot be told apart."""
    for cited in work.get("reference") or ():
        named = parse_identifier(str(cited["DOI"])) if cited.get("DOI") else None
        if named is None and (found := _ARXIV_IN_TEXT.search(str(cited.get("unstructured") or ""))):
            named = parse_identifier(found[1])
        if named is not None and named != own:
            yield named


def _extra(work: Mapping[str, Any]) -> dict[str, str]:
    total = work.get("references-count", work.get("reference-count"))
    known = {
        "type": work.get("type"),
        "references_listed": total if isinstance(total, int) and total > 0 else None,
        "updated_by": _notices(work.get("updated-by")),
        "update_to": _notices(work.get("update-to")),
    }
    return {name: str(value) for name, value in known.items() if value}


def _notices(updates: object) -> str | None:
    """Retractions, corrections and the like as JSON, oldest first: kind, DOI, day."""
    if not isinstance(updates, list) or not updates:
        return None
    found = [
        {
            "kind": str(one.get("type") or "update").lower(),
            "doi": normalise_doi(str(one.get("DOI") or "")),
            "on": day.isoformat() if (day := day_of_parts(one.get("updated"))) else None,
        }
        for one in updates
    ]
    return json.dumps(sorted(found, key=lambda one: (one["on"] or "", one["doi"] or "", one["kind"] or "")))
