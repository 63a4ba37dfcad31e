"""One paper of a review to decide on: what it says, why it is shown, how far the screening is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from api.pages.addresses import paper_path
from api.pages.views.bars import Bar
from api.pages.views.cards import facts_of
from api.pages.views.reviews import review_path, stage_bar, stage_said
from api.pages.views.words import capital, names
from paper_reader.reviews.words import STAGE_NAMES
from paper_reader.types import Candidate, Pick, Review, ScreeningProgress, ScreeningStep, Stage, Verdict

_MOST_AUTHORS: Final = 8


@dataclass(frozen=True, slots=True)
class VerdictButton:
    """One verdict with the key that stands for it."""

    value: str
    label: str
    key: str
    is_on: bool


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason for exclusion; `key` is the digit that excludes with it, "" beyond nine."""

    text: str
    key: str


@dataclass(frozen=True, slots=True)
class Shown:
    """The paper."""

    paper_id: int
    href: str
    title: str
    authors: str
    facts: tuple[str, ...]
    abstract: tuple[str, ...]
    why: str
    decided: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScreeningPage:
    """The page. `shown` is None where all were looked at; `asks_reason`: an exclusion came without the one it needs."""

    path: str
    review: str
    question: str
    stage: str
    stage_name: str
    other_stage: str
    other_stage_name: str
    bar: Bar
    said: str
    estimate: str
    advice: str
    shown: Shown | None
    verdicts: tuple[VerdictButton, ...]
    reasons: tuple[Reason, ...]
    needs_reason: bool
    asks_reason: bool
    may_undo: bool
    notes: tuple[str, ...]


def screening_page(review: Review, step: ScreeningStep, *, asks_reason: bool = False) -> ScreeningPage:
    """Make the page's view."""
    progress = step.progress
    stage = progress.stage
    other = Stage.FULL_TEXT if stage is Stage.TITLE_ABSTRACT else Stage.TITLE_ABSTRACT
    return ScreeningPage(
        path=review_path(review.name),
        review=review.name,
        question=review.question,
        stage=stage.value,
        stage_name=STAGE_NAMES[stage],
        other_stage=other.value,
        other_stage_name=STAGE_NAMES[other],
        bar=stage_bar(progress),
        said=stage_said(progress),
        estimate=_estimate(progress),
        advice=capital(progress.hint or ""),
        shown=_shown(step.candidate) if step.candidate else None,
        verdicts=_verdicts(step.candidate, stage),
        reasons=tuple(Reason(text, str(n) if n < 10 else "") for n, text in enumerate(review.reasons, 1)),
        needs_reason=stage is Stage.FULL_TEXT,
        asks_reason=asks_reason,
        may_undo=progress.decided > 0,
        notes=tuple(capital(note) for note in step.notes),
    )


def _shown(candidate: Candidate) -> Shown:
    paper, standing = candidate.paper, candidate.standing
    decision = standing.decisions.get(candidate.stage) if standing else None
    why = f"Shown because it is {candidate.pick.value}" if candidate.pick is not Pick.AGAIN else ""
    chance = f"; the model gives it {round(100 * candidate.chance)} %" if candidate.chance is not None else ""
    return Shown(
        paper_id=paper.id,
        href=paper_path(paper.id),
        title=paper.title,
        authors=names(paper.authors, _MOST_AUTHORS),
        facts=facts_of(paper),
        abstract=tuple(part for part in (paper.abstract or "").split("\n\n") if part.strip()),
        why=f"{why}{chance}." if why else "",
        decided=f"Decided before: {decision.verdict.value}" + (f" ({decision.reason})" if decision.reason else "")
        if decision
        else "",
        notes=tuple(note.text for note in standing.notes) if standing else (),
    )


def _verdicts(candidate: Candidate | None, stage: Stage) -> tuple[VerdictButton, ...]:
    now = candidate.standing.verdict(stage) if candidate and candidate.standing else None
    known = [
        (Verdict.INCLUDE, "Include", "i"),
        (Verdict.MAYBE, "Maybe", "m"),
        (Verdict.EXCLUDE, "Exclude", "e"),
        (Verdict.NOT_RETRIEVED, "Not retrieved", "r"),
    ]
    usable = known if stage is Stage.FULL_TEXT else known[:-1]
    return tuple(VerdictButton(verdict.value, label, key, verdict is now) for verdict, label, key in usable)


def _estimate(progress: ScreeningProgress) -> str:
    """What may be left. Both figures are guesses of their kind, and said so."""
    said = []
    if progress.irrelevant_in_a_row > 1:
        said.append(f"{progress.irrelevant_in_a_row:,} irrelevant in a row")
    if progress.expected_left is not None and progress.left:
        said.append(f"the model guesses some {progress.expected_left:,.0f} relevant among the {progress.left:,} left")
    if progress.at_most_left is not None and progress.left:
        said.append(f"at most {progress.at_most_left:,} with 95 % confidence")
    return capital("; ".join(said)) + "." if said else ""
