"""From what is followed to the questions that a refresh asks. Pure.

- A *category* is listed by arXiv's OAI-PMH service: everything new or changed since the last time.
- A *topic* and a *saved search* are asked of arXiv's query API: the topic's title and phrasings, or the search's words.
- Google Scholar, where it is switched on, is asked for the newest of each topic and search, within its own budget.

A question keeps the day it first began with for ever, since the place where a harvest goes on hangs to the question:
so each source itself knows what came since, and a day that was missed comes with the next refresh.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Final

from paper_reader.types import (
    Follow,
    FollowKind,
    RefreshPlace,
    RefreshStep,
    Roadmap,
    SavedSearch,
    SourceQuery,
    Topic,
)

FIRST_DAYS: Final = 7  # how far back the first refresh of something looks
MOST_PHRASES: Final = 4  # keeps a question to arXiv far below the length that it takes
SCHOLAR_PAPERS: Final = 10  # one page of Scholar
_GIVEN_UP: Final = timedelta(days=365)
_SHARE_OF_TOPICS: Final = 4  # a category that one in so many topics names is at the roadmap's heart

Places = Mapping[tuple[FollowKind, str], RefreshPlace]


def default_categories(roadmap: Roadmap) -> tuple[str, ...]:
    """What is followed until the reader says otherwise: the categories at the roadmap's heart, the most named first."""
    named = Counter(category for topic in roadmap.topics for category in dict.fromkeys(topic.categories))
    enough = len(roadmap.topics) / _SHARE_OF_TOPICS
    return tuple(category for category, count in named.most_common() if count >= enough)


def steps_for(
    follows: Iterable[tuple[Follow, Topic | SavedSearch | None]],
    *,
    places: Places,
    now: datetime,
    since: date | None = None,
    with_scholar: bool = False,
) -> list[RefreshStep]:
    """The questions to ask, in order. `since` asks for papers from another day on than the follow's own."""
    return [
        RefreshStep(
            follow=follow,
            query=query,
            asks=asks,
            refreshed_at=place.refreshed_at if place else None,
            missed=missed_days(place.refreshed_at if place else None, now),
        )
        for follow, about in follows
        for place in (places.get((follow.kind, follow.name)),)
        for query, asks in _questions(
            follow, about, since or first_day(place, now, follow.followed_at), now, with_scholar=with_scholar
        )
    ]


def first_day(place: RefreshPlace | None, now: datetime, followed_at: datetime | None = None) -> date:
    """The day from which on papers are asked for.

    Two places were begun by a wrong clock and count as none: one that lies in the future of today, though the day on
    which it was followed does not; and one that no refresh was ever whole from for more than a year (small machines
    wake in 1970). Where both lie in the future it is today's clock that is behind, and the place holds.
    """
    today = now.astimezone(UTC).date()
    was_ahead = place is not None and place.since > today and followed_at is not None and followed_at <= now
    if place and not was_ahead and (place.refreshed_at or today - place.since <= _GIVEN_UP):
        return place.since
    return today - timedelta(days=FIRST_DAYS)


def missed_days(refreshed_at: datetime | None, now: datetime) -> tuple[date, ...]:
    """The whole days (UTC) between the last refresh and today, on which none came."""
    if refreshed_at is None:
        return ()
    last, today = refreshed_at.astimezone(UTC).date(), now.astimezone(UTC).date()
    return tuple(last + timedelta(days=number) for number in range(1, (today - last).days))


def _questions(
    follow: Follow, about: Topic | SavedSearch | None, since: date, now: datetime, *, with_scholar: bool
) -> Iterator[tuple[SourceQuery, str]]:
    if follow.kind is FollowKind.CATEGORY:
        yield (
            SourceQuery(source="arxiv-oai", set_name=follow.name, date_from=since),
            f"all that is new or changed in {follow.name}",
        )
        return
    if isinstance(about, Topic):
        phrases = phrases_of(about)
        text, categories, words = " OR ".join(phrases), about.categories, phrases[0]
        asks = f"papers on {_listed(phrases)}"
    elif isinstance(about, SavedSearch):
        text, categories, words = about.query, about.limits.categories, about.query
        asks = f"papers on “{about.query}”"
    else:
        return
    yield SourceQuery(source="arxiv", text=text, categories=categories, date_from=since), asks
    if with_scholar:
        this_year = date(now.astimezone(UTC).year, 1, 1)
        yield (
            SourceQuery(source="scholar", text=words, date_from=this_year, limit=SCHOLAR_PAPERS),
            f"the first {SCHOLAR_PAPERS} of this year on “{words}”",
        )


def phrases_of(topic: Topic) -> list[str]:
    """The wordings of a topic that are asked for, its title first; each is a phrase, then all of its words."""
    wordings = [" ".join(one.split()) for one in (topic.title, *topic.phrasings)]
    return list({wording.lower(): wording.lower() for wording in wordings if wording}.values())[:MOST_PHRASES]


def _listed(phrases: Sequence[str]) -> str:
    return " or ".join(f"“{phrase}”" for phrase in phrases)
