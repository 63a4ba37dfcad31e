"""A paper of the library: computed from all records that describe it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from paper_reader.types.record import NOTHING, CitationCount, Curation


class ReadingStatus(StrEnum):
    """How far the reader is with a paper."""

    TO_READ = "to-read"
    READING = "reading"
    READ = "read"
    KNOWN = "known"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One paper. Unknown is None or empty, never 0.

    `external_ids` names every imported record that was merged into it, `provenance` says for each computed field
    which record ("source:key") it came from.
    """

    id: int
    title: str
    abstract: str | None = None
    authors: tuple[str, ...] = ()
    year: int | None = None
    published: date | None = None
    venue: str | None = None
    categories: tuple[str, ...] = ()
    arxiv_id: str | None = None
    doi: str | None = None
    url: str | None = None
    external_ids: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    citation_counts: tuple[CitationCount, ...] = ()  # best known first
    curation: Curation | None = None
    provenance: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    content_hash: bytes = b""  # of what is embedded, see paper_reader.content
    change_number: int = 0

    @property
    def citation_count(self) -> int | None:
        """The best known count, or None where no source gave one."""
        return self.citation_counts[0].count if self.citation_counts else None

    @property
    def external_id(self) -> str | None:
        """The id an import gave this paper, if one did."""
        return self.external_ids[0] if self.external_ids else None
