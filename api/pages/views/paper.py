"""A paper's page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlsplit

from api.pages.addresses import list_path, paper_path, read_path, topic_path
from api.pages.views.cards import Card, cards_of, facts_of
from api.pages.views.links import Link
from api.pages.views.marks import Marks, marks_of
from api.pages.views.records import (
    Fact,
    Figure,
    Record,
    coverage_in_words,
    facts_with_sources,
    figures_of,
    records_of,
)
from api.pages.views.words import capital, count, day, source
from paper_reader.types import (
    NOTHING_READ,
    KeptListHead,
    Notice,
    Paper,
    PaperDetails,
    Pass,
    ReadingStatus,
    ReadingThrough,
    Roadmap,
)

FIRST_AUTHORS: Final = 12
FIRST_PAPERS: Final = 8
MOST_PAPERS: Final = 200
EXPORTS: Final = {"bib": "BibTeX", "ris": "RIS", "md": "Markdown", "csv": "CSV"}


@dataclass(frozen=True, slots=True)
class Note:
    """A note of the reader's with where its forms go."""

    anchor: str
    text: str
    made: str
    change: str
    remove: str


@dataclass(frozen=True, slots=True)
class Papers:
    """Papers around this one: the first of them, and the others to be unfolded."""

    anchor: str
    title: str
    said: str
    first: tuple[Card, ...]
    others: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Around:
    """What the library has around a paper."""

    similar: Sequence[Paper]
    references: Sequence[Paper]
    citations: Sequence[Paper]
    lists: Sequence[KeptListHead]  # it is on these
    other_lists: Sequence[KeptListHead]
    through: ReadingThrough = NOTHING_READ
    notes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class PaperView:
    """The page. `read` leads to the full text, where there is one to be read here.

    `written` says what the reader made of that text: passes, notes, highlights.
    """

    path: str
    authors: tuple[str, ...]
    more_authors: tuple[str, ...]
    facts: tuple[str, ...]
    warnings: tuple[str, ...]
    marks: Marks
    read: str
    written: tuple[Link, ...]
    why: str
    abstract: str
    topics: tuple[Link, ...]
    links: tuple[Link, ...]
    exports: tuple[Link, ...]
    notes: tuple[Note, ...]
    around: tuple[Papers, ...]
    remarks: tuple[str, ...]
    lists: tuple[Link, ...]
    other_lists: tuple[tuple[str, str], ...]
    told: tuple[Fact, ...]
    figures: tuple[Figure, ...]
    history: tuple[Figure, ...]
    coverage: tuple[str, ...]
    records: tuple[Record, ...]


def paper_view(
    details: PaperDetails,
    around: Around,
    roadmap: Roadmap,
    statuses: Mapping[int, ReadingStatus],
    *,
    has_reader: bool,
) -> PaperView:
    """Make the page's view."""
    paper, path = details.paper, paper_path(details.paper.id)
    read = read_path(paper.id) if has_reader and paper.arxiv_id else ""
    titles = {topic.slug: topic.title for topic in roadmap.topics}
    served = paper.curation.topics if paper.curation else ()
    return PaperView(
        path=path,
        authors=paper.authors[:FIRST_AUTHORS],
        more_authors=paper.authors[FIRST_AUTHORS:],
        facts=facts_of(paper),
        warnings=tuple(_warning(notice) for notice in details.notices),
        marks=marks_of(paper.id, paper.title, details.status),
        read=read,
        written=written_while_reading(around.through, read) if read else (),
        why=paper.curation.why if paper.curation else "",
        abstract=paper.abstract or "",
        topics=tuple(Link(topic_path(slug), titles[slug]) for slug in served if slug in titles),
        links=links_of(paper),
        exports=tuple(Link(f"{path}/export.{ending}", title) for ending, title in EXPORTS.items()),
        notes=_notes(details),
        around=_around(around, statuses),
        remarks=tuple(around.notes),
        lists=tuple(Link(list_path(head.slug), head.name) for head in around.lists),
        other_lists=tuple((head.slug, head.name) for head in around.other_lists),
        told=facts_with_sources(paper),
        figures=figures_of(paper.citation_counts),
        history=figures_of(details.count_history) if len(details.count_history) > len(paper.citation_counts) else (),
        coverage=coverage_in_words(details.coverage),
        records=records_of(details),
    )


def written_while_reading(through: ReadingThrough, read: str) -> tuple[Link, ...]:
    """What the reader made of the text, each with the place where it is; the first note or highlight leads the way."""
    found = []
    if through.passes:
        found.append(Link(read, f"{len(through.passes)} of {len(Pass)} passes done"))
    kinds = ((False, "note on a section", "notes on sections"), (True, "highlight", "highlights"))
    for is_highlight, name, many in kinds:
        these = [one for one in through.annotations if one.is_highlight is is_highlight]
        if these:
            said = count(len(these), name, many)
            found.append(Link(f"{read}?pass=3#note-{these[0].id}", said))
    if through.position:
        at = through.position
        found.append(Link(f"{read}#{at.anchor or at.section}", f"go on at {at.heading}" if at.heading else "go on"))
    return tuple(found)


def links_of(paper: Paper) -> tuple[Link, ...]:
    """Where the paper is to be found. An address that is none of the web's is not followed."""
    found = {}
    if paper.arxiv_id:
        found[f"https://arxiv.org/abs/{quote(paper.arxiv_id)}"] = "arXiv"
        found[f"https://arxiv.org/pdf/{quote(paper.arxiv_id)}"] = "PDF at arXiv"
    if paper.doi:
        found[f"https://doi.org/{quote(paper.doi)}"] = "Publisher (DOI)"
    if paper.url and is_of_the_web(paper.url) and paper.url not in found:
        found[paper.url] = urlsplit(paper.url).hostname or "Its page"
    return tuple(Link(href, title) for href, title in found.items())


def is_of_the_web(address: str) -> bool:
    """Whether a browser may be sent to an address that came from outside."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def _warning(notice: Notice) -> str:
    said = capital(notice.kind.replace("_", " "))
    on = f" on {day(notice.on)}" if notice.on else ""
    advice = ": do not rely on this paper" if notice.withdraws else ""
    return f"{said}{on}, according to {source(notice.source)}{advice}."


def _notes(details: PaperDetails) -> tuple[Note, ...]:
    path = paper_path(details.paper.id)
    return tuple(
        Note(
            anchor=f"note-{note.id}",
            text=note.text,
            made=day(note.created_at),
            change=f"{path}/notes/{note.id}",
            remove=f"{path}/notes/{note.id}/remove",
        )
        for note in details.notes
    )


def _around(around: Around, statuses: Mapping[int, ReadingStatus]) -> tuple[Papers, ...]:
    groups = (
        ("similar", "Near in meaning", around.similar, ""),
        ("references", "It builds on", around.references, "of its references"),
        ("citations", "It is built on by", around.citations, "that cite it"),
    )
    return tuple(
        Papers(
            anchor=anchor,
            title=title,
            said=_how_many(len(papers), said) if said else "",
            first=cards_of(papers[:FIRST_PAPERS], statuses),
            others=cards_of(papers[FIRST_PAPERS:MOST_PAPERS], statuses),
        )
        for anchor, title, papers, said in groups
        if papers
    )


def _how_many(number: int, said: str) -> str:
    shown = f"; the {MOST_PAPERS} most cited are shown" if number > MOST_PAPERS else ""
    return f"{count(number, 'paper')} of this library {said}{shown}"
