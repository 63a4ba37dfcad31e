"""A document on its way: elements of a page sorted into sections and pieces, before they have anchors and markup."""

from __future__ import annotations

from dataclasses import dataclass, field

from paper_reader.reader.elements import Element
from paper_reader.types.document import BlockKind, SectionRole


@dataclass(slots=True)
class BlockDraft:
    """One piece: the elements it is made of. `caption` and `label` are a figure's or a table's."""

    kind: BlockKind
    nodes: list[Element]
    label: str = ""
    caption: str = ""
    image: str | None = None


@dataclass(slots=True)
class SectionDraft:
    """A heading and its pieces. `names` are those of the page that lead to it."""

    title: str
    level: int
    number: str = ""
    role: SectionRole | None = None
    names: list[str] = field(default_factory=list)
    blocks: list[BlockDraft] = field(default_factory=list)
    after_references: bool = False


@dataclass(slots=True)
class ReferenceDraft:
    """One entry of the list of references."""

    label: str
    text: str
    names: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Draft:
    """What was found in a page so far. A piece before any heading opens a section without one."""

    title: str = ""
    sections: list[SectionDraft] = field(default_factory=list)
    references: list[ReferenceDraft] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def open(self, section: SectionDraft) -> None:
        """Begin a section."""
        section.after_references = bool(self.references)
        self.sections.append(section)

    def add(self, block: BlockDraft) -> None:
        """Put a piece into the section that is open."""
        if not self.sections:
            self.open(SectionDraft(title="", level=1))
        self.sections[-1].blocks.append(block)
