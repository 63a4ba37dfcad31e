"""A paper in a few lines, as lists show it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from api.pages.addresses import paper_path
from api.pages.views.marks import Marks, marks_of
from api.pages.views.words import capital, count, names, sentence
from paper_reader.types import Level, Paper, ReadingListItem, ReadingStatus, Role, SearchHit

_SNIPPET_LETTERS: Final = 260
LEVELS: Final = {
    Level.START_HERE: ("Start here", "Overviews and first papers: read these before anything else."),
    Level.CORE: ("Core", "What the topic rests on."),
    Level.ADVANCED: ("Advanced", "For when the core is clear."),
    Level.RECENT: ("Recent", "Where the topic is now."),
}
_ROLES: Final = {Role.SURVEY: "Survey", Role.FOUNDATION: "Foundation", Role.CORE: "Core", Role.RECENT: "Recent advance"}


@dataclass(frozen=True, slots=True)
class Need:
    """What to read before: its title, where it is shown, and why."""

    href: str
    title: str
    why: str


@dataclass(frozen=True, slots=True)
class Card:
    """A paper on a list. `facts` are short and stand in a line; `position` is None where order says nothing."""

    anchor: str
    href: str
    title: str
    authors: str
    facts: tuple[str, ...]
    marks: Marks
    position: int | None = None
    badges: tuple[str, ...] = ()
    reason: str = ""
    text: str = ""
    needs: tuple[Need, ...] = ()


def card_of(paper: Paper, status: ReadingStatus | None, *, text: str = "", badges: Sequence[str] = ()) -> Card:
    """A paper without a place."""
    return Card(
        anchor=f"paper-{paper.id}",
        href=paper_path(paper.id),
        title=paper.title,
        authors=names(paper.authors),
        facts=facts_of(paper),
        marks=marks_of(paper.id, paper.title, status),
        badges=tuple(badges),
        text=text,
    )


def card_of_item(item: ReadingListItem, status: ReadingStatus | None) -> Card:
    """A must-read in its place, with its reason; what to read first leads down the page where it is on it."""
    paper = item.paper
    needs = tuple(
        Need(f"#paper-{one.paper_id}" if one.position else paper_path(one.paper_id), one.title, one.why)
        for one in item.needs
    )
    facet = (f"On {item.facet}",) if item.facet else ()
    card = card_of(paper, status, badges=(_ROLES[item.role], *facet))
    return replace(card, position=item.position, reason=item.reason, needs=needs)


def card_of_hit(hit: SearchHit, status: ReadingStatus | None) -> Card:
    """A found paper with the sentence that shows why."""
    text = hit.snippet or (hit.paper.abstract or "")
    return card_of(hit.paper, status, text=sentence(text, _SNIPPET_LETTERS))


def cards_of(papers: Sequence[Paper], statuses: Mapping[int, ReadingStatus]) -> tuple[Card, ...]:
    """Papers in a row."""
    return tuple(card_of(paper, statuses.get(paper.id)) for paper in papers)


def facts_of(paper: Paper) -> tuple[str, ...]:
    """Year, place and citations, as far as they are known."""
    cited = paper.citation_count
    facts = (
        str(paper.year) if paper.year else "",
        paper.venue or "",
        f"cited {count(cited, 'time')}" if cited is not None else "",
        capital(paper.categories[0]) if paper.categories and not paper.venue else "",
    )
    return tuple(fact for fact in facts if fact)
