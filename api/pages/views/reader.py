"""A paper to be read: its passes, its outline, its text, its figures and references, and what the reader wrote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from api.pages.addresses import paper_path, read_path
from api.pages.views.cards import facts_of
from api.pages.views.links import Link
from api.pages.views.marks import LABELS, Marks, marks_of
from api.pages.views.reader_text import NoteView, SectionView, notes_by_section, sections_of
from api.pages.views.words import count, day, ended, names
from paper_reader.types import (
    DocumentReference,
    DocumentSource,
    FoundPlace,
    Paper,
    PaperText,
    Pass,
    PlannedPass,
    ReferenceLink,
)

_SOURCES: Final = {
    DocumentSource.ARXIV_HTML: "arXiv’s HTML",
    DocumentSource.ARXIV_PDF: "arXiv’s PDF",
    DocumentSource.FILE: "a file",
}
_ORDINALS: Final = {Pass.FIRST: "First pass", Pass.SECOND: "Second pass", Pass.THIRD: "Third pass"}


@dataclass(frozen=True, slots=True)
class PassView:
    """One of the three passes as a tab, with what it is for."""

    href: str
    name: str
    title: str
    time: str
    purpose: str
    look_for: tuple[str, ...]
    is_shown: bool
    done: str  # when it was finished, "" where it is not
    action: str


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """One heading. `depth` is 1 for a section; `is_left_out` where the pass leaves all of it for later."""

    href: str
    label: str
    depth: int
    is_left_out: bool
    notes: str


@dataclass(frozen=True, slots=True)
class FoundView:
    """A place where the words that were looked for stand."""

    href: str
    heading: str
    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class FigureView:
    """A figure or table, by its caption."""

    href: str
    label: str
    caption: str


@dataclass(frozen=True, slots=True)
class ReferenceView:
    """An entry of the references; `paper` where the library has it, else `elsewhere` where its address is known."""

    anchor: str
    label: str
    text: str
    paper: Link | None
    mark: str
    elsewhere: Link | None


@dataclass(frozen=True, slots=True)
class ReaderView:
    """The page."""

    paper: Link
    authors: str
    facts: tuple[str, ...]
    marks: Marks
    source: str
    address: str
    notes: tuple[str, ...]
    passes: tuple[PassView, ...]
    outline: tuple[OutlineEntry, ...]
    sections: tuple[SectionView, ...]
    figures: tuple[FigureView, ...]
    references: tuple[ReferenceView, ...]
    lost_notes: tuple[NoteView, ...]
    words: str
    found: tuple[FoundView, ...] | None  # None where nothing was looked for
    found_said: str
    has_key_sentences: bool
    key_switch: Link
    go_on: Link | None
    all_done: bool
    action: str
    pass_number: int

    @property
    def shown(self) -> PassView:
        """The pass that is shown."""
        return next(one for one in self.passes if one.is_shown)


@dataclass(frozen=True, slots=True)
class AbsentView:
    """A paper whose text is not here yet; without an `action` it cannot be had.

    `failure` says why it did not come when it was last asked for.
    """

    paper: Link
    authors: str
    facts: tuple[str, ...]
    abstract: str
    path: str
    action: str
    why_not: str
    is_on_its_way: bool
    failure: str


def absent_view(paper: Paper, *, why_not: str = "", is_on_its_way: bool = False, failure: str = "") -> AbsentView:
    """The page before the text was fetched."""
    return AbsentView(
        paper=Link(paper_path(paper.id), paper.title),
        authors=names(paper.authors, 12),
        facts=facts_of(paper),
        abstract=paper.abstract or "",
        path=read_path(paper.id),
        action="" if why_not else f"{read_path(paper.id)}/fetch",
        why_not=ended(why_not),
        is_on_its_way=is_on_its_way,
        failure=ended(failure),
    )


def reader_view(
    paper: Paper,
    text: PaperText,
    shown: Pass,
    *,
    with_key_sentences: bool,
    words: str = "",
    found: Sequence[FoundPlace] | None = None,
) -> ReaderView:
    """The page of one pass through a paper."""
    path = read_path(paper.id)
    planned = text.passes[shown - 1]
    notes = notes_by_section(text)
    position = text.read.position
    switched = urlencode({"pass": int(shown)} | ({} if not with_key_sentences else {"key": "off"}))
    return ReaderView(
        paper=Link(paper_path(paper.id), paper.title),
        authors=names(paper.authors, 12),
        facts=facts_of(paper),
        marks=marks_of(paper.id, paper.title, text.status),
        source=f"Read from {_SOURCES[text.document.source]} on {day(text.document.fetched_at)}",
        address=text.document.address if text.document.address.startswith(("https://", "http://")) else "",
        notes=text.document.notes,
        passes=tuple(_pass(one, text, shown, path) for one in text.passes),
        outline=_outline(text, planned, notes),
        sections=sections_of(text, planned, with_key_sentences=with_key_sentences),
        figures=tuple(FigureView(f"#{one.anchor}", one.label, one.caption) for one in text.document.figures),
        references=_references(text),
        lost_notes=tuple(notes.get("", ())),
        words=words,
        found=None if found is None else tuple(_found(one) for one in found),
        found_said="" if found is None else f"{count(len(found), 'place')} with “{words}”",
        has_key_sentences=with_key_sentences,
        key_switch=Link(f"{path}?{switched}", "Hide key sentences" if with_key_sentences else "Show key sentences"),
        go_on=Link(f"#{position.anchor or position.section}", position.heading or "your place") if position else None,
        all_done=all(number in text.read.passes for number in Pass),
        action=path,
        pass_number=int(shown),
    )


def _pass(planned: PlannedPass, text: PaperText, shown: Pass, path: str) -> PassView:
    done = text.read.passes.get(planned.number)
    return PassView(
        href=f"{path}?pass={int(planned.number)}",
        name=_ORDINALS[planned.number],
        title=planned.title,
        time=_minutes(planned.minutes),
        purpose=planned.purpose,
        look_for=planned.look_for,
        is_shown=planned.number is shown,
        done=day(done) if done else "",
        action=f"{path}/passes/{int(planned.number)}",
    )


def _minutes(minutes: int) -> str:
    if minutes < 60:
        return f"{minutes} min"
    hours, left = divmod(round(minutes / 5) * 5, 60)
    return f"{hours} h {left} min" if left else f"{hours} h"


def _outline(
    text: PaperText, planned: PlannedPass, notes: Mapping[str, Sequence[NoteView]]
) -> tuple[OutlineEntry, ...]:
    read = {part.section for part in planned.parts if part.blocks}
    sections = text.document.sections
    highest = min((section.level for section in sections), default=1)
    return tuple(
        OutlineEntry(
            href=f"#{one.anchor}",
            label=f"{one.number} {one.title}".strip(),
            depth=min(one.level - highest + 1, 3),
            is_left_out=bool(one.blocks) and one.anchor not in read,
            notes=count(len(notes[one.anchor]), "note") if notes.get(one.anchor) else "",
        )
        for one in sections
    )


def _references(text: PaperText) -> tuple[ReferenceView, ...]:
    linked = {one.anchor: one for one in text.references}
    return tuple(_reference(one, linked.get(one.anchor)) for one in text.document.references)


def _reference(entry: DocumentReference, link: ReferenceLink | None) -> ReferenceView:
    elsewhere = None
    if link is None and entry.arxiv_id:
        elsewhere = Link(f"https://arxiv.org/abs/{entry.arxiv_id}", f"arXiv:{entry.arxiv_id}")
    elif link is None and entry.doi:
        elsewhere = Link(f"https://doi.org/{entry.doi}", f"doi:{entry.doi}")
    return ReferenceView(
        anchor=entry.anchor,
        label=entry.label,
        text=entry.text,
        paper=Link(paper_path(link.paper_id), link.title) if link else None,
        mark=LABELS[link.status] if link and link.status else "",
        elsewhere=elsewhere,
    )


def _found(place: FoundPlace) -> FoundView:
    snippet = place.snippet
    return FoundView(
        href=f"#{place.anchor}",
        heading=place.heading,
        before=snippet[: place.start],
        words=snippet[place.start : place.end],
        after=snippet[place.end :],
    )
