"""The search page: hits, what they are, and a form that holds the search to some."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from api.pages.views.cards import Card, card_of_hit
from api.pages.views.facets import Facet, SearchAsked, facets_of, fitting
from api.pages.views.links import Link
from api.pages.views.words import count
from paper_reader.types import ReadingStatus, SearchMode, SearchResult

PAGE_SIZE: Final = 20
DEPTH: Final = 200  # hits that are looked at; facets count these
MODES: Final = {
    SearchMode.HYBRID: "Words and meaning",
    SearchMode.LEXICAL: "Words alone",
    SearchMode.DENSE: "Meaning alone",
}
BY_MEANING: Final = "No paper here has these words. Those below are the nearest in meaning, which may be far."


@dataclass(frozen=True, slots=True)
class Mode:
    """One way to search."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class SearchView:
    """The page. `said` tells how many hits there are; it is read aloud when they change."""

    text: str
    said: str
    cards: tuple[Card, ...]
    notes: tuple[str, ...]
    facets: tuple[Facet, ...]
    modes: tuple[Mode, ...]
    hidden: tuple[tuple[str, str], ...]  # what the form carries on beside its own fields
    year_from: str
    year_to: str
    held: bool  # whether the search is held to anything
    clear: str
    before: Link | None = None
    after: Link | None = None
    must_read: Link | None = None


def nothing_asked() -> SearchView:
    """The page before anybody has asked for anything."""
    return _view(SearchAsked(text=""), "", ())


def search_view(result: SearchResult, asked: SearchAsked, statuses: Mapping[int, ReadingStatus]) -> SearchView:
    """The page with its hits; facets count all hits that were looked at."""
    hits = fitting(result.hits, asked, statuses)
    last = max(1, -(-len(hits) // PAGE_SIZE))
    page = min(asked.page, last)
    shown = hits[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    by_meaning = asked.mode is SearchMode.HYBRID and hits and all(hit.found_by.keys() <= {"dense"} for hit in hits)
    notes = (*result.notes, BY_MEANING) if by_meaning else result.notes
    view = _view(asked, _said(len(hits), len(result.hits), page, last), notes)
    return replace(
        view,
        cards=tuple(card_of_hit(hit, statuses.get(hit.paper.id)) for hit in shown),
        facets=facets_of([hit.paper for hit in hits], asked, statuses),
        before=_page(asked, page - 1, "The hits before") if page > 1 else None,
        after=_page(asked, page + 1, "Further hits") if page < last else None,
        must_read=Link(f"/must-read?{_topic(asked.text)}", "What to read on this, in order"),
    )


def _view(asked: SearchAsked, said: str, notes: tuple[str, ...]) -> SearchView:
    limits = asked.limits
    hidden = [("category", one) for one in limits.categories] + [("venue", one) for one in limits.venues]
    hidden += [("source", one) for one in limits.sources]
    hidden += [(name, value) for name, value in (("kind", asked.kind), ("status", asked.status)) if value]
    return SearchView(
        text=asked.text,
        said=said,
        cards=(),
        notes=notes,
        facets=(),
        modes=tuple(Mode(mode.value, label, mode is asked.mode) for mode, label in MODES.items()),
        hidden=tuple(hidden),
        year_from=str(limits.year_from or ""),
        year_to=str(limits.year_to or ""),
        held=bool(hidden) or not limits.is_empty,
        clear=f"/search?{SearchAsked(text=asked.text).query}",
    )


def _said(fitting_hits: int, looked_at: int, page: int, last: int) -> str:
    if not fitting_hits:
        return "Nothing found"
    best = "The best " if looked_at >= DEPTH and fitting_hits == looked_at else ""
    found = best + count(fitting_hits, "paper")
    return f"{found}, page {page} of {last}" if last > 1 else found


def _page(asked: SearchAsked, page: int, title: str) -> Link:
    return Link(f"/search?{replace(asked, page=page).query}", title)


def _topic(text: str) -> str:
    return SearchAsked(text=text).query.replace("q=", "topic=", 1)
