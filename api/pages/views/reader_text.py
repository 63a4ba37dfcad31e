"""The text of a paper with all that stands in it and beside it: marks, links, notes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from api.pages.addresses import paper_path
from api.pages.views.marking import Wanted, marked
from api.pages.views.note_text import note_markup
from api.pages.views.words import count, day
from paper_reader.types import Annotation, Block, PaperText, Pass, PlannedPass, Section

KEY: Final = "key"
HIGHLIGHT: Final = "highlight"
TERM: Final = "term"
DEEPEST_HEADING: Final = 5


@dataclass(frozen=True, slots=True)
class BlockView:
    """A piece of text. `is_key`: it holds a key sentence that cannot be marked inside of it.

    `picture` is where a figure can be looked at; pages of ours load nothing from elsewhere.
    """

    anchor: str
    kind: str
    markup: Markup
    is_key: bool = False
    picture: str = ""


@dataclass(frozen=True, slots=True)
class NoteView:
    """What the reader wrote: a note on a section, or a highlight with its quote."""

    id: int
    markup: Markup
    text: str
    quote: str
    said: str  # when it was written
    href: str  # the place that it is about, "" where that is gone


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section as a pass shows it. `later` are the pieces that this pass leaves out."""

    anchor: str
    heading: int  # 2 is a section
    number: str
    title: str
    blocks: tuple[BlockView, ...]
    later: tuple[BlockView, ...]
    later_said: str
    notes: tuple[NoteView, ...]
    takes_notes: bool


def sections_of(text: PaperText, shown: PlannedPass, *, with_key_sentences: bool) -> tuple[SectionView, ...]:
    """All sections in order. What the pass leaves out is there too, folded."""
    wanted = _wanted(text, with_key_sentences=with_key_sentences)
    read = {part.section: frozenset(part.blocks) for part in shown.parts}
    pictures = {one.anchor: one.image for one in text.document.figures if one.image}
    notes = notes_by_section(text)
    views = {
        section.anchor: [
            (block.anchor in read.get(section.anchor, ()), _block(block, wanted.get(block.anchor, ()), pictures))
            for block in section.blocks
        ]
        for section in text.document.sections
    }
    return tuple(_section(one, views[one.anchor], notes.get(one.anchor, ()), shown) for one in _sections(text))


def notes_by_section(text: PaperText) -> dict[str, list[NoteView]]:
    """What the reader wrote, by the anchor of the section where it stands now; "" where that is gone."""
    places = {one.highlight.id: one.span for one in text.highlights}
    there = {section.anchor for section in text.document.sections}
    found: dict[str, list[NoteView]] = {}
    for one in text.read.annotations:
        span = places.get(one.id)
        section = span.section if span else one.section
        is_placed = section in there and (span is not None or not one.is_highlight)
        href = f"#{span.anchor if span else section}" if is_placed else ""
        found.setdefault(section if is_placed else "", []).append(note_of(one, href))
    return found


def note_of(annotation: Annotation, href: str) -> NoteView:
    """One of them."""
    said = f"{annotation.heading}, {day(annotation.created_at)}" if annotation.heading else day(annotation.created_at)
    return NoteView(annotation.id, note_markup(annotation.text), annotation.text, annotation.quote or "", said, href)


def _sections(text: PaperText) -> Iterator[Section]:
    """Without a first section that says the title again and nothing else."""
    for position, section in enumerate(text.document.sections):
        if position or section.blocks or section.title != text.document.title:
            yield section


def _section(
    section: Section, views: Sequence[tuple[bool, BlockView]], notes: Sequence[NoteView], shown: PlannedPass
) -> SectionView:
    later = tuple(view for is_read, view in views if not is_read)
    return SectionView(
        anchor=section.anchor,
        heading=min(section.level + 1, DEEPEST_HEADING),
        number=section.number,
        title=section.title,
        blocks=tuple(view for is_read, view in views if is_read),
        later=later,
        later_said=f"{count(len(later), 'piece')} of text for a later pass" if later else "",
        notes=tuple(notes),
        takes_notes=shown.number is Pass.THIRD or bool(notes),
    )


def _block(block: Block, wanted: Sequence[Wanted], pictures: Mapping[str, str]) -> BlockView:
    picture = pictures.get(block.anchor, "")
    markup = marked(block.html, block.text, wanted)
    if markup is not None:
        return BlockView(block.anchor, block.kind.value, markup, picture=picture)
    plain = marked(block.html, block.text, ()) or Markup("")
    return BlockView(block.anchor, block.kind.value, plain, any(one.kind == KEY for one in wanted), picture)


def _wanted(text: PaperText, *, with_key_sentences: bool) -> dict[str, list[Wanted]]:
    """What is to be marked, by piece of text."""
    found: dict[str, list[Wanted]] = {}
    for placed in text.highlights:
        if placed.span is not None:
            span = placed.span
            found.setdefault(span.anchor, []).append(Wanted(span.start, span.end, HIGHLIGHT))
    for key in text.key_sentences if with_key_sentences else ():
        found.setdefault(key.span.anchor, []).append(Wanted(key.span.start, key.span.end, KEY))
    for term in text.terms:
        title = f"Introduced in: {term.title}" + (f" ({term.year})" if term.year else "")
        link = Wanted(term.span.start, term.span.end, TERM, paper_path(term.paper_id), title)
        found.setdefault(term.span.anchor, []).append(link)
    return found
