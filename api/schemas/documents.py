"""Full texts, and what the reader made of them."""

from __future__ import annotations

from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, StrictBool

from api.parameters import TEXT
from api.schemas.papers import PaperForm
from paper_reader.types import BlockKind, DocumentSource, ReadingStatus, SectionRole

MOST_NOTE_LETTERS: Final = 20_000  # beside one section
_PLACE: Final[dict[str, Any]] = {
    "section": "s-3-method",
    "anchor": "s-3-method.2",
    "start": 0,
    "end": 34,
    "text": "We train it on pairs of sentences.",
}
Anchor = Annotated[str, Field(description="A place in the text.", min_length=1, max_length=200, pattern=TEXT)]


class SpanForm(BaseModel):
    """A passage: `text[start:end]` of the block with this anchor."""

    model_config = ConfigDict(json_schema_extra={"examples": [_PLACE]})

    section: str = Field(description="The anchor of the section it stands in.")
    anchor: str = Field(description="The anchor of the block it stands in.")
    start: int
    end: int
    text: str


class KeySentenceForm(SpanForm):
    """A sentence that says much of what the paper is about."""

    score: float = Field(description="How near it is to title and abstract, and to its own section.")


class TermForm(SpanForm):
    """The first use of a name that another paper of the library coined."""

    paper_id: int = Field(description="The paper that coined it.")
    title: str
    year: int | None


class AnnotationForm(BaseModel):
    """A note beside a section, or a highlight, which has a quote."""

    id: int
    section: str = Field(description="The section's anchor, as it was when this was written.")
    heading: str = Field(description="The section in words.", examples=["3.1 Attention"])
    anchor: str | None = Field(description="Of a highlight: the block it was made in.")
    quote: str | None = Field(description="Of a highlight: the passage.")
    text: str = Field(description="Markdown; may be empty for a highlight.")
    created_at: str = Field(description="ISO 8601 with zone.")


class HighlightForm(AnnotationForm):
    """A highlight with its place in the text as it is now."""

    place: SpanForm | None = Field(description="Null where the text no longer has the passage.")


class PositionForm(BaseModel):
    """Where the reader stopped."""

    section: str
    heading: str
    anchor: str | None
    updated_at: str


class BlockForm(BaseModel):
    """A paragraph, equation, figure … of a section."""

    anchor: str = Field(description="Unique in the document.")
    kind: BlockKind
    text: str = Field(description="One line of plain text; formulas are LaTeX between dollar signs.")
    html: str = Field(description="Markup that is safe to show as it is; formulas are MathML.")


class SectionForm(BaseModel):
    """A heading and what stands below it, up to the next heading."""

    anchor: str
    number: str = Field(description="As printed; empty where there is none.", examples=["3.1"])
    title: str
    level: int = Field(description="1 is a section, 2 a subsection.")
    role: SectionRole
    blocks: list[BlockForm]


class OutlineEntry(BaseModel):
    """A heading, and how long each pass takes for its section."""

    anchor: str
    number: str
    title: str
    level: int
    role: SectionRole
    seconds: dict[str, int] = Field(description="By pass; 0 where a pass leaves it out.", examples=[{"1": 20, "2": 90}])


class FigureForm(BaseModel):
    """A figure or table."""

    anchor: str
    label: str = Field(examples=["Figure 2"])
    caption: str
    section: str
    image: str | None = Field(
        description="Its address on the paper's own site; nothing is loaded from there by itself."
    )


class DocumentReferenceForm(BaseModel):
    """An entry of the paper's references, and which paper of the library it is."""

    anchor: str
    label: str
    text: str
    title: str | None
    year: int | None
    arxiv_id: str | None
    doi: str | None
    paper_id: int | None = Field(description="Null where the library does not have it.")
    paper_title: str | None
    status: ReadingStatus | None


class PassPartForm(BaseModel):
    """What a pass reads of one section."""

    section: str
    blocks: list[str] = Field(description="Anchors; none where the heading is all.")


class PassForm(BaseModel):
    """One of the three passes."""

    number: int = Field(ge=1, le=3)
    title: str
    purpose: str
    look_for: list[str]
    minutes: int
    done_at: str | None
    parts: list[PassPartForm]


class DocumentForm(BaseModel):
    """A paper's full text with everything a reader has beside it."""

    paper: PaperForm | None
    title: str
    source: DocumentSource
    address: str = Field(description="Where the text came from.")
    fetched_at: str
    notes: list[str] = Field(description="What could not be read.")
    status: ReadingStatus | None
    outline: list[OutlineEntry]
    sections: list[SectionForm] = Field(description="All of them, or those that were asked for.")
    figures: list[FigureForm]
    references: list[DocumentReferenceForm]
    passes: list[PassForm]
    next_pass: int = Field(description="The first pass that is not finished; 3 where all are.")
    key_sentences: list[KeySentenceForm]
    terms: list[TermForm]
    highlights: list[HighlightForm]
    section_notes: list[AnnotationForm]
    position: PositionForm | None


class FoundPlaceForm(BaseModel):
    """A place where the words stand; `start` and `end` are in the snippet."""

    section: str
    heading: str
    anchor: str
    snippet: str
    start: int
    end: int


class FoundForm(BaseModel):
    """Where words stand in a paper."""

    words: str
    places: list[FoundPlaceForm] = Field(description="In reading order, 200 at most.")


class ThroughForm(BaseModel):
    """What the reader made of a paper's text."""

    section_notes: list[AnnotationForm]
    highlights: list[AnnotationForm]
    passes: dict[str, str] = Field(
        description="When each pass was finished.", examples=[{"1": "2026-01-02T10:00:00+00:00"}]
    )
    position: PositionForm | None


class FinishedPassForm(ThroughForm):
    """The same after a pass was finished."""

    offer: ReadingStatus | None = Field(description="`read` where the paper could now be marked as read.")


class SectionNoteToKeep(BaseModel):
    """A note to put beside a section."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"section": "3.1", "text": "Why *eight* heads?"}]}
    )

    section: Annotated[
        str, Field(description="Its anchor, number or title.", min_length=1, max_length=300, pattern=TEXT)
    ]
    text: Annotated[str, Field(description="Markdown.", min_length=1, max_length=MOST_NOTE_LETTERS, pattern=TEXT)]


class HighlightToKeep(BaseModel):
    """A passage to mark."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"quote": "attention is all you need", "text": "The claim."}]}
    )

    quote: Annotated[
        str, Field(description="Words of one paragraph, as they stand.", min_length=1, max_length=5000, pattern=TEXT)
    ]
    anchor: Anchor | None = Field(default=None, description="The block, where the same words stand in several.")
    text: Annotated[str, Field(description="A remark in Markdown.", max_length=MOST_NOTE_LETTERS)] = ""


class AnnotationText(BaseModel):
    """Another text for a note or a remark."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"text": "Clear now: see the appendix."}]}
    )

    text: Annotated[str, Field(description="Markdown; for a highlight it may be empty.", max_length=MOST_NOTE_LETTERS)]


class PositionToKeep(BaseModel):
    """Where the reader is."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"place": "s-3-method.2"}]})

    place: Annotated[
        str,
        Field(
            description="A block's or section's anchor, or a section's number or title.",
            min_length=1,
            max_length=300,
            pattern=TEXT,
        ),
    ]


class PassToKeep(BaseModel):
    """Whether a pass is finished."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"done": True}]})

    done: StrictBool
