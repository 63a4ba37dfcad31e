"""One paper a line as JSON: the project's own exchange format, which `export` writes too.

`{"id", "title", "abstract", "authors": [..], "year", "published", "arxiv_id", "doi", "venue", "categories": [..],
"citation_count", "citation_source", "citation_observed_on", "references": [id…], "url", "external_ids": [id…],
"identifiers": ["doi:…", "openalex:…", …]}`; only `title` is required. `records`, `mark`, `notes`, `through` and
`corrections` are what an export adds so that nothing is lost (see `moved`).
"""

from __future__ import annotations

import hashlib
from datetime import date, datetime

import msgspec

from paper_reader.identifiers import arxiv_id_of_doi, identifiers_of, normalise_doi, parse_arxiv_id
from paper_reader.importing.entries import BadEntry
from paper_reader.importing.fields import day_of, decoded, first_json_object
from paper_reader.importing.moved import Brought, Note, Record, Said, keepsake_of, records_of, reference_of
from paper_reader.store.through_lines import ThroughLine
from paper_reader.titles import title_fingerprint
from paper_reader.types import CitationCount, Identifier, Scheme, SourceRecord

SOURCE = "import"
_UNNAMED_COUNT = "import"  # the file did not say who counted
_MOST_CITATIONS = 10**12
_EARLIEST_YEAR, _LATEST_YEAR = 1000, 2200


class Line(msgspec.Struct):
    """A line as it is written. Other keys are ignored."""

    title: str
    id: str | int | None = None
    abstract: str | None = None
    authors: list[str] | None = None
    year: int | None = None
    published: str | None = None
    arxiv_id: str | None = None
    doi: str | None = None
    venue: str | None = None
    categories: list[str] | None = None
    citation_count: int | None = None
    citation_source: str | None = None
    citation_observed_on: str | None = None
    references: list[str] | None = None
    url: str | None = None
    external_ids: list[str] | None = None
    identifiers: list[str] | None = None
    mark: str | None = None
    marked_at: datetime | None = None
    notes: list[Note] | None = None
    through: ThroughLine | None = None
    records: list[Record] | None = None
    corrections: list[Said] | None = None


_decoder = msgspec.json.Decoder(Line, strict=False)  # "2017" is as good as 2017


def recognises(head: bytes) -> bool:
    """Whether a file begins with a JSON object that has a title, or with something that only JSON lines have."""
    found = first_json_object(head)
    return found is not None and (not found or "title" in found or "id" in found)


def parse_all(data: bytes, fetched_at: datetime) -> SourceRecord | Brought:
    """All that one line brings: its record, and what an export wrote beside it. Raises BadEntry."""
    line = decoded(data, _decoder)
    base = _record(line, fetched_at)
    if not (line.records or line.mark or line.notes or line.corrections or line.through):
        return base
    said = line.records or []
    records = records_of(base, said)
    kept = keepsake_of(records, said, line.mark, line.marked_at, line.notes or [], line.through)
    return Brought(records, kept, {(one.one, one.other): one.kind for one in line.corrections or []})


def parse(data: bytes, fetched_at: datetime) -> SourceRecord:
    """The record of one line alone. Raises BadEntry."""
    return _record(decoded(data, _decoder), fetched_at)


def _record(line: Line, fetched_at: datetime) -> SourceRecord:
    title = line.title.strip()
    if not title:
        raise BadEntry("the title is empty")
    external = _external_ids(line)
    published = day_of(line.published, "published") if line.published else None
    return SourceRecord(
        source=SOURCE,
        key=external[0].value if external else _key_of(line),
        fetched_at=fetched_at,
        title=title,
        abstract=line.abstract.strip() or None if line.abstract else None,
        authors=tuple([name for name in map(str.strip, line.authors) if name]) if line.authors else (),
        year=_checked_year(line.year, published),
        published=published,
        venue=line.venue or None,
        categories=tuple(line.categories) if line.categories else (),
        identifiers=_names(line, external),
        url=line.url or None,
        citation=_citation(line),
        references=tuple(dict.fromkeys([reference_of(text) for text in line.references if text]))
        if line.references
        else (),
    )


def _external_ids(line: Line) -> list[Identifier]:
    """The line's own id first, then those of the records that an exported paper was made of."""
    names: list[str] = []
    if line.id is not None and line.id != "":
        names.append(str(line.id))
    if line.external_ids:
        names.extend(name for name in line.external_ids if name and name not in names)
    return [Identifier(Scheme.EXTERNAL, name) for name in names]


def _names(line: Line, external: list[Identifier]) -> tuple[Identifier, ...]:
    """Every name of the paper: its ids as they are, and what ids and fields are in the schemes of the world."""
    names = list(external)
    if line.arxiv_id and (arxiv := parse_arxiv_id(line.arxiv_id)):
        names.append(Identifier(Scheme.ARXIV, arxiv[0]))
    if line.doi and (doi := normalise_doi(line.doi)):
        names.append(Identifier(Scheme.DOI, doi))
        if arxiv_id := arxiv_id_of_doi(doi):
            names.append(Identifier(Scheme.ARXIV, arxiv_id))
    for one in external:
        if ":" not in one.value or one.value not in (
            f"arxiv:{line.arxiv_id}",
            f"doi:{line.doi}",
        ):  # as its fields said already
            names += identifiers_of(one.value)
    if line.venue and line.venue.startswith("arXiv:"):  # "arXiv:1706.03762 [cs.CL]", as reference managers write it
        names += identifiers_of(line.venue)
    if line.identifiers:
        names += identifiers_of(*line.identifiers)
    return tuple(dict.fromkeys(names)) if len(names) > 1 else tuple(names)


def _citation(line: Line) -> CitationCount | None:
    if line.citation_count is None:
        return None
    if line.citation_count < 0:
        raise BadEntry(f"citation_count: {line.citation_count} is less than nothing")
    if line.citation_count > _MOST_CITATIONS:
        raise BadEntry(f"citation_count: {line.citation_count} is more than there are papers")
    seen = day_of(line.citation_observed_on, "citation_observed_on") if line.citation_observed_on else None
    return CitationCount(line.citation_count, line.citation_source or _UNNAMED_COUNT, seen)


def _checked_year(year: int | None, published: date | None) -> int | None:
    if year is None:
        return published.year if published else None
    if not _EARLIEST_YEAR <= year <= _LATEST_YEAR:
        raise BadEntry(f"year: {year} is no year of a paper")
    return year


def _key_of(line: Line) -> str:
    """A name for a line without an id: one of its identifiers, or what makes its title, first author and year."""
    known = _names(line, [])
    if known:
        return str(known[0])
    said = "\n".join([title_fingerprint(line.title) or line.title, (line.authors or [""])[0], str(line.year or "")])
    return "unnamed-" + hashlib.blake2b(said.encode(errors="replace"), digest_size=12).hexdigest()
