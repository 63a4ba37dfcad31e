"""BibTeX and BibLaTeX: what reference managers, Google Scholar, DBLP and people by hand write.

pybtex reads each entry by itself, so a bad one costs one. Abbreviations (@string) and the entries that others refer
to (crossref) stand anywhere in the file; one look through it finds them first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from paper_reader.importing.encodings import text_of
from paper_reader.importing.entries import BadEntry, Place
from paper_reader.importing.latex import plain_text
from paper_reader.importing.people import in_reading_order
from paper_reader.importing.pieces import bibtex_entries
from paper_reader.importing.reading import TornFile
from paper_reader.importing.reference import Reference, record_of
from paper_reader.types import SourceRecord

if TYPE_CHECKING:
    from pybtex.database.input.bibtex import LowLevelParser  # type: ignore[import-untyped]  # has no types

SOURCE = "import-bibtex"
_BEGINNING = re.compile(rb"^[\xef\xbb\xbf\s]*@[ \t]*[A-Za-z]+[ \t]*[({]", re.MULTILINE)
_NO_RECORD = re.compile(r"@\s*(?:comment|string|preamble)\s*[({]", re.IGNORECASE)
_KIND = re.compile(r"\s*@\s*([A-Za-z]+)")
_CROSSREF = re.compile(r"\bcrossref\s*=\s*[{\"]\s*([^\s{}\",]+)", re.IGNORECASE)
_KEY = re.compile(r"\s*@\s*[A-Za-z]+\s*[({]\s*([^\s,{}]+)")
_MOST_ABBREVIATIONS = 20_000
_LONGEST_ABBREVIATION = 10_000
_MONTHS = {name: f"{number:02d}" for number, name in enumerate(
    ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)}  # fmt: skip
_KEPT = ("volume", "number", "pages", "publisher", "isbn", "issn", "keywords", "series", "school", "institution")
_VENUES = ("journal", "journaltitle", "booktitle", "eventtitle", "school", "institution", "howpublished", "publisher")
_WEB = re.compile(r"https?://\S+$", re.IGNORECASE)
_PARENT_NAMES = {"title": "booktitle", "subtitle": "booksubtitle"}
_Parse = Callable[[bytes, datetime], SourceRecord | None]


def recognises(head: bytes) -> bool:
    """Whether a line begins like an entry."""
    return _BEGINNING.search(head) is not None and not head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith((b"{", b"["))


@dataclass(slots=True)
class _Context:
    """What entries need of the rest of their file."""

    abbreviations: dict[str, str] = field(default_factory=dict)
    parents: dict[str, dict[str, str]] = field(default_factory=dict)


def parse_of(read: Callable[[], Iterator[bytes]]) -> _Parse:
    """The parser for the entries of one file, which is looked through first."""
    context = _survey(read)
    return lambda data, fetched_at: parse(data, fetched_at, context)


def parse(data: bytes, fetched_at: datetime, context: _Context | None = None) -> SourceRecord | None:
    """The record of one entry; None for what is no entry (@string, @comment). Raises BadEntry."""
    context = context or _Context()
    text = text_of(data)
    if _NO_RECORD.match(text.lstrip()):
        return None
    kind, key, fields = _read_entry(text, context.abbreviations)
    parent = context.parents.get(fields.get("crossref", "").strip().lower(), {})
    for name, value in parent.items():
        fields.setdefault(_PARENT_NAMES.get(name, name), value)
        if kind in {"book", "proceedings", "collection"}:
            fields.setdefault(name, value)
    return record_of(_reference(kind, key, fields), SOURCE, fetched_at)


def _survey(read: Callable[[], Iterator[bytes]]) -> _Context:
    """Abbreviations, and the fields of the entries that others refer to. Bounded, whatever the file."""
    from pybtex.database.input.bibtex import month_names

    context = _Context(dict(month_names))
    wanted: set[str] = set()
    for entry in bibtex_entries(_checked(read()), Place()):
        text = text_of(entry.data)
        kind = _KIND.match(text)
        if kind is not None and kind[1].lower() == "string" and len(context.abbreviations) < _MOST_ABBREVIATIONS:
            _note_abbreviation(text, context.abbreviations)
        elif b"rossref" in entry.data or b"ROSSREF" in entry.data:
            wanted.update(name.lower() for name in _CROSSREF.findall(text)[:1] if len(wanted) < _MOST_ABBREVIATIONS)
    if wanted:
        for entry in bibtex_entries(_checked(read()), Place()):
            found = _KEY.match(text := text_of(entry.data))
            if found is not None and found[1].lower() in wanted:
                _note_parent(text, context)
    return context


def _checked(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The file up to where it is torn; the import itself says that it is."""
    try:
        yield from chunks
    except TornFile:
        return


def _note_abbreviation(text: str, abbreviations: dict[str, str]) -> None:
    from pybtex.scanner import PybtexSyntaxError  # type: ignore[import-untyped]  # has no types

    try:
        for _, (name, parts) in _parser(text, abbreviations):
            value = "".join(parts)
            if name and len(value) <= _LONGEST_ABBREVIATION:
                abbreviations[name.lower()] = value
    except (PybtexSyntaxError, RecursionError):
        return  # a bad abbreviation is missed by those that use it, and they say so


def _note_parent(text: str, context: _Context) -> None:
    try:
        _, key, fields = _read_entry(text, context.abbreviations)
    except BadEntry:
        return  # it is a reject of its own when its turn comes
    context.parents[key.lower()] = {name: value for name, value in fields.items() if name not in {"crossref", "author"}}


