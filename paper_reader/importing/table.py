"""Tables of papers as CSV: Zotero's, Google Scholar's, Scopus', Publish or Perish's, and this project's own export.

Columns are told by their names in the first row; the comma, semicolon or tab by which they are parted too.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from paper_reader.importing.encodings import text_of
from paper_reader.importing.entries import BadEntry, Place
from paper_reader.importing.fields import day_of
from paper_reader.importing.people import in_reading_order, listed
from paper_reader.importing.pieces import table_rows
from paper_reader.importing.reading import TornFile
from paper_reader.importing.reference import Reference, record_of
from paper_reader.types import CitationCount, SourceRecord

SOURCE = "import-csv"
_DELIMITERS = ",;\t"
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_LONGEST_CELL = 4 * 1024 * 1024
_NO_LETTERS = re.compile(r"[^a-z0-9]+")
_FORMULA_MADE_HARMLESS = re.compile(r"^'(?=[=+\-@\t\r])")
# Our field -> the columns that hold it, the most telling first; names without case, blanks and signs.
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "documenttitle", "articletitle", "papertitle"),
    "authors": ("authors", "author", "authorfullnames", "authornames"),
    "year": ("year", "publicationyear", "py"),
    "published": ("published", "publicationdate", "date"),
    "venue": (
        *("venue", "publicationtitle", "publication", "sourcetitle", "source", "journal", "journalbook"),
        *("conferencename", "proceedingstitle", "publisher"),
    ),
    "doi": ("doi",),
    "arxiv_id": ("arxivid", "arxiv"),
    "url": ("url", "link", "articleurl"),
    "abstract": ("abstract", "abstractnote"),
    "citation_count": ("citationcount", "citedby", "cites", "citations", "timescited", "timescitedwoscore"),
    "citation_source": ("citationsource",),
    "citation_observed_on": ("citationobservedon",),
    "key": ("key", "externalid", "citationkey"),
    "citation_key": ("citationkey",),
    "pmid": ("pmid", "pubmedid"),
    "note": ("extra", "note"),
    "keywords": ("manualtags", "keywords", "authorkeywords", "automatictags"),
    "type": ("itemtype", "documenttype"),
    "volume": ("volume",),
    "number": ("number", "issue"),
    "pages": ("pages",),
    "notes": ("notes",),
    "categories": ("categories",),
}
_BESIDE_A_TITLE = {"authors", "year", "published", "venue", "doi", "url", "arxiv_id", "abstract"}
_KEPT = ("keywords", "type", "volume", "number", "pages", "notes")
_Parse = Callable[[bytes, datetime], SourceRecord | None]


def recognises(head: bytes) -> bool:
    """Whether the first row names a title and something else that a table of papers has."""
    first = next((row for row in head.splitlines() if row.strip()), b"")
    columns = _columns_of(text_of(first))
    return columns is not None and bool(_BESIDE_A_TITLE & set(columns.places))


def parse_of(read: Callable[[], Iterator[bytes]]) -> _Parse:
    """The parser for the rows of one file, whose first row says what they hold."""
    header = _header(read)
    columns = _columns_of(text_of(header)) if header is not None else None

    def parse(data: bytes, fetched_at: datetime) -> SourceRecord | None:
        if columns is not None and data.removeprefix(_BYTE_ORDER_MARK) == header:
            return None
        if columns is None:
            raise BadEntry("the first row of the table names no column `title`")
        return _record(text_of(data), columns, fetched_at)

    return parse


def _header(read: Callable[[], Iterator[bytes]]) -> bytes | None:
    try:
        entry = next(table_rows(read(), Place()), None)
    except TornFile:
        return None
    return entry.data.removeprefix(_BYTE_ORDER_MARK) if entry else None


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which column holds which field, what parts them, and whether it is our own export: its names are not turned."""

    places: Mapping[str, int]
    delimiter: str
    ours: bool


def _columns_of(header: str) -> _Columns | None:
    """What the first row says; None where there is no title in it."""
    for delimiter in sorted(_DELIMITERS, key=header.count, reverse=True):
        try:
            names = [_NO_LETTERS.sub("", cell.lower()) for cell in _cells(header, delimiter)]
        except BadEntry:
            continue
        found: dict[str, int] = {}
        for field, known in _COLUMNS.items():
            place = next((names.index(name) for name in known if name in names), None)
            if place is not None:
                found[field] = place
        if "title" in found:
            return _Columns(found, delimiter, ours={"citation_source", "arxiv_id"} <= set(found))
    return None


def _cells(row: str, delimiter: str) -> list[str]:
    csv.field_size_limit(_LONGEST_CELL)
    try:
        return next(csv.reader([row], delimiter=delimiter), [])
    except csv.Error as error:
        raise BadEntry(f"this is no row of a table: {error}") from error


def _record(row: str, columns: _Columns, fetched_at: datetime) -> SourceRecord:
    places = columns.places
    cells = [_FORMULA_MADE_HARMLESS.sub("", cell.strip()) for cell in _cells(row.rstrip("\n"), columns.delimiter)]

    def cell(field: str) -> str:
        place = places.get(field)
        return cells[place] if place is not None and place < len(cells) else ""

    return record_of(
        Reference(
            title=cell("title"),
            key=cell("key"),
            citation_key=cell("citation_key"),
            authors=tuple(cell("authors").split(";")) if columns.ours else _authors(cell("authors")),
            year=cell("year") or cell("published"),
            published=cell("published"),
            venue=cell("venue"),
            doi=cell("doi"),
            arxiv=cell("arxiv_id"),
            url=cell("url"),
            abstract=cell("abstract"),
            note=cell("note"),
            names=(f"PMID: {cell('pmid')}",) if cell("pmid") else (),
            places=(cell("venue"), cell("number")),
            citation=_citation(cell),
            categories=tuple(name.strip() for name in cell("categories").split(";") if name.strip()),
            extra={field: cell(field) for field in _KEPT if cell(field)},
        ),
        SOURCE,
        fetched_at,
    )


def _authors(text: str) -> tuple[str, ...]:
    """Parted by semicolons; by commas only where each part is a whole name ("Ada Lovelace, Alan Turing")."""
    parts = text.split(",")
    if ";" not in text and len(parts) > 2 and all(" " in part.strip() for part in parts):
        return tuple(part.strip() for part in parts)
    return listed(text) if ";" in text else (in_reading_order(text),)


def _citation(cell: Callable[[str], str]) -> CitationCount | None:
    count = cell("citation_count").replace(",", "").replace("\u202f", "")
    if not count.isascii() or not count.isdigit() or len(count) > 12:
        return None
    observed = cell("citation_observed_on")
    day = day_of(observed, "citation_observed_on") if observed else None
    return CitationCount(int(count), cell("citation_source") or "import", day)
