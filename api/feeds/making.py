"""What goes into each feed. Times are those of the data: when a paper came, when a list was changed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from urllib.parse import urlsplit

from api.feeds.atom import Entry, Feed
from paper_reader.library import Library
from paper_reader.types import NewPaper, Paper

MOST_ENTRIES = 50


def topic_feed(library: Library, slug: str, base: str) -> Feed:
    """The latest papers on a topic of the roadmap."""
    topic = library.roadmap_topic(slug)
    news = library.topic_news(topic.slug, since=date.min, limit=MOST_ENTRIES)
    return _feed(base, f"topics/{topic.slug}", topic.title, news.papers)


def news_feed(library: Library, base: str) -> Feed:
    """What is new for the reader, shown before or not: a feed reader knows each by its id."""
    from paper_reader.digests.feed import digest_feed

    found = library.digest(limit=MOST_ENTRIES, again=True)
    return digest_feed(found, here=f"{base}v1/new/feed.atom", changes=False)


def search_feed(library: Library, slug: str, base: str) -> Feed:
    """What a saved search finds."""
    search = library.saved_search(slug)
    return _feed(base, f"searches/{search.slug}", search.name, library.search_news(search, limit=MOST_ENTRIES))


def list_feed(library: Library, slug: str, base: str) -> Feed:
    """A kept list in its order, with its reasons."""
    kept = library.kept_list(slug)
    place = f"reading-lists/{kept.head.slug}"
    entries = [
        _entry(item.paper, item.added_at, f"{base}v1/papers/{item.paper.id}", item.reason) for item in kept.items
    ]
    return Feed(
        id=place,
        title=kept.head.name,
        address=f"{base}v1/{place}/feed.atom",
        page=f"{base}v1/{place}",
        entries=entries,
        updated=kept.head.updated_at,
    )


def _feed(base: str, place: str, title: str, papers: Iterable[NewPaper]) -> Feed:
    entries = [_entry(new.paper, new.arrived_at, f"{base}v1/papers/{new.paper.id}") for new in papers]
    return Feed(id=place, title=title, address=f"{base}v1/{place}/feed.atom", page=f"{base}v1/{place}", entries=entries)


def _entry(paper: Paper, updated: datetime, here: str, reason: str = "") -> Entry:
    published = datetime.combine(paper.published, time.min, UTC) if paper.published else None
    return Entry(
        id=f"paper/{paper.id}",
        title=paper.title,
        link=web_address(paper.url) or here,
        updated=updated,
        published=published,
        authors=paper.authors,
        summary="\n\n".join(part for part in (reason, paper.abstract) if part) or None,
        categories=paper.categories,
    )


def web_address(url: str | None) -> str | None:
    """An address as it may be linked: of the web and nothing else."""
    if url is None:
        return None
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    return url.strip() if parts.scheme in {"http", "https"} and parts.hostname else None
