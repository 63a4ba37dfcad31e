"""A full text on the screen: lines of a readable length on a terminal, one line a paragraph in a pipe."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from paper_reader.cli.screen import Screen, simple_table, styled
from paper_reader.types import (
    Annotation,
    Block,
    BlockKind,
    FoundPlace,
    PaperText,
    Pass,
    PlannedPass,
    ReadingThrough,
    Section,
)

if TYPE_CHECKING:
    from rich.text import Text

MOST_COLUMNS: Final = 88  # longer lines are harder to read
_KEY, _MARKED, _NAME = "bold", "black on yellow", "underline"
_SET_OFF: Final = frozenset({BlockKind.EQUATION, BlockKind.CODE, BlockKind.ALGORITHM, BlockKind.QUOTE})
_SIDE: Final = frozenset({BlockKind.FIGURE, BlockKind.TABLE})
_Span = tuple[int, int, str]


class Page:
    """Prints pieces of a text, bounded in width on a terminal."""

    def __init__(self) -> None:
        self.screen = Screen()
        self.is_terminal = self.screen.is_terminal

    def piece(self, text: Text, indent: int = 0) -> None:
        """Print a paragraph."""
        from rich.padding import Padding

        if self.is_terminal:
            console = self.screen.console
            console.print(Padding(text, (0, 0, 0, indent)), width=min(console.width, MOST_COLUMNS))
        else:
            self.screen.indented(text, indent)

    def line(self, *parts: str | tuple[str, str], indent: int = 0) -> None:
        """Print a line of its own."""
        self.piece(styled(*parts), indent)


def print_text(
    text: PaperText, sections: Sequence[Section], number: Pass | None, *, mark_key_sentences: bool | None
) -> None:
    """Print the sections with what the reader wrote beside them; `number` says for which pass, and what it is for."""
    page = Page()
    _print_head(page, text)
    if number is not None:
        _print_pass(page, text, text.passes[number - 1])
    marks = _marks(text, page.is_terminal, mark_key_sentences)
    overview = number is Pass.FIRST  # for which a table's caption is enough
    captions = {one.anchor: f"{one.label}: {one.caption}" for one in text.document.figures if overview}
    for section in sections:
        beside = [one for one in text.read.annotations if one.section == section.anchor]
        _print_section(page, section, marks, beside, captions)
    _print_lost(page, text)
    _print_names(page, text, {section.anchor for section in sections})
    if number is Pass.FIRST:
        _print_known_references(page, text)
    if number is not None and text.paper is not None:
        page.line("")
        page.line((f"When you are through: paper-reader read {text.paper.id} --done {int(number)}", "dim"))


def print_outline(text: PaperText) -> None:
    """Print the headings with the minutes that each pass takes for them."""
    page = Page()
    _print_head(page, text)
    page.line("")
    seconds = {one.number: {part.section: part.seconds for part in one.parts} for one in text.passes}
    rows = []
    for section in text.document.sections:
        heading = "· " * (section.level - 1) + f"{section.number} {section.title}".strip()
        rows.append((heading, *(_minutes(of.get(section.anchor, 0)) for of in seconds.values())))
    rows.append(("All of it, minutes", *(str(one.minutes) for one in text.passes)))
    page.screen.table(simple_table("Section", "Pass 1#", "Pass 2#", "Pass 3#", rows=rows))


def _minutes(seconds: int) -> str:
    if seconds < 30:
        return "<1" if seconds else ""
    return str(round(seconds / 60))


def print_places(places: Sequence[FoundPlace]) -> None:
    """Print where words were found, by section."""
    page = Page()
    heading = None
    for place in places:
        if place.heading != heading:
            heading = place.heading
            page.line((heading, "bold"))
        page.piece(_styled_spans(place.snippet, [(place.start, place.end, _MARKED)], stars=False), 2)


def print_through(read: ReadingThrough) -> None:
    """Print what the reader wrote and marked, and how far they are."""
    page = Page()
    for number, at in read.passes.items():
        page.line((f"Pass {int(number)} done on {at:%Y-%m-%d}", "cyan"))
    if read.position:
        page.line(("You are at: ", "cyan"), read.position.heading)
    for one in read.annotations:
        _print_annotation(page, one, heading=True)


def _print_head(page: Page, text: PaperText) -> None:
    document = text.document
    page.line((text.title, "bold"))
    known = f", {len(text.references)} in your library" if text.references else ""
    facts = (
        f"{document.source.value}, {document.fetched_at:%Y-%m-%d}",
        f"{len(document.sections)} sections",
        f"{len(document.figures)} figures and tables",
        f"{len(document.references)} references{known}",
    )
    page.line((" · ".join(facts), "dim"))
    done = ", ".join(f"pass {int(number)} on {at:%Y-%m-%d}" for number, at in text.read.passes.items())
    if done:
        page.line((f"Done: {done}", "cyan"))
    if text.read.position:
        page.line((f"You were at: {text.read.position.heading}", "cyan"))


def _print_pass(page: Page, text: PaperText, planned: PlannedPass) -> None:
    page.line("")
    others = " · ".join(f"{int(one.number)}: {one.minutes} min" for one in text.passes)
    page.line((f"Pass {int(planned.number)} of 3. {planned.title}", "bold cyan"), (f"  ({others})", "dim"))
    page.line(planned.purpose)
    for hint in planned.look_for:
        page.line(f"- {hint}", indent=2)


def _print_section(
    page: Page,
    section: Section,
    marks: Mapping[str, list[_Span]],
    beside: Sequence[Annotation],
    captions: Mapping[str, str],
) -> None:
    page.line("")
    page.line((f"{section.number} {section.title}".strip(), "bold cyan" if section.level == 1 else "bold"))
    for one in beside:
        if not one.is_highlight or (one.text and page.is_terminal):
            _print_annotation(page, one, heading=False)
    for block in section.blocks:
        _print_block(page, block, marks.get(block.anchor, []), captions)


def _print_block(page: Page, block: Block, spans: list[_Span], captions: Mapping[str, str]) -> None:
    if page.is_terminal:
        page.line("")
    if block.kind in _SIDE:
        page.line((captions.get(block.anchor, block.text), "dim"), indent=2)
    elif block.kind in _SET_OFF:
        page.line(block.text, indent=4)
    else:
        page.piece(_styled_spans(block.text, spans, stars=not page.is_terminal))


def _print_annotation(page: Page, one: Annotation, *, heading: bool) -> None:
    where = f", {one.heading}" if heading and one.heading else ""
    kind = "Marked" if one.is_highlight else "Note"
    said = f"“{one.quote}”" if one.quote else one.text
    page.line((f"{kind} {one.id}, {one.created_at:%Y-%m-%d}{where}: ", "cyan"), said, indent=2)
    if one.quote and one.text:
        page.line(one.text, indent=4)


def _print_lost(page: Page, text: PaperText) -> None:
    """What was marked in an earlier version of the text and is no longer there."""
    for placed in text.highlights:
        if placed.span is None:
            page.line((f"No longer in the text: “{placed.highlight.quote}”", "yellow"))


def _print_names(page: Page, text: PaperText, shown: set[str]) -> None:
    named = [one for one in text.terms if one.span.section in shown]
    if named:
        page.line("")
        page.line(("Names from your library", "bold"))
    for one in named:
        page.line((one.span.text, "bold"), f": {one.title} ({one.year or 'no year'}), no. {one.paper_id}", indent=2)


def _print_known_references(page: Page, text: PaperText) -> None:
    if text.references:
        page.line("")
        page.line(("References in your library", "bold"))
    for one in text.references:
        mark = f", {one.status.value}" if one.status else ""
        page.line(f"no. {one.paper_id}: {one.title}{mark}", indent=2)


def _marks(text: PaperText, is_terminal: bool, key_sentences: bool | None) -> dict[str, list[_Span]]:
    """What is marked in each piece of text. In a pipe only what was asked for, between stars."""
    found: dict[str, list[_Span]] = {}
    wanted = []
    if key_sentences or (key_sentences is None and is_terminal):
        wanted += [(one.span, _KEY) for one in text.key_sentences]
    if is_terminal:
        wanted += [(one.span, _MARKED) for one in text.highlights if one.span]
        wanted += [(one.span, _NAME) for one in text.terms]
    for span, style in wanted:
        found.setdefault(span.anchor, []).append((span.start, span.end, style))
    return found


def _styled_spans(text: str, spans: Sequence[_Span], *, stars: bool) -> Text:
    """The text with its spans styled, which may overlap; with `stars` those between ** instead."""
    if stars:
        for start, end, _ in sorted(spans, reverse=True):
            text = f"{text[:start]}**{text[start:end]}**{text[end:]}"
        return styled(text)
    return styled(*_runs(text, spans))


def _runs(text: str, spans: Sequence[_Span]) -> Iterator[str | tuple[str, str]]:
    cuts = sorted({0, len(text), *(place for start, end, _ in spans for place in (start, end))})
    for start, end in pairwise(cuts):
        styles = [style for first, last, style in spans if first <= start and end <= last]
        yield (text[start:end], " ".join(styles)) if styles else text[start:end]
