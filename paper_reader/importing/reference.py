"""A reference as reference managers describe a paper, and the record that it becomes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType

from paper_reader.identifiers import identifiers_of, normalise_doi, parse_arxiv_id
from paper_reader.importing.entries import BadEntry
from paper_reader.titles import title_fingerprint
from paper_reader.types import CitationCount, Identifier, Scheme, SourceRecord

EARLIEST_YEAR, LATEST_YEAR = 1000, 2200
CITATION_KEY = "citation_key"  # in a record's `extra`: what the reader writes in \cite
_SPACES = re.compile(r"\s+")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_ARXIV_IN_TEXT = re.compile(
    r"\barxiv(?:\s*preprint)?\s*[:.]?\s*(?:arxiv:)?((?:[a-z-]+(?:\.[A-Z]{2})?/)?\d[\d.]+)", re.IGNORECASE
)
_EXTRA_LINE = re.compile(r"^\s*([A-Za-z][A-Za-z0-9 ._-]{0,30}?)\s*:\s*(\S.*?)\s*$", re.MULTILINE)
_YEAR = re.compile(r"(?<!\d)(1[4-9]\d\d|20\d\d|21\d\d)(?!\d)")
_DAY = re.compile(r"(?<!\d)(\d{4})[-/](\d{1,2})(?:[-/](\d{1,2}))?(?!\d)")
_PAGES = re.compile(r"^(\w+)\s*(?:-{1,3}|[–—])\s*(\w+)$")
_PLAIN_NUMBER = re.compile(r"\d{1,7}")


@dataclass(slots=True, kw_only=True)
class Reference:
    """What a file of references says of one paper, as texts. `places` may name identifiers, `extra` is kept along.

    `key` is the file's own name for it, `citation_key` what the reader cites it by; `note` is Zotero's "Extra" or
    BibTeX's note, in which further names may stand.
    """

    title: str
    key: str = ""
    citation_key: str = ""
    authors: tuple[str, ...] = ()
    year: str = ""
    published: str = ""
    venue: str = ""
    doi: str = ""
    arxiv: str = ""
    url: str = ""
    abstract: str = ""
    note: str = ""
    names: tuple[str, ...] = ()  # further identifiers as they stand, such as "PMID: 17"
    places: tuple[str, ...] = ()  # texts in which an arXiv id may stand, such as "arXiv preprint arXiv:1706.03762"
    citation: CitationCount | None = None
    categories: tuple[str, ...] = ()
    extra: Mapping[str, str] = field(default_factory=dict)


def record_of(reference: Reference, source: str, fetched_at: datetime) -> SourceRecord:
    """The record of a reference. Raises BadEntry where it has no title."""
    title = one_line(reference.title)
    if not title:
        raise BadEntry("it has no title")
    published = day_in(reference.published)
    year = year_in(reference.year) or year_in(reference.published)
    said_in_note = dict(_lines_of(reference.note))
    key = one_line(reference.key)
    citation_key = one_line(reference.citation_key) or said_in_note.get("citation key", "")
    extra = {name: one_line(value) for name, value in reference.extra.items()}
    extra["pages"] = _PAGES.sub(r"\1–\2", extra.get("pages", ""))
    extra |= {CITATION_KEY: citation_key, "note": reference.note.strip()}
    names = tuple(_names(reference, said_in_note))
    return SourceRecord(
        source=source,
        key=_record_key(key, names, title, reference),
        fetched_at=fetched_at,
        title=title,
        abstract=_paragraphs(reference.abstract) or None,
        authors=tuple([name for name in map(one_line, reference.authors) if name]),
        year=year,
        published=published,
        venue=one_line(reference.venue) or None,
        categories=reference.categories,
        identifiers=(*_own_names(key, citation_key), *names),
        url=one_line(reference.url) or None,
        citation=reference.citation,
        extra=MappingProxyType({name: value for name, value in extra.items() if value}),
    )


def one_line(text: str) -> str:
    """The text without control characters, its white space made single blanks."""
    return _SPACES.sub(" ", _CONTROLS.sub("", text)).strip()


def year_in(text: str) -> int | None:
    """The first year that stands in a text; None where there is none."""
    text = text.strip()
    if text.isascii() and text.isdigit() and len(text) == 4:
        return int(text) if EARLIEST_YEAR <= int(text) <= LATEST_YEAR else None
    found = _YEAR.search(text)
    return int(found[1]) if found else None


def day_in(text: str) -> date | None:
    """The day of "2017-06-12", "2017/06/12/" or "2017-06" (its first); None for a bare year and for all else."""
    found = _DAY.search(text)
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3] or 1))
    except ValueError:
        return None


def _paragraphs(text: str) -> str:
    parts = (one_line(part) for part in re.split(r"\n\s*\n", text))
    return "\n\n".join(part for part in parts if part)


def _lines_of(note: str) -> Iterator[tuple[str, str]]:
    """The "name: value" lines of a note, their names in small letters: "Citation Key: smith2020"."""
    for found in _EXTRA_LINE.finditer(note[:20_000]):
        yield found[1].strip().lower(), found[2]


def _names(reference: Reference, said_in_note: Mapping[str, str]) -> Iterator[Identifier]:
    found: dict[Identifier, None] = {}
    if doi := normalise_doi(reference.doi):
        found.update(dict.fromkeys(identifiers_of(doi)))
        found[Identifier(Scheme.DOI, doi)] = None
    if reference.arxiv and (arxiv := parse_arxiv_id(reference.arxiv)):
        found[Identifier(Scheme.ARXIV, arxiv[0])] = None
    for place in (reference.venue, *reference.places):
        if (written := _ARXIV_IN_TEXT.search(place)) and (arxiv := parse_arxiv_id(written[1].rstrip("."))):
            found[Identifier(Scheme.ARXIV, arxiv[0])] = None
    found.update(dict.fromkeys(identifiers_of(reference.url, *reference.names)))
    for name, value in said_in_note.items():
        if name in {"arxiv", "doi", "pmid", "openalex"}:
            found.update(dict.fromkeys(identifiers_of(f"{name}:{value.split()[0]}", value.split()[0])))
    yield from found


def _own_names(key: str, citation_key: str) -> Iterator[Identifier]:
    """The names that the file itself gives; a bare number counts the entries of one file and names nothing."""
    for name in dict.fromkeys((key, citation_key)):
        if name and not _PLAIN_NUMBER.fullmatch(name):
            yield Identifier(Scheme.EXTERNAL, name)


def _record_key(key: str, names: tuple[Identifier, ...], title: str, reference: Reference) -> str:
    """The record's name: the file's own key and what the entry is about.

    The key alone would not do: two files may call two papers "smith2020", and the later would overwrite the other.
    """
    about = str(names[0]) if names else title_fingerprint(title) or title
    if not key:
        about = "\n".join([about, *reference.authors[:1], reference.year])
    hashed = hashlib.blake2b(about.encode(errors="replace"), digest_size=8 if key else 12).hexdigest()
    return f"{key}-{hashed}" if key else f"unnamed-{hashed}"
