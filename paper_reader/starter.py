"""The starter catalogue as records: papers that people should know, with our own sentence on each.

The catalogue lies in `paper_reader/data/starter/`, one JSON object a line. This module reads it and nothing more; that
it is right is the business of `scripts/check_catalogue.py`, and what it does to a list is the ranking's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Literal

import msgspec

from paper_reader.errors import PaperReaderError
from paper_reader.identifiers import normalise_doi, parse_arxiv_id
from paper_reader.types import Curation, Identifier, Scheme, SourceRecord

SOURCE = "starter"

# When the catalogue was last gone through. A fixed day, so that loading the same catalogue again changes no record.
GONE_THROUGH = datetime(2026, 11, 22, tzinfo=UTC)


class StarterEntry(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """One line of the catalogue. What is unknown is left out."""

    key: str
    title: str
    authors: tuple[str, ...]
    year: int
    topics: tuple[str, ...]
    kind: Literal["survey", "tutorial", "foundation", "core", "recent"]
    level: Literal["start-here", "core", "advanced"]
    why: str
    needs: tuple[str, ...] = ()
    arxiv_id: str | None = None
    doi: str | None = None
    venue: str | None = None


def starter_records() -> Iterator[SourceRecord]:
    """Every paper of the catalogue, in the order of its files; some ten thousand a second."""
    for _, _, entry in starter_entries():
        yield record_of(entry)


def starter_entries() -> Iterator[tuple[str, int, StarterEntry]]:
    """(file name, line number, entry) for every line; PaperReaderError for one that is not of the documented form."""
    decoder = msgspec.json.Decoder(StarterEntry)
    for file in _catalogue_files():
        for number, line in enumerate(file.read_bytes().splitlines(), start=1):
            if not line.strip():
                continue
            try:
                yield file.name, number, decoder.decode(line)
            except msgspec.DecodeError as error:
                raise PaperReaderError(
                    f"starter catalogue, {file.name}, line {number}: {error}. Install Paper Reader again."
                ) from error


def starter_version() -> str:
    """A name for the catalogue's exact contents: the same for the same files, another after any change in them."""
    digest = hashlib.blake2b(digest_size=16)
    for file in _catalogue_files():
        content = file.read_bytes()
        digest.update(f"{file.name}\n{len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def record_of(entry: StarterEntry) -> SourceRecord:
    """The entry as a source's record: its identifiers normalised, its opinion in `curation`."""
    arxiv = parse_arxiv_id(entry.arxiv_id) if entry.arxiv_id else None
    doi = normalise_doi(entry.doi) if entry.doi else None
    identifiers = [Identifier(Scheme.STARTER, entry.key)]
    if arxiv:
        identifiers.append(Identifier(Scheme.ARXIV, arxiv[0]))
    if doi:
        identifiers.append(Identifier(Scheme.DOI, doi))
    return SourceRecord(
        source=SOURCE,
        key=entry.key,
        fetched_at=GONE_THROUGH,
        title=entry.title,
        authors=entry.authors,
        year=entry.year,
        venue=entry.venue,
        identifiers=tuple(identifiers),
        url=f"https://arxiv.org/abs/{arxiv[0]}" if arxiv else f"https://doi.org/{doi}" if doi else None,
        curation=Curation(topics=entry.topics, why=entry.why, kind=entry.kind, level=entry.level, needs=entry.needs),
    )


def _catalogue_files() -> list[Traversable]:
    folder = files("paper_reader").joinpath("data", "starter")
    return sorted((each for each in folder.iterdir() if each.name.endswith(".jsonl")), key=lambda each: each.name)
