"""The roadmap: topics, their must-reads, what is new, who stands behind them."""

from __future__ import annotations

from pydantic import BaseModel, Field

from api.schemas.papers import PaperForm
from paper_reader.types import Level, Role


class TopicForm(BaseModel):
    """A topic of the roadmap."""

    slug: str
    title: str
    description: str
    level: str
    prerequisites: list[str] = Field(description="Slugs of the topics to know before.")
    phrasings: list[str] = Field(description="What is searched for.")
    aliases: list[str] = Field(description="Other names that people type.")
    categories: list[str]


class TopicInPart(TopicForm):
    """A topic with the part that it stands in."""

    part: str


class PartForm(BaseModel):
    """A part of the roadmap."""

    slug: str
    number: int
    title: str
    description: str
    topics: list[TopicForm]


class RoadmapForm(BaseModel):
    """The learning roadmap, in the order to learn it."""

    parts: list[PartForm]


class SignalForm(BaseModel):
    """A part of a score."""

    value: float | None = Field(description="In [0, 1]; null where nothing is known.")
    detail: str = Field(description="The figure in words.")
    source: str | None
    as_of: str | None


class PrerequisiteForm(BaseModel):
    """What to read before a paper."""

    paper_id: int
    title: str
    position: int | None = Field(description="Its place on the list; null where it is not on it.")
    why: str


class ListItemForm(BaseModel):
    """A paper in its place, and why."""

    position: int
    level: Level
    role: Role
    reason: str
    score: float
    signals: dict[str, SignalForm] = Field(description="Empty where they were not asked for.")
    paper: PaperForm
    facet: str | None = Field(description="The side of the topic that the paper is about.")
    needs: list[PrerequisiteForm] = Field(description="What to read before it.")


class ReadingListForm(BaseModel):
    """What to read, in which order, and why. `notes` says what the list lacks."""

    topic: str
    topic_slug: str | None
    generated_at: str
    items: list[ListItemForm]
    notes: list[str]


class NewPaperForm(BaseModel):
    """A new paper."""

    arrived_at: str = Field(description="When it came to the library.")
    paper: PaperForm


class NewsForm(BaseModel):
    """Papers on a topic that were published or came to the library since a day, the latest to come first."""

    topic_slug: str
    since: str
    seen_at: str | None = Field(description="When the reader last said that they had looked.")
    items: list[NewPaperForm]
    notes: list[str]


class SeenForm(BaseModel):
    """When the reader said that they had looked."""

    topic_slug: str
    seen_at: str


class WrittenPaper(BaseModel):
    """A paper in a line."""

    id: int
    title: str
    year: int | None


class PersonForm(BaseModel):
    """An author behind a topic's must-reads."""

    name: str
    why: str = Field(description="Why they are named.")
    must_reads: int
    first_author_of: int = Field(description="How many of the must-reads name them first.")
    on_topic: int = Field(description="Papers on the topic in the library.")
    recent: int = Field(description="Those of the last years.")
    group: list[str] = Field(description="Who writes with them on the topic.")
    papers: list[WrittenPaper]


class PeopleForm(BaseModel):
    """The authors behind a topic's must-reads, who wrote most of them first."""

    topic_slug: str
    items: list[PersonForm]
