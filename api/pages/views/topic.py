"""A topic, or any text, with its ordered must-reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final
from urllib.parse import quote

from api.pages.addresses import paper_path, topic_path
from api.pages.asking import SIZES, SteeringAsked
from api.pages.views.bars import NOTHING_KNOWN, Bar, bar_of
from api.pages.views.cards import LEVELS, Card, card_of, card_of_item
from api.pages.views.links import Link
from api.pages.views.marks import DONE
from api.pages.views.words import capital, count, day, names
from paper_reader.types import Level, Paper, ReadingList, ReadingStatus, Roadmap, Topic, TopicNews, TopicPerson

EXPORTS: Final = {
    "md": "Markdown",
    "bib": "BibTeX",
    "ris": "RIS",
    "csv": "Spreadsheet (CSV)",
    "html": "Web page",
}
PAPERS_A_PERSON: Final = 4
NOTHING_ASKED: Final = SteeringAsked()


@dataclass(frozen=True, slots=True)
class Stretch:
    """The papers of one level, in order."""

    anchor: str
    title: str
    said: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a field."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class SteeringForm:
    """The form that steers the list, as it stands."""

    action: str
    topic: str  # hidden field of lists on any text; "" for the roadmap's topics
    levels: tuple[Option, ...]
    sizes: tuple[Option, ...]
    year_from: str
    year_to: str
    only_foundations: bool
    recent: bool
    is_steered: bool
    clear: str  # where nothing is steered


@dataclass(frozen=True, slots=True)
class News:
    """What is new on the topic."""

    since: str
    cards: tuple[Card, ...]
    seen_action: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody behind the must-reads."""

    name: str
    why: str
    papers: tuple[Link, ...]
    more: str  # how many papers are not named here
    group: str


@dataclass(frozen=True, slots=True)
class ListView:
    """The page of a list; `part` and what follows are empty for lists on any text."""

    slug: str
    lead: str
    stretches: tuple[Stretch, ...]
    notes: tuple[str, ...]
    steering: SteeringForm
    exports: tuple[Link, ...]
    keep_action: str
    keep_name: str
    size: int
    part: Link | None = None
    level: str = ""
    bar: Bar = NOTHING_KNOWN
    needs: tuple[Link, ...] = ()
    leads_to: tuple[Link, ...] = ()
    done: tuple[Card, ...] = ()
    news: News | None = None
    people: tuple[Person, ...] = ()
    feed: str = ""


def text_view(made: ReadingList, asked: SteeringAsked, statuses: Mapping[int, ReadingStatus], text: str) -> ListView:
    """The view of a list on any text."""
    query = "&".join(part for part in (f"topic={quote(text)}", asked.query) if part)
    return ListView(
        slug="",
        lead=f"{capital(count(len(made.items), 'paper'))} in the order to read them, chosen from this library.",
        stretches=stretches_of(made, statuses),
        notes=made.notes,
        steering=_steering("/must-read", text, asked),
        exports=_exports("/must-read", query),
        keep_action=f"/must-read/keep?{query}",
        keep_name=capital(text)[:200],
        size=len(made.items),
    )


def topic_view(
    topic: Topic,
    roadmap: Roadmap,
    made: ReadingList,
    asked: SteeringAsked,
    statuses: Mapping[int, ReadingStatus],
    *,
    must_reads: Sequence[int],
    read: Sequence[Paper],
    news: TopicNews,
    people: Sequence[TopicPerson],
) -> ListView:
    """The view of a topic. `must_reads` are all of it, `read` those that the reader is through with."""
    path, query = topic_path(topic.slug), asked.query
    part = next(one for one in roadmap.parts if one.slug == topic.part)
    titles = {one.slug: one.title for one in roadmap.topics}
    plain = text_view(made, asked, statuses, topic.title)
    return replace(
        plain,
        slug=topic.slug,
        lead=topic.description,
        steering=_steering(path, "", asked),
        exports=_exports(path, query),
        keep_action=f"{path}/keep?{query}" if query else f"{path}/keep",
        keep_name=topic.title,
        part=Link(f"/#part-{part.slug}", f"Part {part.number}: {part.title}"),
        level=capital(topic.level.replace("-", " ")),
        bar=bar_of(must_reads, statuses),
        needs=tuple(Link(topic_path(slug), titles[slug]) for slug in topic.prerequisites if slug in titles),
        leads_to=tuple(
            Link(topic_path(one.slug), one.title) for one in roadmap.topics if topic.slug in one.prerequisites
        ),
        done=tuple(card_of(paper, statuses.get(paper.id)) for paper in read),
        news=_news(topic, news, statuses),
        people=tuple(map(_person, people)),
        feed=f"/v1/topics/{topic.slug}/feed.atom",
    )


def stretches_of(made: ReadingList, statuses: Mapping[int, ReadingStatus]) -> tuple[Stretch, ...]:
    """The items in their order, cut where the level changes."""
    found = []
    for number, (level, items) in enumerate(groupby(made.items, lambda item: item.level), 1):
        title, said = LEVELS[level]
        cards = tuple(card_of_item(item, statuses.get(item.paper.id)) for item in items)
        found.append(Stretch(f"stretch-{number}", title, said, cards))
    return tuple(found)


def is_done(statuses: Mapping[int, ReadingStatus], ids: Iterable[int]) -> list[int]:
    """Those of the papers that the reader is through with."""
    return [one for one in ids if statuses.get(one) in DONE]


def _steering(action: str, text: str, asked: SteeringAsked) -> SteeringForm:
    anything = Option("", "Any level", asked.level is None)
    sizes = sorted({*SIZES, asked.size})
    return SteeringForm(
        action=action,
        topic=text,
        levels=(anything, *(Option(level.value, LEVELS[level][0], level is asked.level) for level in Level)),
        sizes=tuple(Option(str(size), count(size, "paper"), size == asked.size) for size in sizes),
        year_from=str(asked.year_from or ""),
        year_to=str(asked.year_to or ""),
        only_foundations=asked.only_foundations,
        recent=asked.recent,
        is_steered=asked != NOTHING_ASKED,
        clear=f"{action}?topic={quote(text)}" if text else action,
    )


def _exports(path: str, query: str) -> tuple[Link, ...]:
    asked = f"?{query}" if query else ""
    return tuple(Link(f"{path}/export.{ending}{asked}", title) for ending, title in EXPORTS.items())


def _news(topic: Topic, news: TopicNews, statuses: Mapping[int, ReadingStatus]) -> News:
    cards = tuple(card_of(new.paper, statuses.get(new.paper.id)) for new in news.papers)
    since = f"since you looked on {day(news.seen_at)}" if news.seen_at else f"since {day(news.since)}"
    return News(since, cards, f"{topic_path(topic.slug)}/seen")


def _person(person: TopicPerson) -> Person:
    papers = tuple(
        Link(paper_path(paper.id), f"{paper.title} ({paper.year})" if paper.year else paper.title)
        for paper in person.papers[:PAPERS_A_PERSON]
    )
    more = max(0, len(person.papers) - PAPERS_A_PERSON)
    return Person(person.name, capital(person.why), papers, f"and {more} more" if more else "", names(person.group))
