"""A literature review: what was identified where, what was decided of it, and what to look at next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from paper_reader.types.paper import Paper


class Stage(StrEnum):
    """Which of the two looks at a paper."""

    TITLE_ABSTRACT = "title-abstract"
    FULL_TEXT = "full-text"


class Verdict(StrEnum):
    """What was decided of a paper at one stage. Whatever is not excluded at the first stage comes to the second."""

    INCLUDE = "include"
    EXCLUDE = "exclude"
    MAYBE = "maybe"
    NOT_RETRIEVED = "not-retrieved"  # full text only: it was sought and could not be had


class Channel(StrEnum):
    """How records were identified, as PRISMA 2020 parts its diagram."""

    DATABASE = "database"
    OTHER = "other"  # by hand, by citations, out of one's own library


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A review. `stopped_at`: when its screening was declared over; what was not screened then stays unscreened."""

    id: int
    name: str
    question: str
    created_at: datetime
    stopped_at: datetime | None = None
    reasons: tuple[str, ...] = ()  # for exclusion, in the order they were given


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentifiedBy:
    """One search of a review. `query` names it within its source; searched again, it is the same search."""

    review_id: int
    search_id: int
    channel: Channel
    source: str
    query: str
    description: str
    first_at: datetime
    last_at: datetime
    runs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A verdict of one reviewer. `record_id` is the record that was shown, and the decision goes where that goes."""

    id: int
    record_id: int
    stage: Stage
    verdict: Verdict
    reason: str | None
    reviewer: str
    decided_at: datetime
    covers: frozenset[int] = frozenset()  # all records of the paper then: what it supersedes


@dataclass(frozen=True, slots=True)
class ReviewNote:
    """A note on a paper, for one review."""

    text: str
    reviewer: str
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewedPaper:
    """How one paper stands in a review. `searches` maps each search that found it to how many records of it.

    `disagreeing`: it was decided differently while it was still two papers; the less strict decision holds.
    """

    paper_id: int
    searches: Mapping[int, int]
    found_at: datetime  # when its first record was identified
    records: frozenset[int] = frozenset()
    decisions: Mapping[Stage, Decision] = field(default_factory=dict)
    disagreeing: frozenset[Stage] = frozenset()
    notes: tuple[ReviewNote, ...] = ()
    is_seed: bool = False

    def verdict(self, stage: Stage) -> Verdict | None:
        """What was decided at this stage; None where nothing was."""
        decision = self.decisions.get(stage)
        return decision.verdict if decision else None


class Pick(StrEnum):
    """Why a paper is shown next."""

    SEED_LIKE = "near to the question"  # before there is anything to learn from
    LIKELY = "like what you included"
    UNCERTAIN = "hard to tell"  # looked at to learn where the line lies
    UNLIKE = "unlike all you have seen"  # looked at so that no corner stays dark
    AGAIN = "looked at again"
    WAITING = "the next in line"  # no model to order by


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreeningProgress:
    """How far the screening of one stage is. Estimates are None where nothing can be said."""

    stage: Stage
    total: int
    included: int
    excluded: int
    maybe: int
    not_retrieved: int
    irrelevant_in_a_row: int
    expected_left: float | None = None  # relevant ones among those not looked at, as the model expects
    at_most_left: int | None = None  # with 95 % confidence, from the latest run of irrelevant ones alone
    hint: str | None = None

    @property
    def decided(self) -> int:
        """How many were decided."""
        return self.included + self.excluded + self.maybe + self.not_retrieved

    @property
    def left(self) -> int:
        """How many were not looked at yet."""
        return self.total - self.decided


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """The paper to look at next, and why it. `chance` is the model's guess that it is relevant."""

    paper: Paper
    stage: Stage
    pick: Pick
    chance: float | None = None
    standing: ReviewedPaper | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreeningStep:
    """What screening shows: the next paper (None when all were looked at), how far it is, and what to know."""

    candidate: Candidate | None
    progress: ScreeningProgress
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowColumn:
    """One column of the PRISMA 2020 flow: `identified` counts records by source, from `screened` on papers."""

    identified: Mapping[str, int]
    duplicates: int
    not_screened_by_tool: int  # never looked at, since the screening was stopped on the order's strength
    screened: int
    excluded: int
    excluded_reasons: Mapping[str, int]
    sought: int
    not_retrieved: int
    assessed: int
    full_text_excluded: int
    full_text_reasons: Mapping[str, int]
    awaiting: int  # assessed, and still a maybe
    included: int
    to_screen: int  # not looked at yet
    to_assess: int  # sought, and not decided yet

    @property
    def identified_total(self) -> int:
        """All records of the column."""
        return sum(self.identified.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class PrismaFlow:
    """Both columns of the diagram; a paper that any database found stands in the first."""

    databases: FlowColumn
    others: FlowColumn

    @property
    def included(self) -> int:
        """All papers in the review."""
        return self.databases.included + self.others.included


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchFigures:
    """One search with what it brought: records, the papers they are, and those that no other search found."""

    search: IdentifiedBy
    records: int
    papers: int
    only_here: int
    included: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewReport:
    """All that a review can account for."""

    review: Review
    flow: PrismaFlow
    searches: tuple[SearchFigures, ...]
    stages: Mapping[Stage, ScreeningProgress]
    reviewers: tuple[str, ...]
    first_decision_at: datetime | None
    last_decision_at: datetime | None
    generated_at: datetime
    notes: tuple[str, ...] = ()
