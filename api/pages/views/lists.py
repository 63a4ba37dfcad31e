"""Kept reading lists: all of them, one of them, and one as others see it through its link."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import quote

from api.pages.addresses import list_path, topic_path
from api.pages.views.bars import Bar
from api.pages.views.cards import LEVELS, Card, card_of, facts_of
from api.pages.views.links import Link
from api.pages.views.marks import DONE
from api.pages.views.words import count, day, names
from paper_reader.types import KeptItem, KeptList, KeptListHead, ReadingStatus, Roadmap, SearchResult

FORMS: Final = {
    "md": "Markdown",
    "bib": "BibTeX",
    "ris": "RIS",
    "csv": "CSV",
    "html": "HTML",
    "json": "JSON",
}
_FOUND_AT_ONCE: Final = 8


@dataclass(frozen=True, slots=True)
class ListRow:
    """A list among the others."""

    href: str
    name: str
    facts: tuple[str, ...]
    bar: Bar


@dataclass(frozen=True, slots=True)
class ListsView:
    """All lists, and what a new one may be made of."""

    rows: tuple[ListRow, ...]
    topics: tuple[Link, ...]  # href is the topic's short name: the value of an option


@dataclass(frozen=True, slots=True)
class ListItem:
    """A paper on a list; the buttons that would move it nowhere are not there."""

    paper_id: int
    card: Card
    may_go_up: bool
    may_go_down: bool


@dataclass(frozen=True, slots=True)
class FoundPaper:
    """A paper that could be added."""

    paper_id: int
    card: Card
    is_on_list: bool


@dataclass(frozen=True, slots=True)
class ListPage:
    """One list. `find` is what was looked for to be added; `shared_at` the link, "" where there is none."""

    path: str
    name: str
    topic: Link | None
    said: str
    bar: Bar
    items: tuple[ListItem, ...]
    exports: tuple[Link, ...]
    shared_at: str
    feed: str
    find: str
    found: tuple[FoundPaper, ...]


@dataclass(frozen=True, slots=True)
class SharedPaper:
    """A paper for others, who cannot see its page here: `outside` is where it is published, "" where none is known."""

    outside: str
    title: str
    authors: str
    facts: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class SharedList:
    """A list as its link shows it."""

    said: str
    cards: tuple[SharedPaper, ...]
    exports: tuple[Link, ...]


def lists_view(kept: Sequence[KeptList], roadmap: Roadmap, statuses: Mapping[int, ReadingStatus]) -> ListsView:
    """Make the view of all lists."""
    rows = tuple(
        ListRow(
            href=list_path(one.head.slug),
            name=one.head.name,
            facts=tuple(_facts(one.head)),
            bar=papers_bar([item.paper.id for item in one.items], statuses),
        )
        for one in kept
    )
    return ListsView(rows, tuple(Link(topic.slug, topic.title) for topic in roadmap.topics))


def list_page(kept: KeptList, base: str, *, find: str = "", found: SearchResult | None = None) -> ListPage:
    """Make the view of one list. `base` is the server's address as the reader typed it, without a slash at its end."""
    head = kept.head
    path = list_path(head.slug)
    on_list = {item.paper.id for item in kept.items}
    statuses = {item.paper.id: item.status for item in kept.items if item.status}
    return ListPage(
        path=path,
        name=head.name,
        topic=_topic(head),
        said=f"{count(len(kept.items), 'paper')}, changed on {day(head.updated_at)}",
        bar=papers_bar(list(on_list), statuses),
        items=tuple(
            ListItem(item.paper.id, _card(item), item.position > 1, item.position < len(kept.items))
            for item in kept.items
        ),
        exports=tuple(Link(f"/v1/reading-lists/{head.slug}.{ending}", name) for ending, name in FORMS.items()),
        shared_at=f"{base}/shared/{head.share_token}" if head.share_token else "",
        feed=f"/v1/reading-lists/{head.slug}/feed.atom",
        find=find,
        found=tuple(
            FoundPaper(hit.paper.id, card_of(hit.paper, None), hit.paper.id in on_list)
            for hit in (found.hits[:_FOUND_AT_ONCE] if found else ())
        ),
    )


def shared_list(kept: KeptList, token: str) -> SharedList:
    """Make the view for others: how far its owner is stays the owner's."""
    return SharedList(
        said=f"{count(len(kept.items), 'paper')}, changed on {day(kept.head.updated_at)}",
        cards=tuple(_for_others(item) for item in kept.items),
        exports=tuple(Link(f"/shared/{token}.{ending}", name) for ending, name in FORMS.items()),
    )


def papers_bar(papers: Sequence[int], statuses: Mapping[int, ReadingStatus]) -> Bar:
    """How many of a list's papers are read or known."""
    done = sum(statuses.get(one) in DONE for one in papers)
    return Bar(done, len(papers), f"{done:,} of {len(papers):,} read" if papers else "")


def _card(item: KeptItem) -> Card:
    card = card_of(item.paper, item.status, badges=(LEVELS[item.level][0],) if item.level else ())
    return replace(card, position=item.position, reason=item.reason)


def _for_others(item: KeptItem) -> SharedPaper:
    paper = item.paper
    outside = f"https://doi.org/{quote(paper.doi, safe='/()')}" if paper.doi else ""
    if paper.arxiv_id:
        outside = f"https://arxiv.org/abs/{quote(paper.arxiv_id, safe='/')}"
    return SharedPaper(outside, paper.title, names(paper.authors), facts_of(paper), item.reason)


def _topic(head: KeptListHead) -> Link | None:
    if head.topic is None:
        return None
    return Link(topic_path(head.topic_slug) if head.topic_slug else f"/must-read?topic={quote(head.topic)}", head.topic)


def _facts(head: KeptListHead) -> list[str]:
    facts = [count(head.size, "paper"), f"changed on {day(head.updated_at)}"]
    if head.topic and head.topic != head.name:
        facts.insert(0, f"on {head.topic}")
    return [*facts, "shared by link"] if head.share_token else facts
