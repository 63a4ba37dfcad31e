"""Reviewing: literature reviews from the first search to the account of it all.

A review goes by its name. `reviewer` is who decides; where it is not given, the user of this machine.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from paper_reader.errors import ReviewNotFound
from paper_reader.library.gathering import Gathering
from paper_reader.types import (
    NO_PROGRESS,
    Channel,
    Decision,
    Paper,
    Progress,
    Review,
    ReviewedPaper,
    ReviewReport,
    RunReport,
    ScreeningStep,
    SourceQuery,
    Stage,
    Verdict,
)
from paper_reader.wiring.sources import make_source

if TYPE_CHECKING:
    from paper_reader.reviews.ordering import Ordering
    from paper_reader.reviews.service import Reviewer

BY_HAND = "by hand"
OWN_LIBRARY = "own library"


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

    def import_for_review(
        self,
        review: str,
        path: Path,
        *,
        database: str | None = None,
        form: str | None = None,
        encoding: str | None = None,
        progress: Progress = NO_PROGRESS,
    ) -> RunReport:
        """Import a file as a search of a review; `database` says where its records were searched."""
        search = self._store.reviews.begin_search(
            self._review_for(review, "").id,
            channel=Channel.DATABASE,
            source=database or path.name,
            query=f"import:{path.name}",
            description=f"{database}: {path.name}" if database else path.name,
        )
        return self.import_file(path, form=form, encoding=encoding, search_id=search.search_id, progress=progress)

    def new_review(
        self, name: str, question: str = "", *, seeds: Sequence[str] = (), reasons: Sequence[str] = ()
    ) -> Review:
        """Begin a review. `seeds` name papers that are known to be relevant, `reasons` why papers are excluded."""
        papers = [self.paper(reference) for reference in seeds]
        return self._reviewer.create(name, question, seeds=papers, reasons=reasons)

    def reviews(self) -> list[ReviewReport]:
        """Every review with its numbers, the oldest first."""
        return [self._reviewer.report(one, datetime.now(UTC)) for one in self._store.reviews.list()]

    def review_report(self, name: str) -> ReviewReport:
        """All that a review can account for. Raises `ReviewNotFound`."""
        return self._reviewer.report(self._store.reviews.get(name), datetime.now(UTC))

    def review_papers(self, name: str) -> list[tuple[Paper, ReviewedPaper]]:
        """Every paper of a review with how it stands, in the order of identification."""
        standing = self._reviewer.papers(self._store.reviews.get(name))
        return [(paper, standing[paper.id]) for paper in self._store.papers.get_many(list(standing))]

    def review_add(self, name: str, references: Sequence[str], *, method: str = BY_HAND) -> tuple[int, int]:
        """Put papers of the library into a review, as found by some method; how many, and how many were new there."""
        papers = list({paper.id: paper for paper in map(self.paper, references)}.values())
        review = self._store.reviews.get(name)
        return len(papers), self._reviewer.add(review, papers, source=method, query=method, description=method)

    def review_add_found(
        self, name: str, text: str, *, limit: int = 50, progress: Progress = NO_PROGRESS
    ) -> tuple[int, int]:
        """Put what a search of the library finds into a review; how many were found, and how many were new there."""
        review = self._store.reviews.get(name)
        found = [hit.paper for hit in self.search(text, limit=limit, progress=progress).hits]
        said = f"{OWN_LIBRARY} “{text}” at most {limit}"
        return len(found), self._reviewer.add(review, found, source=OWN_LIBRARY, query=text, description=said)

    def review_next(
        self,
        name: str,
        stage: Stage = Stage.TITLE_ABSTRACT,
        progress: Progress = NO_PROGRESS,
        *,
        again: str | None = None,
    ) -> ScreeningStep:
        """The paper to look at next (or this one `again`) and how far it is. Those without a vector are embedded."""
        paper = None if again is None else self.paper(again)
        return self._reviewer.step(self._store.reviews.get(name), stage, progress, again=paper)

    def review_decide(
        self,
        name: str,
        references: Sequence[str],
        verdict: Verdict,
        *,
        stage: Stage = Stage.TITLE_ABSTRACT,
        reason: str | None = None,
        reviewer: str | None = None,
    ) -> list[tuple[Paper, ReviewedPaper]]:
        """Decide on papers, all of them or none; it is on the disk when this returns. Gives them as they stand now."""
        review = self._store.reviews.get(name)
        papers = list({paper.id: paper for paper in map(self.paper, references)}.values())
        who = reviewer or _this_user()
        self._reviewer.decide(review, papers, verdict, stage=stage, reason=reason, reviewer=who)
        return self._reviewer.standing_of(review, papers)

    def review_undo(
        self, name: str, *, reviewer: str | None = None, stage: Stage | None = None
    ) -> tuple[Paper, Decision] | None:
        """Take back the latest decision (of this reviewer, at this stage); None where there is none."""
        return self._reviewer.undo(self._store.reviews.get(name), reviewer=reviewer, stage=stage)

    def review_note(self, name: str, reference: str, text: str, *, reviewer: str | None = None) -> Paper:
        """Keep a note on a paper for this review. Gives the paper."""
        paper = self.paper(reference)
        self._reviewer.note(self._store.reviews.get(name), paper, text, reviewer=reviewer or _this_user())
        return paper

    def review_export(self, name: str, form: str = "csv", wanted: str = "all") -> Iterator[str] | bytes:
        """Write the papers of a review with all decisions; `wanted` is an outcome, "passed" or "all".

        A spreadsheet (form "xlsx") is bytes, every other form text, piece by piece.
        """
        from paper_reader.exporting import with_records
        from paper_reader.reviews.export import written
        from paper_reader.reviews.words import is_among

        review = self._store.reviews.get(name)
        standing = self._reviewer.papers(review)
        chosen = [paper_id for paper_id, one in standing.items() if is_among(one, wanted)]
        papers = list(with_records(self._store, [self._store.papers.get_many(chosen)]))
        return written(form, review, papers, standing, self._store.reviews.searches(review.id))

    def review_stop(self, name: str, *, stopped: bool = True) -> Review:
        """Declare the screening over, whatever was not looked at, or open it again."""
        self._store.reviews.set_stopped(self._store.reviews.get(name).id, stopped)
        return self._store.reviews.get(name)

    def review_delete(self, name: str) -> None:
        """Take a review away with all its decisions. The papers stay."""
        self._store.reviews.delete(self._store.reviews.get(name).id)

    @cached_property
    def _reviewer(self) -> Reviewer:
        from paper_reader.reviews.service import Reviewer

        return Reviewer(self._store, lambda: self._review_order)

    @cached_property
    def _review_order(self) -> Ordering:
        from paper_reader.reviews.ordering import Ordering

        return Ordering(self._store, self._encoder)

    def _review_for(self, name: str, question: str) -> Review:
        """The review of this name, made where there is none."""
        try:
            return self._store.reviews.get(name)
        except ReviewNotFound:
            return self._reviewer.create(name, question)


def _this_user() -> str:
    from getpass import getuser

    try:
        return getuser()
    except (KeyError, OSError):  # a container's user without a name
        return "unknown"
