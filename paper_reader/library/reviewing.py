"""Reviewing: literature reviews from the first search to the account of it all."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from paper_reader.library.gathering import Gathering
from paper_reader.types import (
    NO_PROGRESS,
    Progress,
    Review,
    RunReport,
    SourceQuery,
)
from paper_reader.wiring.sources import make_source


class Reviewing(Gathering):
    """What a systematic review needs of a library."""

    def collect_each(
        self, queries: Sequence[SourceQuery], *, review: str | None = None, progress: Progress = NO_PROGRESS
    ) -> list[RunReport]:
        """Ask several sources in turn, one report each; one that fails or cannot be asked does not stop the others.

        With a `review` what comes is noted there; it is made, with the query as its question, where there is none.
        """
        from paper_reader.harvest import collect_each

        wanted = [(query, partial(make_source, self.settings, query.source)) for query in queries]
        made = None if review is None else self._review_for(review, next((one.text for one in queries), ""))
        return collect_each(self._store, wanted, review_id=made.id if made else None, progress=progress)

    def _review_for(self, name: str, question: str) -> Review:
        """The review of this name, made where there is none."""
        from paper_reader.errors import ReviewNotFound

        try:
            return self._store.reviews.get(name)
        except ReviewNotFound:
            return self._store.reviews.create(name, question)
