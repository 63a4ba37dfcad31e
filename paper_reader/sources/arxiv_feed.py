"""arXiv's daily feed: one request brings what was announced today in some categories."""

from __future__ import annotations

from collections.abc import Generator
from typing import Final

from paper_reader.errors import QueryError
from paper_reader.sources.address import checked_base_url
from paper_reader.sources.answer import Answer
from paper_reader.sources.arxiv_categories import canonical_category
from paper_reader.sources.feed_answer import SOURCE, Feed, read_feed
from paper_reader.sources.protocol import Page
from paper_reader.sources.transport import Transport
from paper_reader.types import NO_PROGRESS, Progress, SourceQuery

ARXIV_RSS_URL: Final = "https://rss.arxiv.org"
_MOST_ENTRIES: Final = 2_000  # where arXiv cuts a feed


class ArxivFeed:
    """Reads today's announcements of the query's categories, in the feed's order: new, cross-listed, replaced.

    `base_url` is the feed server's address; "/rss/CATEGORIES" is put behind it, unless it already ends in "/rss" or
    "/atom". Nothing is remembered from day to day: a feed read twice brings the same papers, which the library knows.
    """

    name: Final = SOURCE

    def __init__(self, base_url: str = ARXIV_RSS_URL, *, transport: Transport) -> None:
        base = checked_base_url(base_url, what="arXiv's feed")
        self._base_url = base if base.endswith(("/rss", "/atom")) else f"{base}/rss"
        self._transport = transport

    def harvest(
        self,
        query: SourceQuery,
        *,
        cursor: str | None = None,  # noqa: ARG002 - a feed has no places to go back to
        progress: Progress = NO_PROGRESS,
    ) -> Generator[Page]:
        """Yield one page with today's records, empty where nothing was announced; see `Source.harvest`."""
        url = f"{self._base_url}/{'+'.join(_categories(query))}"
        reader = _Reader(self._transport)
        with self._transport.session(
            self._base_url, source=SOURCE, inspect=reader.inspect, progress=progress
        ) as session:
            session.get(url)
        feed = reader.feed or Feed(records=(), entries=0, announced_on=None)
        yield Page(records=feed.records[: query.limit], total=len(feed.records), notes=_notes(feed))


class _Reader:
    """Keeps the feed that the inspected answer was read into, so that it is parsed once."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self.feed: Feed | None = None

    def inspect(self, answer: Answer) -> None:
        self.feed = read_feed(answer, now=self._transport.now())


def _categories(query: SourceQuery) -> list[str]:
    if query.text.strip() or query.date_from or query.date_to:
        raise QueryError("the daily feed takes categories only. Use --source arxiv for words and dates")
    if query.limit is not None and query.limit < 1:
        raise QueryError(f"cannot collect {query.limit} papers. Give a number from 1 on")
    named = [*(query.set_name or "").split(","), *query.categories]
    categories = list(dict.fromkeys(canonical_category(name) for name in named if name.strip()))
    if not categories:
        raise QueryError("say which categories' feed to read, cs.LG for example")
    return categories


def _notes(feed: Feed) -> tuple[str, ...]:
    notes = []
    if not feed.entries:
        notes.append("the feed is empty: arXiv announces nothing on weekends and holidays")
    if feed.entries > len(feed.records):
        notes.append(f"{feed.entries - len(feed.records)} entries had no id or title and were left out")
    if feed.entries >= _MOST_ENTRIES:
        notes.append(
            f"the feed holds {feed.entries:,} entries, which is where arXiv cuts it; arxiv-oai brings them all"
        )
    return tuple(notes)
