"""Pictures of a topic: where everything stands, in units of the picture's own width and height; y grows downwards."""

from __future__ import annotations

from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field

from paper_reader.types import Level, LinkKind, ReadingStatus, Role

_PAPER: Final[dict[str, Any]] = {
    "id": 12,
    "title": "Attention Is All You Need",
    "authors": ["Ashish Vaswani", "Noam Shazeer"],
    "year": 2017,
}
_NODE: Final[dict[str, Any]] = {
    "position": 2,
    "paper": _PAPER,
    "level": "core",
    "role": "foundation",
    "builds_on": [1],
    "ancestors": [1],
    "surveys": 0,
    "has_known_references": True,
    "layer": 1,
    "x": 8.0,
    "y": 162.0,
    "width": 180.0,
    "height": 88.0,
}
_LINEAGE: Final[dict[str, Any]] = {
    "topic": "Attention and transformers",
    "topic_slug": "attention-and-transformers",
    "generated_at": "2026-01-02T03:04:05+00:00",
    "width": 196.0,
    "height": 258.0,
    "nodes": [_NODE],
    "links": [
        {
            "earlier": 1,
            "later": 2,
            "kind": "cites",
            "why": "it cites this paper",
            "points": [[98.0, 122.0], [98.0, 162.0]],
        }
    ],
    "bands": [{"level": "core", "y": 128.0, "height": 130.0}],
    "thinned": 3,
    "notes": [],
}
_MAP: Final[dict[str, Any]] = {
    "topic": "Attention and transformers",
    "topic_slug": "attention-and-transformers",
    "generated_at": "2026-01-02T03:04:05+00:00",
    "width": 1000.0,
    "height": 660.0,
    "size_by": "citations, compared with papers of the same field and year",
    "nodes": [
        {
            "position": 2,
            "paper": _PAPER,
            "status": "read",
            "influence": 0.99,
            "influence_in_words": "120,000 citations, more than 99 % of papers of 2017 in cs.CL",
            "age": 1,
            "facet": 0,
            "x": 412.5,
            "y": 300.0,
            "radius": 18.7,
            "label": {"text": "2 Attention Is All You…", "x": 435.2, "y": 303.1, "width": 140.2, "height": 12.0},
        }
    ],
    "ages": [{"name": "2016–2018", "year_from": 2016, "year_to": 2018, "papers": 31}],
    "facets": [{"name": "machine translation", "papers": 17, "label": None}],
    "notes": [],
}
Position = Annotated[int, Field(description="A place on the reading list, from 1.")]


class PicturedPaper(BaseModel):
    """A paper in a line; `/v1/papers/{id}` has all of it."""

    id: int
    title: str
    authors: list[str]
    year: int | None


class LineageNodeForm(BaseModel):
    """A paper as a card whose upper left corner is at x, y."""

    position: Position
    paper: PicturedPaper
    level: Level
    role: Role
    builds_on: list[Position] = Field(description="Where links lead here from.")
    ancestors: list[Position] = Field(description="All that lead here, over any number of links.")
    surveys: int = Field(description="How many papers of the list a survey cites.")
    has_known_references: bool = Field(description="Where false, what it builds on is not known.")
    layer: int = Field(description="Its row, from 0.")
    x: float
    y: float
    width: float
    height: float


class LineageLinkForm(BaseModel):
    """That one paper builds on another, and the line between them."""

    earlier: Position
    later: Position
    kind: LinkKind
    why: str
    points: list[list[float]] = Field(description="Points [x, y] from the earlier card to the later one.")


class LevelBandForm(BaseModel):
    """Where in the picture the papers of a level stand."""

    level: Level
    y: float
    height: float


class LineageForm(BaseModel):
    """Who builds on whom among a topic's must-reads. `notes` says what is not known."""

    model_config = ConfigDict(json_schema_extra={"examples": [_LINEAGE]})

    topic: str
    topic_slug: str | None
    generated_at: str
    width: float
    height: float
    nodes: list[LineageNodeForm] = Field(description="In reading order.")
    links: list[LineageLinkForm]
    bands: list[LevelBandForm]
    thinned: int = Field(description="Citations that are not among the links since a way over other papers shows them.")
    notes: list[str]


class MapLabelForm(BaseModel):
    """Words on a map: the left end of their base line, and the room they take."""

    text: str
    x: float
    y: float
    width: float
    height: float


class MapNodeForm(BaseModel):
    """A paper as a circle with its middle at x, y."""

    position: Position | None = Field(description="Among the must-reads; null for other papers.")
    paper: PicturedPaper
    status: ReadingStatus | None
    influence: float | None = Field(
        description="In [0, 1]; null where it is not known, and the radius then says nothing."
    )
    influence_in_words: str
    age: int | None = Field(description="Index into `ages`; null where the year is not known.")
    facet: int | None = Field(description="Index into `facets`.")
    x: float
    y: float
    radius: float
    label: MapLabelForm | None


class AgeBandForm(BaseModel):
    """Papers of these years."""

    name: str
    year_from: int
    year_to: int
    papers: int


class MapFacetForm(BaseModel):
    """Papers about the same thing."""

    name: str
    papers: int
    label: MapLabelForm | None = Field(description="Null where there is no room for it.")


class TopicMapForm(BaseModel):
    """A topic's papers placed by meaning: neighbours on the map are alike, the axes mean nothing."""

    model_config = ConfigDict(json_schema_extra={"examples": [_MAP]})

    topic: str
    topic_slug: str | None
    generated_at: str
    width: float
    height: float
    size_by: str = Field(description="What the size of a circle means.")
    nodes: list[MapNodeForm]
    ages: list[AgeBandForm] = Field(description="The youngest first.")
    facets: list[MapFacetForm]
    notes: list[str]
