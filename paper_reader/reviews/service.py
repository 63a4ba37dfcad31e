"""A library's literature reviews: reads how they stand, lets `queue` choose what comes next, keeps what is decided.

Each call reads the review anew, so the terminal, scripts and web pages may work on one review at the same time. Only
papers that did not change and their vectors are kept between calls.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

from paper_reader.errors import ModelUnavailable, QueryError, UsageError
from paper_reader.reviews.chosen import Chosen
from paper_reader.reviews.figures import progress_of, search_figures
from paper_reader.reviews.prisma import flow
from paper_reader.reviews.standing import at_stage, standings
from paper_reader.store import Store
from paper_reader.types import (
    NO_PROGRESS,
    Candidate,
    Channel,
    Decision,
    IdentifiedBy,
    Paper,
    Pick,
    Progress,
    Review,
    ReviewedPaper,
    ReviewReport,
    ScreeningStep,
    Stage,
    Verdict,
)

if TYPE_CHECKING:
    from paper_reader.reviews.ordering import Ordering

_NAME: Final = re.compile(r"[\w][\w.-]{0,79}")


class Reviewer:
    """Works on the reviews of one store. `ordering` gives what puts the papers in order, made at first use."""

    def __init__(self, store: Store, ordering: Callable[[], Ordering]) -> None:
        self._store = store
        self._ordering = ordering
        self._read: tuple[object, list[Paper]] = (None, [])

    def create(self, name: str, question: str, *, seeds: Sequence[Paper] = (), reasons: Sequence[str] = ()) -> Review:
        """Begin a review. Raises `UsageError` for a name that is taken or cannot be typed as one word."""
        if not _NAME.fullmatch(name):
            raise UsageError(f"{name!r} cannot be a review's name. Take one word of letters, digits, dots and dashes")
        made = self._store.reviews.create(name, " ".join(question.split()))
        self._store.reviews.add_seeds(made.id, seeds)
        self._store.reviews.add_reasons(made.id, reasons)
        return self._store.reviews.get(name)

    def papers(self, review: Review) -> dict[int, ReviewedPaper]:
        """Every paper of the review by its id, in the order of identification."""
        rows = self._store.reviews.rows(review.id)
        return standings(rows.found, rows.decisions, rows.notes, rows.seeds)

    def add(self, review: Review, papers: Sequence[Paper], *, source: str, query: str, description: str) -> int:
        """Identify papers of the library by another method; gives how many were not in the review before."""
        present = self.papers(review)
        new = [paper for paper in papers if paper.id not in present]
        search = self._store.reviews.begin_search(
            review.id, channel=Channel.OTHER, source=source, query=query, description=description
        )
        self._store.reviews.identify(search, new)
        return len(new)

    def step(
        self, review: Review, stage: Stage, progress: Progress = NO_PROGRESS, *, again: Paper | None = None
    ) -> ScreeningStep:
        """The paper to look at next, or this one `again`, and how far the stage is."""
        rows = self._store.reviews.rows(review.id)
        standing = standings(rows.found, rows.decisions, rows.notes, rows.seeds)
        concerned = at_stage(standing.values(), stage)
        papers = self._papers([one.paper_id for one in concerned])
        decided = {one.paper_id: one.decisions[stage].verdict for one in concerned if stage in one.decisions}
        chosen: Chosen | None = None
        notes: tuple[str, ...] = ()
        if any(paper.id not in decided for paper in papers):
            seeds = self._store.papers.get_many(sorted(rows.seeds))
            chosen, notes = self._chosen(review, papers, decided, seeds, progress)
        if again is not None:
            chosen = Chosen(again, Pick.AGAIN, None, chosen.expected_left if chosen else None)
        expected = chosen.expected_left if chosen else None
        reached = progress_of(standing.values(), stage, expected_left=expected)
        if chosen is None:
            return ScreeningStep(candidate=None, progress=reached)
        standing_now = standing.get(chosen.paper.id)
        shown = Candidate(
            paper=chosen.paper, stage=stage, pick=chosen.pick, chance=chosen.chance, standing=standing_now
        )
        return ScreeningStep(candidate=shown, progress=reached, notes=notes)

    def _papers(self, ids: Sequence[int]) -> list[Paper]:
        """The papers of these ids, read again only where the library has changed."""
        key = (tuple(ids), self._store.papers.change_number())
        kept, papers = self._read
        if kept != key:
            papers = self._store.papers.get_many(ids)
            self._read = (key, papers)
        return papers

    def _chosen(
        self,
        review: Review,
        papers: Sequence[Paper],
        decided: Mapping[int, Verdict],
        seeds: Sequence[Paper],
        progress: Progress,
    ) -> tuple[Chosen, tuple[str, ...]]:
        try:
            return self._ordering().choose(review, papers, decided, seeds, progress), ()
        except ModelUnavailable as error:
            note = f"in the order of identification, since the model cannot be used: {error}"
            waiting = next(paper for paper in papers if paper.id not in decided)
            return Chosen(waiting, Pick.WAITING, None, None), (note,)

    def decide(
        self,
        review: Review,
        papers: Sequence[Paper],
        verdict: Verdict,
        *,
        stage: Stage,
        reason: str | None,
        reviewer: str,
    ) -> None:
        """Keep a decision on each of some papers, all or none.

        Raises `UsageError` for one that cannot be made at this stage or of such a paper.
        """
        why = _listed(" ".join((reason or "").split()), review.reasons) or None
        if stage is Stage.TITLE_ABSTRACT and verdict is Verdict.NOT_RETRIEVED:
            raise UsageError("a paper can fail to be retrieved at the full-text stage only: --stage full-text")
        if stage is Stage.FULL_TEXT and verdict is Verdict.EXCLUDE and why is None:
            raise UsageError('an exclusion at full text needs its reason: --exclude "wrong outcome"')
        if why is not None and verdict is not Verdict.EXCLUDE:
            raise UsageError("a reason goes with an exclusion. Keep other thoughts with paper-reader review note")
        for paper, standing in self.standing_of(review, papers):
            passed = standing.verdict(Stage.TITLE_ABSTRACT) in (Verdict.INCLUDE, Verdict.MAYBE)
            if stage is Stage.FULL_TEXT and not passed:
                raise UsageError(
                    f"“{paper.title}” has not passed title and abstract. Decide that first: paper-reader review decide "
                    f"{review.name} {paper.id} --include"
                )
        self._store.reviews.decide(review.id, papers, stage=stage, verdict=verdict, reason=why, reviewer=reviewer)

    def undo(
        self, review: Review, *, reviewer: str | None = None, stage: Stage | None = None
    ) -> tuple[Paper, Decision] | None:
        """Take back the latest decision (of this reviewer, at this stage); None where there is none."""
        made = [
            (paper_id, decision)
            for paper_id, decision in self._store.reviews.rows(review.id).decisions
            if reviewer in (None, decision.reviewer) and stage in (None, decision.stage)
        ]
        if not made:
            return None
        paper_id, decision = made[-1]
        self._store.reviews.undo(decision.id)
        return self._store.papers.get(paper_id), decision

    def note(self, review: Review, paper: Paper, text: str, *, reviewer: str) -> None:
        """Keep a note on a paper for this review."""
        self.standing_of(review, [paper])
        if not text.strip():
            raise QueryError("the note is empty. Write what you think of the paper")
        self._store.reviews.add_note(review.id, paper, text.strip(), reviewer=reviewer)

    def report(self, review: Review, now: datetime) -> ReviewReport:
        """All that the review can account for."""
        standing = list(self.papers(review).values())
        found = {search_id for one in standing for search_id in one.searches}
        # One that never came so far as to ask its source, such as a file that could not be read, is no search.
        searches = [one for one in self._store.reviews.searches(review.id) if one.runs or one.search_id in found]
        made = [decision for _, decision in self._store.reviews.rows(review.id).decisions]
        return ReviewReport(
            review=review,
            flow=flow(searches, standing, stopped_at=review.stopped_at),
            searches=search_figures(searches, standing),
            stages={stage: progress_of(standing, stage) for stage in Stage},
            reviewers=tuple(sorted({one.reviewer for one in made})),
            first_decision_at=min((one.decided_at for one in made), default=None),
            last_decision_at=max((one.decided_at for one in made), default=None),
            generated_at=now,
            notes=_notes(searches, standing),
        )

    def standing_of(self, review: Review, papers: Sequence[Paper]) -> list[tuple[Paper, ReviewedPaper]]:
        """These papers with how they stand. Raises `UsageError` for one that is not in the review."""
        rows = self._store.reviews.rows(review.id, [paper.id for paper in papers])
        standing = standings(rows.found, rows.decisions)
        for paper in papers:
            if paper.id not in standing:
                raise UsageError(
                    f"“{paper.title}” is not in the review {review.name}. Put it in: paper-reader review add "
                    f"{review.name} {paper.id}"
                )
        return [(paper, standing[paper.id]) for paper in papers]


def _notes(searches: Sequence[IdentifiedBy], papers: Sequence[ReviewedPaper]) -> tuple[str, ...]:
    """What the numbers alone do not tell."""
    notes = []
    if disagreeing := [str(one.paper_id) for one in papers if one.disagreeing]:
        notes.append(
            "decided differently before they were found to be one, the less strict decision holds until you decide "
            f"again: {len(disagreeing):,} papers ({', '.join(disagreeing[:10])})"
        )
    channels = {one.search_id: one.channel for one in searches}
    both = sum(len({channels[number] for number in one.searches}) > 1 for one in papers)
    if both:
        notes.append(f"found by other methods and in databases too, and counted there: {both:,} papers")
    return tuple(notes)


def _listed(reason: str, reasons: Sequence[str]) -> str:
    """The reason, where it is a number the one of the list. Raises `UsageError` for a number that is none."""
    if not reason.isdecimal():
        return reason
    if not 0 < int(reason) <= len(reasons):
        many = f"there are {len(reasons)}" if reasons else "there are none yet"
        raise UsageError(f"there is no reason {reason} in the list, {many}. Give it in words")
    return reasons[int(reason) - 1]
