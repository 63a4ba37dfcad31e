"""What is new for this reader: found, remembered once it was shown, and sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from paper_reader.errors import IndexUnavailable, ModelUnavailable, SettingsError
from paper_reader.library.refreshing import Refreshing
from paper_reader.types import (
    NO_PROGRESS,
    Climber,
    Digest,
    FollowKind,
    MustReadChange,
    NewsItem,
    ReadingStatus,
    Topic,
    TopicNews,
)

if TYPE_CHECKING:
    from paper_reader.digests.choosing import Matrix, Profile, Taste
    from paper_reader.reading_lists import EngineRetriever

NEWS_WINDOW = timedelta(days=7)
_PAGE = 500
_SAMPLE = 500
_MOST_ON_TOPIC = 1000
_MOST_FOUND = 200
_LATEST_MARKS = 300
_LIKED = frozenset({ReadingStatus.TO_READ, ReadingStatus.READING, ReadingStatus.READ, ReadingStatus.KNOWN})


class Digesting(Refreshing):
    """The living roadmap."""

    def digest(
        self, *, since: date | None = None, topics: Sequence[str] = (), limit: int = 20, again: bool = False
    ) -> Digest:
        """What is new since a day, or in the last week and since the reader last looked.

        Nothing that was shown before is named, unless `again`; nothing counts as shown before `note_shown`.
        """
        now = self._clock()
        last = self._store.shown.last_shown_at()
        last = min(last, now) if last else None  # a clock that was wrong then
        is_all = since is None and not topics
        looked_to = next(iter(self._store.followed.newest_ids(None, 1)), None) if is_all else None
        start = datetime.combine(since, time.min, UTC) if since else min(now - NEWS_WINDOW, last or now)
        wanted = list(map(self.roadmap_topic, topics)) or self._followed_topics()
        ready = self._ready(NO_PROGRESS)
        arrivals = self._arrivals(start, after=self._store.shown.looked_to() if is_all else None, again=again)
        lists = {topic.slug: self._must_reads_of(topic) for topic in wanted}
        items = self._news(wanted, arrivals, lists, start, everything=not topics)
        grown_since = max(start.date(), last.date() + timedelta(days=1)) if last and not again else start.date()
        return Digest(
            made_at=now,
            since=start,
            items=tuple(items[:limit]),
            left_out=max(0, len(items) - limit),
            changes=self._changes(wanted, lists),
            climbers=self._climbers(lists, grown_since),
            must_reads=tuple((slug, tuple(ids)) for slug, ids in lists.items() if ids),
            notes=ready.notes,
            looked_to=looked_to,
        )

    def note_shown(self, digest: Digest) -> None:
        """The reader has seen this digest: its papers are news no more, its must-reads are the known ones."""
        shown = [item.paper.id for item in digest.items]
        self._store.shown.note(shown, dict(digest.must_reads), looked_to=digest.looked_to)

    def send_digest(self, digest: Digest) -> tuple[str, ...]:
        """Mail a digest to `mail_to`; gives the addresses. Raises `SettingsError` or `MailFailed`."""
        from paper_reader.digests.mail import mailbox_of, make_message, send
        from paper_reader.digests.writing import subject_of, write_digest

        mailbox = mailbox_of(self.settings.smtp_url)
        to = tuple(part.strip() for part in (self.settings.mail_to or "").split(",") if part.strip())
        if not to:
            raise SettingsError("nobody is named to send the digest to. Set mail_to in the settings file")
        sender = self.settings.mail_from or to[0]
        message = make_message(
            subject=subject_of(digest),
            text=write_digest(digest, "text"),
            html=write_digest(digest, "html"),
            sender=sender,
            to=to,
            sent_at=digest.made_at,
        )
        send(message, mailbox)
        return to

    def _arrivals(self, since: datetime, *, after: int | None, again: bool) -> dict[int, datetime]:
        """The papers that came since then and were not shown yet. New papers have the highest numbers.

        What came `after` a paper that was looked at is new whatever the clock said when it came.
        """
        shown = {} if again else self._store.shown.papers()
        found: dict[int, datetime] = {}
        below: int | None = None
        while ids := self._store.followed.newest_ids(below, _PAGE):
            below = ids[-1]
            came = self._store.news.arrivals(ids).items()
            fresh = {one: at for one, at in came if at > since or (after is not None and one > after)}
            if not fresh:
                break
            found |= {one: moment for one, moment in fresh.items() if one not in shown}
        return found

    def _news(
        self,
        topics: Sequence[Topic],
        arrivals: Mapping[int, datetime],
        lists: Mapping[str, Sequence[int]],
        since: datetime,
        *,
        everything: bool,
    ) -> list[NewsItem]:
        from paper_reader.digests.choosing import choose_news, is_news

        papers = [paper for paper in self._store.papers.get_many(list(arrivals)) if is_news(paper, since)]
        if not papers:
            return []
        retriever = self._usable()
        rows = _rows(retriever, [paper.id for paper in papers])
        return choose_news(papers, rows, arrivals, self._taste(topics, lists, since, retriever, everything=everything))

    def _taste(
        self,
        topics: Sequence[Topic],
        lists: Mapping[str, Sequence[int]],
        since: datetime,
        retriever: EngineRetriever | None,
        *,
        everything: bool,
    ) -> Taste:
        """What is known of the reader; with `everything`, also what they follow beside these topics."""
        import numpy as np

        from paper_reader.digests.choosing import Taste

        marks = self._store.reading.statuses()
        liked = [one for one, status in marks.items() if status in _LIKED][-_LATEST_MARKS:]
        skipped = [one for one, status in marks.items() if status is ReadingStatus.SKIPPED][-_LATEST_MARKS:]
        on_topic = {
            topic.title: frozenset(new.paper.id for new in self._news_on(topic, since).papers) for topic in topics
        }
        searches = self.saved_searches() if everything else []
        return Taste(
            topics=on_topic,
            found_by={
                one.name: frozenset(new.paper.id for new in self.search_news(one, limit=_MOST_FOUND))
                for one in searches
            },
            categories=[one.name for one in self.follows() if one.kind is FollowKind.CATEGORY] if everything else [],
            must_reads={topic.title: self._profile(retriever, lists[topic.slug]) for topic in topics},
            read=self._profile(retriever, liked if everything else []),
            skipped=self._profile(retriever, skipped),
            sample=retriever.sample(_SAMPLE) if retriever else np.zeros((0, 1), dtype=np.float32),
            marked=frozenset(marks),
        )

    def _news_on(self, topic: Topic, since: datetime) -> TopicNews:
        return self.topic_news(topic.slug, since=since.date(), limit=_MOST_ON_TOPIC)

    def _profile(self, retriever: EngineRetriever | None, ids: Sequence[int]) -> Profile:
        from paper_reader.digests.choosing import Profile

        rows = _rows(retriever, ids)
        papers = self._store.papers.get_many(list(rows))
        return Profile(tuple(papers), _stacked([rows[paper.id] for paper in papers]))

    def _usable(self) -> EngineRetriever | None:
        try:
            return self._retriever(self._ready(NO_PROGRESS))
        except (IndexUnavailable, ModelUnavailable):
            return None

    def _changes(self, topics: Sequence[Topic], lists: Mapping[str, Sequence[int]]) -> tuple[MustReadChange, ...]:
        from paper_reader.digests.changes import changes_of, with_papers

        found = changes_of({topic.slug: topic.title for topic in topics}, self._store.shown.must_reads(), lists)
        ids = [one for _, _, came, gone in found for one in (*came, *gone)]
        return with_papers(found, {paper.id: paper for paper in self._store.papers.get_many(ids)})

    def _climbers(self, lists: Mapping[str, Sequence[int]], since: date) -> tuple[Climber, ...]:
        from paper_reader.digests.changes import climbers_of

        ids = list(dict.fromkeys([*(one for ids in lists.values() for one in ids), *self._store.reading.statuses()]))
        papers = self._store.papers.get_many(ids)
        return climbers_of(papers, self._store.citations.histories(ids), since)


def _rows(retriever: EngineRetriever | None, ids: Sequence[int]) -> dict[int, Matrix]:
    if retriever is None or not ids:
        return {}
    held, rows = retriever.vectors(list(ids))
    return dict(zip(held, rows, strict=True))


def _stacked(rows: Sequence[Matrix]) -> Matrix:
    import numpy as np

    return np.stack(list(rows)) if rows else np.zeros((0, 1), dtype=np.float32)
