"""The words for reading a paper through: its passes, what is marked in it, and what the reader writes beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum

from paper_reader.types.document import Document
from paper_reader.types.paper import Paper, ReadingStatus


class Pass(IntEnum):
    """The three passes of S. Keshav, "How to Read a Paper" (2007)."""

    FIRST = 1
    SECOND = 2
    THIRD = 3


@dataclass(frozen=True, slots=True)
class Annotation:
    """What the reader wrote beside a paper's text: a note on a section, or a highlight, which has a `quote`.

    `section` and `anchor` name the place as it was; `heading` says it in words ("3.1 Attention"). `text` is Markdown,
    and may be empty for a highlight.
    """

    id: int
    section: str
    heading: str
    text: str
    created_at: datetime
    anchor: str | None = None
    quote: str | None = None

    @property
    def is_highlight(self) -> bool:
        """Whether it marks a passage."""
        return self.quote is not None


@dataclass(frozen=True, slots=True)
class ReadingPosition:
    """Where the reader stopped: the section (its anchor and its heading in words), and the piece of text there."""

    section: str
    heading: str
    anchor: str | None
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class ReadingThrough:
    """What the reader made of one paper's text. `passes` has the moment at which each pass was finished."""

    annotations: tuple[Annotation, ...] = ()
    passes: Mapping[Pass, datetime] = field(default_factory=dict)
    position: ReadingPosition | None = None


NOTHING_READ = ReadingThrough()


@dataclass(frozen=True, slots=True)
class PassPart:
    """What a pass reads of one section: the anchors of its blocks, in order; none where its heading is all."""

    section: str
    blocks: tuple[str, ...]
    seconds: int


@dataclass(frozen=True, slots=True)
class PlannedPass:
    """One pass through a paper: what it is for, what to look for, what to read, how long that takes."""

    number: Pass
    title: str
    purpose: str
    look_for: tuple[str, ...]
    parts: tuple[PassPart, ...]
    seconds: int

    @property
    def minutes(self) -> int:
        """Whole minutes, one at least."""
        return max(1, round(self.seconds / 60))


@dataclass(frozen=True, slots=True)
class TextSpan:
    """A piece of a block's text: `text[start:end]`."""

    section: str
    anchor: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class KeySentence:
    """A sentence that says what its paper is about, with how near it is to the paper's title and abstract."""

    span: TextSpan
    score: float


@dataclass(frozen=True, slots=True)
class TermLink:
    """The first use of a name that another paper of the library coined."""

    span: TextSpan
    paper_id: int
    title: str
    year: int | None


@dataclass(frozen=True, slots=True)
class ReferenceLink:
    """An entry of the paper's references that is a paper of the library."""

    anchor: str
    paper_id: int
    title: str
    status: ReadingStatus | None = None


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A place where words were found. `start` and `end` are their place in `snippet`."""

    section: str
    heading: str
    anchor: str
    snippet: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PlacedHighlight:
    """A highlight with its place in the text as it is now; None where the passage is gone."""

    highlight: Annotation
    span: TextSpan | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperText:
    """A paper's full text with everything a reader has beside it. `paper` is None for a file that is no paper here."""

    document: Document
    paper: Paper | None
    passes: tuple[PlannedPass, ...]
    key_sentences: tuple[KeySentence, ...] = ()
    terms: tuple[TermLink, ...] = ()
    references: tuple[ReferenceLink, ...] = ()
    highlights: tuple[PlacedHighlight, ...] = ()
    read: ReadingThrough = NOTHING_READ
    status: ReadingStatus | None = None

    @property
    def title(self) -> str:
        """The title that the text has; where it has none, the library's or the file's."""
        return self.document.title or (self.paper.title if self.paper else self.document.address)

    @property
    def next_pass(self) -> Pass:
        """The first pass that is not finished; the third where all are."""
        return next((one for one in Pass if one not in self.read.passes), Pass.THIRD)
