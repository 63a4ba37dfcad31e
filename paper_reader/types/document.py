"""The words for a paper's full text: what a reader of HTML or PDF finds, whatever it came from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class DocumentSource(StrEnum):
    """Where a full text came from. HTML keeps formulas and links; a PDF is read from the places of its letters."""

    ARXIV_HTML = "arxiv-html"
    ARXIV_PDF = "arxiv-pdf"
    FILE = "file"


class SectionRole(StrEnum):
    """What a section is for, as far as its title and place tell; decides in which pass it is read."""

    ABSTRACT = "abstract"
    INTRODUCTION = "introduction"
    BACKGROUND = "background"
    METHOD = "method"
    RESULTS = "results"
    DISCUSSION = "discussion"
    CONCLUSION = "conclusion"
    PROOF = "proof"
    APPENDIX = "appendix"
    ACKNOWLEDGEMENTS = "acknowledgements"
    OTHER = "other"


class BlockKind(StrEnum):
    """What a piece of a section is."""

    PARAGRAPH = "paragraph"
    LIST = "list"
    EQUATION = "equation"
    FIGURE = "figure"
    TABLE = "table"
    ALGORITHM = "algorithm"
    THEOREM = "theorem"
    PROOF = "proof"
    QUOTE = "quote"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a section.

    `anchor` is unique in the document and the same whenever the same text is read again. `text` is plain: one line,
    formulas as LaTeX between dollar signs. `html` is markup that is safe to show as it is (MathML, no scripts, no
    styles, no outside addresses but links of papers); links to references are `#` and the reference's anchor.
    """

    anchor: str
    kind: BlockKind
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands below it, up to the next heading. `level` 1 is a section, 2 a subsection.

    `number` is as printed ("3.1"), or empty. The title is plain text.
    """

    anchor: str
    number: str
    title: str
    level: int
    role: SectionRole
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure or table: its label as printed ("Figure 2"), its caption in plain text, and where it stands."""

    anchor: str
    label: str
    caption: str
    section: str  # the section's anchor
    image: str | None = None  # its address on the paper's site, where there is one


@dataclass(frozen=True, slots=True)
class Reference:
    """One entry of the paper's list of references: as printed, and what could be told from it."""

    anchor: str
    label: str
    text: str
    title: str | None = None
    year: int | None = None
    arxiv_id: str | None = None
    doi: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A paper's full text in reading order; `level`s tell which section stands in which.

    `notes` say what could not be read ("formulas of a PDF are shown as their letters"), for the reader to know.
    """

    source: DocumentSource
    address: str
    fetched_at: datetime
    title: str
    sections: tuple[Section, ...]
    figures: tuple[Figure, ...]
    references: tuple[Reference, ...]
    notes: tuple[str, ...] = ()
