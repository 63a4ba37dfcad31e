"""What one source said about one paper, kept as it came."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType

from paper_reader.types.identifier import Identifier

NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class CitationCount:
    """How often a paper is cited, by whose count, and when that was seen (None: the source did not say)."""

    count: int
    source: str
    observed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Curation:
    """What the starter catalogue says of a paper: which roadmap topics it serves, why to read it, what comes first."""

    topics: tuple[str, ...]
    why: str
    kind: str  # "survey", "tutorial", "foundation", "core", "recent"
    level: str  # "start-here", "core", "advanced"
    needs: tuple[str, ...] = ()  # catalogue keys of papers to read first


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRecord:
    """One paper as one source describes it. (`source`, `key`) names the record for ever.

    `source` is the channel: "arxiv" (its query API), "arxiv-oai", "arxiv-feed", "arxiv-snapshot", "import",
    "starter", later "scholar", "openalex" and so on. `key` is the source's own id for the paper. A second record with
    the same source and key replaces the first one's content.
    """

    source: str
    key: str
    fetched_at: datetime
    title: str
    abstract: str | None = None
    authors: tuple[str, ...] = ()
    year: int | None = None
    published: date | None = None
    updated: date | None = None
    venue: str | None = None
    categories: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    url: str | None = None
    citation: CitationCount | None = None
    references: tuple[Identifier, ...] = ()
    curation: Curation | None = None
    extra: Mapping[str, str] = field(default_factory=lambda: NOTHING)  # comment, journal_ref, version, licence ...
