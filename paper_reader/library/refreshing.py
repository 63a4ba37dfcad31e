"""Following and refreshing: what is followed, and bringing in what is new for all of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from paper_reader.errors import IndexUnavailable, ModelUnavailable, QueryError, SavedSearchNotFound, TopicNotFound
from paper_reader.library.enriching import Enriching
from paper_reader.library.following import Following
from paper_reader.library.shelf import Shelf
from paper_reader.types import (
    NO_PROGRESS,
    EnrichRequest,
    Follow,
    FollowKind,
    Outcome,
    Progress,
    RefreshReport,
    RefreshStep,
    RunReport,
    SavedSearch,
    Topic,
)
from paper_reader.wiring.sources import make_source

MUST_READS = 20  # of a followed topic; what comes into them and drops out of them is news


class Refreshing(Shelf, Following, Enriching):
    """What the reader follows, and how it is kept current."""

    def follows(self) -> list[Follow]:
        """Topics, categories and saved searches that are followed; until there is one, what stands in for them."""
        from paper_reader.refresh import default_categories

        named = [
            Follow(kind=kind, name=name, title=self._title(kind, name), followed_at=moment)
            for kind, name, moment in self._store.followed.everything()
        ]
        searches = [
            Follow(kind=FollowKind.SEARCH, name=saved.slug, title=saved.name, followed_at=saved.created_at)
            for saved in self.saved_searches()
        ]
        standing_in = [
            Follow(kind=FollowKind.CATEGORY, name=name, title=name) for name in default_categories(self.roadmap)
        ]
        return [*named, *searches] or standing_in

    def follow_topic(self, name: str) -> Follow:
        """Follow a topic of the roadmap; raises `TopicNotFound`, which says how to follow any other words."""
        topic = self.topic(name)
        if topic is None:
            raise TopicNotFound(
                f'the roadmap has no topic {name!r}. Follow the words instead: paper-reader follow --search "{name}"'
            )
        return self._followed(FollowKind.TOPIC, topic.slug)

    def follow_category(self, name: str) -> Follow:
        """Follow a category of arXiv; raises `QueryError` where it has none of this name."""
        from paper_reader.sources.arxiv_categories import canonical_category

        return self._followed(FollowKind.CATEGORY, canonical_category(name))

    def follow_search(self, words: str) -> Follow:
        """Follow words: a saved search of that name, made where there is none."""
        known = next((saved for saved in self.saved_searches() if saved.query == " ".join(words.split())), None)
        saved = known or self.save_search(words, words)
        return Follow(kind=FollowKind.SEARCH, name=saved.slug, title=saved.name, followed_at=saved.created_at)

    def unfollow(self, name: str) -> Follow:
        """Follow something no more, named as `follows` names it; a saved search is given up. Raises `QueryError`."""
        wanted = name.strip().lower()
        topic = self.topic(name)
        for one in self.follows():
            is_it = wanted in {one.name.lower(), one.title.lower()} or (topic is not None and one.name == topic.slug)
            if is_it and not one.by_default:
                self._store.followed.remove(one.kind, one.name)
                if one.kind is FollowKind.SEARCH:
                    self.remove_search(one.name)
                return one
        raise QueryError(f"you do not follow {name!r}. paper-reader follow --list shows what you follow")

    def refresh_plan(self, *, topics: Sequence[str] = (), since: date | None = None) -> list[RefreshStep]:
        """What a refresh would ask, in order; asks nobody. `topics` are asked for whether they are followed or not."""
        from paper_reader.refresh import steps_for

        return steps_for(
            [(follow, self._about(follow)) for follow in self._wanted(topics)],
            places=self._store.followed.places(),
            now=self._clock(),
            since=since,
            with_scholar=self.settings.scholar,
        )

    def refresh(
        self, *, topics: Sequence[str] = (), since: date | None = None, progress: Progress = NO_PROGRESS
    ) -> RefreshReport:
        """Bring in what is new for everything followed, and bring the index up to date.

        One source that is down stops none of the others. Raises `RefreshRunning` while another refresh of this library
        runs, and the errors of the library.
        """
        from paper_reader.refresh import refresh_lock, run_refresh

        with refresh_lock(self.settings.data_folder, now=self._clock):
            steps = self.refresh_plan(topics=topics, since=since)
            self._note_must_reads()
            names = ", ".join(dict.fromkeys(step.follow.title for step in steps))
            return run_refresh(
                self._store,
                steps,
                lambda name: make_source(self.settings, name, clock=self._clock),
                self._settle,
                description=names + (f" from {since}" if since else ""),
                keeps_places=since is None,
                progress=progress,
                now=self._clock,
            )

    def check_no_refresh(self) -> None:
        """Raise `RefreshRunning` where a refresh of this library is at work, in whichever process."""
        from paper_reader.refresh import refresh_lock

        with refresh_lock(self.settings.data_folder):
            pass

    def refreshes(self, limit: int = 20) -> list[RunReport]:
        """The latest refreshes, newest first."""
        return [self._store.runs.get(number) for number in self._store.followed.run_numbers("refresh", limit)]

    def _settle(self, progress: Progress) -> tuple[int, tuple[str, ...]]:
        """Index what came and ask the citation services; gives the papers indexed, and what went wrong."""
        problems: list[str] = []
        indexed = 0
        try:
            if self._indexer.is_behind():
                indexed = self._indexer.follow(progress)
        except (IndexUnavailable, ModelUnavailable) as error:
            problems.append(str(error))
        if self.settings.refresh_citations and not problems:
            for topic in self._followed_topics():
                asked = self.enrich(EnrichRequest(topic=topic.slug), progress)
                if asked.outcome is not Outcome.DONE:
                    problems += asked.messages
        return indexed, tuple(dict.fromkeys(problems))

    def _note_must_reads(self) -> None:
        """Keep the must-reads of topics that are new among the followed ones: what changes from now on is news."""
        known = self._store.shown.must_reads()
        fresh = [topic for topic in self._followed_topics() if topic.slug not in known]
        try:
            lists = {topic.slug: self._must_reads_of(topic) for topic in fresh}
        except (IndexUnavailable, ModelUnavailable):
            return  # told when the index is brought up to date
        self._store.shown.note([], {slug: ids for slug, ids in lists.items() if ids})

    def _must_reads_of(self, topic: Topic) -> list[int]:
        return [item.paper.id for item in self.reading_list(topic.slug, size=MUST_READS).items]

    def _followed_topics(self) -> list[Topic]:
        named = (self.topic(follow.name) for follow in self.follows() if follow.kind is FollowKind.TOPIC)
        return [topic for topic in named if topic is not None]

    def _followed(self, kind: FollowKind, name: str) -> Follow:
        self._store.followed.add(kind, name)
        return next(one for one in self.follows() if (one.kind, one.name) == (kind, name))

    def _wanted(self, topics: Sequence[str]) -> Iterable[Follow]:
        if not topics:
            return self.follows()
        return [
            Follow(kind=FollowKind.TOPIC, name=topic.slug, title=topic.title)
            for topic in dict.fromkeys(map(self.roadmap_topic, topics))
        ]

    def _about(self, follow: Follow) -> Topic | SavedSearch | None:
        """What a follow is about; None for a category, and for a topic that the roadmap has no more."""
        if follow.kind is FollowKind.TOPIC:
            return self.topic(follow.name)
        if follow.kind is FollowKind.SEARCH:
            try:
                return self.saved_search(follow.name)
            except SavedSearchNotFound:
                return None
        return None

    def _title(self, kind: FollowKind, name: str) -> str:
        topic = self.topic(name) if kind is FollowKind.TOPIC else None
        return topic.title if topic else name
