"""RIS, as publishers, Zotero, EndNote and Mendeley write it; rispy reads the tags of each record by itself."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from paper_reader.importing.encodings import text_of
from paper_reader.importing.entries import BadEntry
from paper_reader.importing.people import in_reading_order
from paper_reader.importing.reference import Reference, record_of
from paper_reader.types import SourceRecord

SOURCE = "import-ris"
_BEGINNING = re.compile(rb"^[\xef\xbb\xbf\s]*TY {1,3}-", re.MULTILINE)
_LOOSE_TAG = re.compile(r"^\s*([A-Z][A-Z0-9]) {1,3}-[ \t]?", re.MULTILINE)
_BETWEEN_ADDRESSES = re.compile(r"\s*;\s+|;(?=https?://)")
_KEPT = ("volume", "number", "publisher", "issn")
_Value = str | Sequence[str]


def recognises(head: bytes) -> bool:
    """Whether a line begins a record."""
    return _BEGINNING.search(head) is not None


def parse(data: bytes, fetched_at: datetime) -> SourceRecord:
    """The record between TY and ER. Raises BadEntry."""
    import rispy

    text = _LOOSE_TAG.sub(r"\1  - ", text_of(data))
    if "\nER  -" not in text:
        text = text.rstrip("\n") + "\nER  - \n"
    try:
        read = rispy.loads(text, delimiter_tags_mapping={})
    except (rispy.parser.ParseError, KeyError, ValueError, AttributeError) as error:
        raise BadEntry(f"this is no RIS record: {error}") from error
    if not read:
        raise BadEntry("this is no RIS record")
    return record_of(_reference(read[0]), SOURCE, fetched_at)


def _reference(tags: Mapping[str, _Value]) -> Reference:
    def first(*names: str) -> str:
        for name in names:
            value = tags.get(name)
            text = value if isinstance(value, str) else next(iter(value or ()), "")
            if text and text.strip():
                return text.strip()
        return ""

    def every(*names: str) -> tuple[str, ...]:
        return next((tuple(tags[name]) for name in names if tags.get(name) and not isinstance(tags[name], str)), ())

    key = first("id", "label")
    key = "" if " " in key else key
    title = first("title", "primary_title", "translated_title")
    addresses = tuple(one for text in every("urls") for one in _BETWEEN_ADDRESSES.split(text))
    notes = every("notes")
    keywords = every("keywords")
    return Reference(
        title=title,
        key=key,
        citation_key="" if key.isdigit() or "/" in key else key,
        authors=tuple(in_reading_order(name) for name in every("authors", "first_authors")),
        year=first("year", "publication_year", "date"),
        published=first("date", "publication_year", "year"),
        venue=first("journal_name", "secondary_title", "alternate_title3", "alternate_title2", "publisher"),
        doi=first("doi"),
        url=next(iter(addresses), ""),
        abstract=first("abstract", "notes_abstract"),
        note="\n".join(notes),
        names=addresses[1:],
        places=(first("note"), first("number"), first("accession_number"), first("publisher"), *notes),
        extra={name: first(name) for name in _KEPT}
        | {"type": first("type_of_reference"), "keywords": "; ".join(keywords)}
        | {"pages": "–".join(filter(None, (first("start_page"), first("end_page"))))},
    )
