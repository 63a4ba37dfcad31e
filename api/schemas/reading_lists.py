"""Reading lists that the reader keeps, and saved searches."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field

from api.parameters import CATEGORY, EARLIEST_YEAR, LATEST_YEAR, SOURCE, TEXT
from api.schemas.papers import PaperForm
from paper_reader.types import Level, ReadingStatus, Role, SearchMode

MOST_ITEMS: Final = 500
Name = Annotated[str, Field(description="What the reader calls it.", min_length=1, max_length=200, pattern=TEXT)]
Reference = Annotated[
    str, Field(description="Number, arXiv id, DOI, imported id or exact title.", max_length=300, pattern=TEXT)
]
References = Annotated[list[Reference | Annotated[int, Field(ge=1, le=10**15)]], Field(max_length=MOST_ITEMS)]


class ListToMake(BaseModel):
    """A list to keep: of a topic's must-reads, or of chosen papers."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"name": "Graphs this spring", "topic": "graph neural networks", "size": 15},
                {"name": "For Monday", "papers": [12, "1706.03762"]},
            ]
        },
    )

    name: Name
    topic: Annotated[str, Field(min_length=1, max_length=1000, pattern=TEXT)] | None = Field(
        default=None, description="A topic of the roadmap, or any text; its must-reads come on the list."
    )
    size: int = Field(default=20, ge=1, le=100, description="How many must-reads.")
    papers: References = Field(default=[], description="Papers to put on the list; they follow the must-reads.")


class ListOrder(BaseModel):
    """All papers of a list in their order: others come in, those left out go."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"papers": [3, 12, 7]}]})

    papers: References


class ListName(BaseModel):
    """Another name for a list."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"name": "Graphs this summer"}]})

    name: Name


class KeptListHeadForm(BaseModel):
    """A kept list without its papers."""

    slug: str
    name: str
    topic: str | None
    topic_slug: str | None
    size: int
    shared: bool = Field(description="Whether there is a link that opens it to others.")
    created_at: str
    updated_at: str


class KeptItemForm(BaseModel):
    """A paper on a kept list. Level, role and score are null for papers that the reader chose."""

    position: int
    level: Level | None
    role: Role | None
    reason: str
    score: float | None
    status: ReadingStatus | None
    added_at: str
    paper: PaperForm


class KeptListForm(KeptListHeadForm):
    """A kept list in the reader's order."""

    items: list[KeptItemForm]


class KeptListPage(BaseModel):
    """Kept lists, the one that changed last first."""

    items: list[KeptListHeadForm]
    total: int
    next_cursor: str | None


class ShareForm(BaseModel):
    """A link that opens a list to whoever has it."""

    path: str = Field(examples=["/v1/shared/Zk1…"])
    token: str


class LimitsForm(BaseModel):
    """The limits of a search."""

    model_config = ConfigDict(extra="forbid")

    year_from: Annotated[int, Field(ge=EARLIEST_YEAR, le=LATEST_YEAR)] | None = None
    year_to: Annotated[int, Field(ge=EARLIEST_YEAR, le=LATEST_YEAR)] | None = None
    categories: list[Annotated[str, Field(pattern=CATEGORY)]] = Field(default=[], max_length=20)
    venues: list[Annotated[str, Field(pattern=TEXT, max_length=200)]] = Field(default=[], max_length=20)
    sources: list[Annotated[str, Field(pattern=SOURCE)]] = Field(default=[], max_length=20)


class SearchToSave(BaseModel):
    """A search to come back to, and to follow as a feed."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"name": "Graph transformers", "query": "transformers on graphs"}]},
    )

    name: Name
    query: Annotated[str, Field(min_length=1, max_length=1000, pattern=TEXT)]
    mode: SearchMode = SearchMode.HYBRID
    limits: LimitsForm = LimitsForm()


class SavedSearchForm(BaseModel):
    """A saved search."""

    slug: str
    name: str
    query: str
    mode: SearchMode
    limits: LimitsForm
    created_at: str


class SavedSearchPage(BaseModel):
    """Saved searches in the order they were saved."""

    items: list[SavedSearchForm]
    total: int
    next_cursor: str | None
