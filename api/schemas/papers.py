"""Papers and what the reader made of them."""

from __future__ import annotations

from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field

from api.parameters import TEXT
from paper_reader.types import ReadingStatus

MOST_NOTE_LETTERS: Final = 20_000
_PAPER: Final[dict[str, Any]] = {
    "id": 12,
    "title": "Attention Is All You Need",
    "authors": ["Ashish Vaswani", "Noam Shazeer"],
    "year": 2017,
    "published": "2017-06-12",
    "venue": "NeurIPS 2017",
    "categories": ["cs.CL", "cs.LG"],
    "arxiv_id": "1706.03762",
    "doi": None,
    "url": "https://arxiv.org/abs/1706.03762",
    "external_id": None,
    "external_ids": [],
    "sources": ["arxiv"],
    "citation_count": 120000,
    "citation_source": "openalex",
    "citation_observed_on": "2026-01-02",
    "abstract": "The dominant sequence transduction models …",
    "why": None,
}


class PaperForm(BaseModel):
    """A paper. What is not known is null or an empty list, never 0."""

    model_config = ConfigDict(json_schema_extra={"examples": [_PAPER]})

    id: int = Field(description="Its number in this library.")
    title: str
    authors: list[str]
    year: int | None
    published: str | None = Field(description="ISO date of first publication.")
    venue: str | None = Field(description="Journal or conference.")
    categories: list[str] = Field(description="arXiv categories, the primary one first.")
    arxiv_id: str | None
    doi: str | None
    url: str | None
    external_id: str | None = Field(description="The id that an imported file gave it.")
    external_ids: list[str] = Field(description="All such ids of the records that were merged into it.")
    sources: list[str] = Field(description="Who described it.")
    citation_count: int | None = Field(description="The best known count; null where no source gave one.")
    citation_source: str | None = Field(description="Whose count that is.")
    citation_observed_on: str | None = Field(description="When that was seen (ISO date).")
    abstract: str | None
    why: str | None = Field(description="Why to read it, for papers of the starter catalogue.")


class NoteForm(BaseModel):
    """A note of the reader."""

    id: int
    text: str = Field(description="Markdown.")
    created_at: str = Field(description="ISO 8601 with zone.")


class PaperDetailsForm(PaperForm):
    """A paper with where its fields come from, and what the reader made of it."""

    citation_counts: list[dict[str, Any]] = Field(description="All known counts with source and date, best first.")
    provenance: dict[str, str] = Field(description="Which record (`source:key`) gave each field.")
    status: ReadingStatus | None = Field(description="How far the reader is.")
    notes: list[NoteForm]


class PaperPage(BaseModel):
    """Papers, a page at a time."""

    items: list[PaperForm]
    total: int = Field(description="How many there are on all pages.")
    next_cursor: str | None = Field(
        description="Ask with `cursor` set to this for the next page; null on the last one."
    )


class ReadingForm(BaseModel):
    """What the reader made of a paper."""

    paper_id: int
    title: str
    status: ReadingStatus | None
    marked_at: str | None = Field(description="When it was marked.")
    notes: list[NoteForm]


class ReadingPage(BaseModel):
    """The marked papers, a page at a time."""

    items: list[ReadingForm]
    total: int
    next_cursor: str | None


NoteText = Annotated[str, Field(description="Markdown.", min_length=1, max_length=MOST_NOTE_LETTERS, pattern=TEXT)]


class NoteToKeep(BaseModel):
    """A note to add or change."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"text": "Read section 3 again."}]})

    text: NoteText


class ReadingToKeep(BaseModel):
    """How far the reader is with a paper, and a note to add to it."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"status": "read", "note": "The figure on page 3 says it all."}]},
    )

    status: ReadingStatus | None = Field(description="The mark; null takes it away.")
    note: NoteText | None = Field(default=None, description="A note to add; those that are there stay.")