class _Abbreviations(dict[str, str]):
    """Abbreviations by name in any case; one that is not defined stands for its own name, as people mean it."""

    def __missing__(self, name: str) -> str:
        return self.get(name.lower(), name)


def _parser(text: str, abbreviations: Mapping[str, str]) -> LowLevelParser:
    from pybtex.database.input.bibtex import LowLevelParser

    return LowLevelParser(text, macros=_Abbreviations(abbreviations))


def _read_entry(text: str, abbreviations: Mapping[str, str]) -> tuple[str, str, dict[str, str]]:
    """Type, key and fields (names in small letters; the first of a name counts). Raises BadEntry."""
    from pybtex.scanner import PybtexSyntaxError

    try:
        for kind, (key, fields) in _parser(_with_key(text), abbreviations):
            read: dict[str, str] = {}
            for name, parts in fields:
                read.setdefault(name.lower(), "".join(parts))
            return kind.lower(), "" if key == _NO_KEY else key, read
    except (PybtexSyntaxError, RecursionError) as error:
        raise BadEntry(f"this is no BibTeX entry: {error or 'its braces are nested too deep'}") from error
    raise BadEntry("this is no BibTeX entry")


_NO_KEY = "-no-key-"
_KEYLESS = re.compile(r"^(\s*@\s*[A-Za-z]+\s*[({])(?=\s*,|\s*[A-Za-z]+\s*=)")


def _with_key(text: str) -> str:
    """An entry without a key (Mendeley and people write them) gets one, or pybtex would not read it."""
    found = _KEYLESS.match(text)
    if found is None:
        return text
    rest = text[found.end() :].lstrip()
    return f"{found[1]}{_NO_KEY}{'' if rest.startswith(',') else ','}{rest}"


def _reference(kind: str, key: str, fields: Mapping[str, str]) -> Reference:
    shown = {
        name: plain_text(value) for name, value in fields.items() if name not in {"author", "editor", "url", "doi"}
    }
    title = shown.get("title") or (shown.get("booktitle", "") if kind in {"book", "proceedings", "collection"} else "")
    if title and shown.get("subtitle"):
        title = f"{title.rstrip(':')}: {shown['subtitle']}"
    archive = (fields.get("archiveprefix") or fields.get("eprinttype") or "").strip().lower()
    eprint = fields.get("eprint", "") if archive in {"", "arxiv"} else ""
    return Reference(
        title=title,
        key=key,
        citation_key=key,
        authors=_authors(fields.get("author") or ""),
        year=shown.get("year") or shown.get("date", ""),
        published=shown.get("date") or _with_month(shown),
        venue=_venue(shown, title),
        doi=_address(fields.get("doi", "")),
        arxiv=_address(fields.get("arxivid") or eprint),
        url=_web_address(fields),
        abstract=shown.get("abstract", ""),
        note="\n".join(shown[name] for name in ("note", "annote", "annotation") if shown.get(name)),
        names=tuple(f"PMID: {shown[name].strip()}" for name in ("pmid", "eprintpmid") if shown.get(name)),
        places=tuple(shown.get(name, "") for name in ("howpublished", "number", "volume", "journal", "publisher")),
        categories=_categories(archive, shown),
        extra={name: shown[name] for name in _KEPT if shown.get(name)} | {"type": kind},
    )


def _authors(field_text: str) -> tuple[str, ...]:
    from pybtex.bibtex.utils import split_name_list, split_tex_string  # type: ignore[import-untyped]  # has no types

    names = []
    for name in split_name_list(" ".join(field_text.split())):
        if name.strip().lower() == "others":
            continue
        parts = [plain_text(part) for part in split_tex_string(name.strip(), ",")]
        # What stands in braces may hold a comma of its own ("{OpenAI, Inc.}"), so only one outside turns a name.
        names.append(in_reading_order(", ".join(parts)) if len(parts) > 1 else parts[0] if parts else "")
    return tuple(name for name in names if name)


def _with_month(shown: Mapping[str, str]) -> str:
    month = shown.get("month", "").strip()
    number = month.zfill(2) if month.isdigit() else _MONTHS.get(month[:3].lower(), "")
    year = shown.get("year", "").strip()
    return f"{year}-{number}" if number and year else ""


def _venue(shown: Mapping[str, str], title: str) -> str:
    named = (shown.get(name, "") for name in _VENUES)
    return next((venue for venue in named if venue and venue != title and not _WEB.match(venue)), "")


def _web_address(fields: Mapping[str, str]) -> str:
    r"""The field for it, or what people of BibTeX's first days write: howpublished = {\url{…}}."""
    given = _address(fields.get("url") or "")
    published = _address(fields.get("howpublished", "")) if not given else ""
    return given or (published if _WEB.match(published) else "")


def _address(text: str) -> str:
    r"""An address or identifier: BibTeX's own escapes (\_, \%) undone, nothing else read as LaTeX."""
    text = text.strip().removeprefix(r"\url{").rstrip("}") if text.strip().startswith(r"\url{") else text.strip()
    return re.sub(r"\\([_%&#~$^])", r"\1", text).strip("{}")


def _categories(archive: str, shown: Mapping[str, str]) -> tuple[str, ...]:
    primary = (shown.get("primaryclass") or shown.get("eprintclass") or "").strip()
    return (primary,) if primary and archive in {"", "arxiv"} else ()
