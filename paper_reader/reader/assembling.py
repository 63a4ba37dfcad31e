"""From a draft to a `Document`: names for all places, links between them, markup and text of each piece. Pure."""

from __future__ import annotations

from html import escape
from typing import Final
from urllib.parse import urljoin, urlsplit

from paper_reader.reader.anchors import Anchors
from paper_reader.reader.draft import BlockDraft, Draft, SectionDraft
from paper_reader.reader.elements import Element, has_class, names_in, one_line
from paper_reader.reader.markup import Markup
from paper_reader.reader.plain_text import latex_of, plain_text
from paper_reader.reader.raw_document import RawDocument
from paper_reader.reader.references import reference_of
from paper_reader.reader.roles import role_of
from paper_reader.types.document import Block, BlockKind, Document, Figure, Reference, Section

_UNTITLED: Final = "Text"
_SHOWN_AS_FIGURES: Final = (BlockKind.FIGURE, BlockKind.TABLE)


def assembled(raw: RawDocument, draft: Draft, base: str) -> Document:
    """Make the document; `base` is what the addresses of its pictures are relative to, or empty."""
    anchors = Anchors()
    sections = [section for section in draft.sections if section.blocks or section.title]
    names = [anchors.of_section(f"{section.number} {section.title}") for section in sections]
    blocks = [
        [anchors.of_block(name, position) for position in range(1, len(section.blocks) + 1)]
        for name, section in zip(names, sections, strict=True)
    ]
    references, links = _references(draft, anchors)
    for name, section, own in zip(names, sections, blocks, strict=True):
        for block, anchor in zip(section.blocks, own, strict=True):
            for node in block.nodes:
                for leading in names_in(node):
                    links.setdefault(leading, anchor)
        for leading in section.names:
            links.setdefault(leading, name)
    markup = Markup(links)
    return Document(
        source=raw.source,
        address=raw.address,
        fetched_at=raw.fetched_at,
        title=one_line(draft.title),
        sections=tuple(_sections(sections, names, blocks, markup)),
        figures=tuple(_figures(sections, names, blocks, base)),
        references=references,
        notes=tuple(draft.notes),
    )


def _references(draft: Draft, anchors: Anchors) -> tuple[tuple[Reference, ...], dict[str, str]]:
    references, links = [], {}
    for position, entry in enumerate(draft.references, 1):
        anchor = anchors.of_reference(position)
        links.update(dict.fromkeys(entry.names, anchor))
        references.append(reference_of(anchor, entry.label, entry.text, addresses=entry.addresses, parts=entry.parts))
    return tuple(references), links


def _sections(drafts: list[SectionDraft], names: list[str], blocks: list[list[str]], markup: Markup) -> list[Section]:
    sections: list[Section] = []
    open_above: list[Section] = []
    for draft, name, anchors in zip(drafts, names, blocks, strict=True):
        while open_above and open_above[-1].level >= draft.level:
            open_above.pop()
        parent = open_above[-1].role if open_above else None
        role = draft.role or role_of(draft.title, parent=parent, after_references=draft.after_references)
        pieces = tuple(_block(block, anchor, markup) for block, anchor in zip(draft.blocks, anchors, strict=True))
        section = Section(name, draft.number, draft.title or _UNTITLED, draft.level, role, pieces)
        sections.append(section)
        open_above.append(section)
    return sections


def _block(draft: BlockDraft, anchor: str, markup: Markup) -> Block:
    if draft.kind is BlockKind.EQUATION and (formulas := _formulas(draft)):
        number = _equation_number(draft)
        text = " ".join(f"${latex}$" for latex in (latex_of(one) for one in formulas) if latex)
        shown = "".join(markup.of(one) for one in formulas)
        label = f'<span class="equation-number">{escape(number)}</span>' if number else ""
        return Block(anchor, draft.kind, f"{text} {number}".strip(), f'<div class="equation">{shown}{label}</div>')
    return Block(anchor, draft.kind, plain_text(*draft.nodes), markup.of(*draft.nodes))


def _formulas(draft: BlockDraft) -> list[Element]:
    return [one for node in draft.nodes for one in node.iter("math")]


def _equation_number(draft: BlockDraft) -> str:
    numbers = [plain_text(one) for node in draft.nodes for one in node.iter() if has_class(one, "ltx_tag_equation")]
    return ", ".join(dict.fromkeys(number for number in numbers if number))


def _figures(drafts: list[SectionDraft], names: list[str], blocks: list[list[str]], base: str) -> list[Figure]:
    return [
        Figure(anchor, block.label, block.caption, name, _picture(block.image, base))
        for section, name, anchors in zip(drafts, names, blocks, strict=True)
        for block, anchor in zip(section.blocks, anchors, strict=True)
        if block.kind in _SHOWN_AS_FIGURES and (block.label or block.caption)
    ]


def _picture(image: str | None, base: str) -> str | None:
    """A picture's whole address, where it lies on the paper's own site."""
    if not image or not base or image.startswith("data:"):
        return None
    try:
        whole = urljoin(base, image)
        return whole if urlsplit(whole)[:2] == urlsplit(base)[:2] else None
    except ValueError:
        return None
