"""The kinds of files that can be imported, and how to tell which one a file is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from paper_reader.errors import ImportFailed
from paper_reader.importing import arxiv_snapshot, bibtex, csl_json, json_lines, ris, scholar_page, table
from paper_reader.importing.entries import Entry, Place, lines
from paper_reader.importing.moved import Brought
from paper_reader.importing.pieces import bibtex_entries, json_objects, ris_records, table_rows
from paper_reader.types import SourceRecord

Parse = Callable[[bytes, datetime], SourceRecord | Brought | None]


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file.

    `recognises` looks at the first 64 KiB; `split` cuts the file from a place on and must give the same pieces
    whatever place it starts at; a parser makes a record of a piece, given the time of the import, or raises BadEntry,
    or gives None for a piece that is no record (a header). `parse_of` makes the parser for one file, given a way to
    read that from its beginning: pieces may need what stands elsewhere in it.
    """

    name: str
    description: str
    recognises: Callable[[bytes], bool]
    split: Callable[[Iterable[bytes], Place], Iterator[Entry]]
    parse_of: Callable[[Callable[[], Iterator[bytes]]], Parse]
    suffixes: tuple[str, ...] = ()  # of a file whose beginning says nothing
    pieces: tuple[str, str] = ("entry", "entries")
    may_be_bare: bool = False  # a file that is one and has none of them is no mistake: a page without results


def _always(parse: Parse) -> Callable[[Callable[[], Iterator[bytes]]], Parse]:
    """For formats whose pieces stand alone."""
    return lambda _: parse


_LINES_OF_JSON = frozenset({".jsonl", ".ndjson"})

# In the order in which they are tried: the more particular first, the plainest last.
FORMATS: tuple[Format, ...] = (
    Format(
        "arxiv-snapshot",
        "arXiv's metadata snapshot, one JSON object a line",
        arxiv_snapshot.recognises,
        lines,
        _always(arxiv_snapshot.parse),
        pieces=("line", "lines"),
    ),
    Format(
        scholar_page.NAME,
        "a page of Google Scholar, saved in a browser",
        scholar_page.recognises,
        scholar_page.rows,
        _always(scholar_page.parse),
        scholar_page.SUFFIXES,
        ("row", "rows"),
        may_be_bare=True,
    ),
    Format(
        "csl-json",
        "CSL-JSON, as Zotero exports it",
        csl_json.recognises,
        json_objects,
        _always(csl_json.parse),
    ),
    Format("bibtex", "BibTeX or BibLaTeX", bibtex.recognises, bibtex_entries, bibtex.parse_of, (".bib", ".bibtex")),
    Format("ris", "RIS", ris.recognises, ris_records, _always(ris.parse), (".ris",)),
    Format(
        "csv",
        "a table with a column `title`: Zotero's, Google Scholar's, our own",
        table.recognises,
        table_rows,
        table.parse_of,
        (".csv", ".tsv"),
        ("row", "rows"),
    ),
    Format(
        "jsonl",
        "one paper a line as JSON",
        json_lines.recognises,
        lines,
        _always(json_lines.parse_all),
        pieces=("line", "lines"),
    ),
)


def format_of(head: bytes, name: str | None, path: Path) -> Format:
    """The format of that name, or the one that recognises the beginning of a file. Raises ImportFailed.

    Where the beginning is broken the file's name decides, so that bad lines are rejects wherever they stand.
    """
    if name is not None:
        for one in FORMATS:
            if one.name == name:
                return one
        raise ImportFailed(f"there is no format {name!r}. Known: {', '.join(one.name for one in FORMATS)}")
    for beginning in (head, _from_first_object(head)) if _is_lines_of_json(head, path) else (head,):
        for one in FORMATS:
            if one.recognises(beginning):
                return one
    if _is_lines_of_json(head, path):
        return FORMATS[-1]
    suffix = _suffix(path)
    for one in FORMATS:
        if suffix in one.suffixes:
            return one
    known = "; ".join(f"{one.name} ({one.description})" for one in FORMATS)
    raise ImportFailed(f"{path} is of no known format. Known: {known}. Name one with --format")


def _is_lines_of_json(head: bytes, path: Path) -> bool:
    """Whether a file's name says so; one called .json may also hold a single list."""
    suffix = _suffix(path)
    return suffix in _LINES_OF_JSON or (suffix == ".json" and not head.lstrip().startswith(b"["))


def _suffix(path: Path) -> str:
    return Path(path.name.lower().removesuffix(".gz")).suffix


def _from_first_object(head: bytes) -> bytes:
    """The beginning of a file without the lines before the first that begins like an object."""
    lines_of_head = head.splitlines(keepends=True)
    first = next((index for index, one in enumerate(lines_of_head) if one.lstrip().startswith(b"{")), 0)
    return b"".join(lines_of_head[first:])
