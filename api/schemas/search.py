"""Searches and their hits."""

from __future__ import annotations

from pydantic import BaseModel, Field

from api.schemas.papers import PaperForm
from paper_reader.types import SearchMode


class HitForm(BaseModel):
    """A found paper."""

    rank: int
    score: float
    found_by: dict[str, int] = Field(
        description="Each way to it (`exact`, `name`, `author`, `lexical`, `dense`) with its rank there."
    )
    snippet: str = Field(description="The sentence that shows why.")
    paper: PaperForm


class SearchForm(BaseModel):
    """Hits in order. `notes` says what made the answer less than it could be."""

    query: str
    mode: SearchMode
    hits: list[HitForm]
    notes: list[str]


class SearchPage(SearchForm):
    """A page of hits."""

    next_cursor: str | None = Field(
        description="Ask with `cursor` set to this for the next page; null on the last one."
    )
