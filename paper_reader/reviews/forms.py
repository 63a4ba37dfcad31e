"""Values of a review as plain dictionaries for JSON. Pure; adding a key is no break."""

from __future__ import annotations

from paper_reader.json_forms import Json, paper_form
from paper_reader.types import (
    Candidate,
    Decision,
    FlowColumn,
    Paper,
    Review,
    ReviewedPaper,
    ReviewReport,
    ScreeningProgress,
    ScreeningStep,
    SearchFigures,
    Stage,
)


def review_form(review: Review) -> dict[str, Json]:
    """Give a review."""
    return {
        "name": review.name,
        "question": review.question,
        "created_at": review.created_at.isoformat(),
        "stopped_at": review.stopped_at.isoformat() if review.stopped_at else None,
        "reasons": list(review.reasons),
    }


def step_form(review: str, step: ScreeningStep) -> dict[str, Json]:
    """Give the paper to look at next, and how far the screening is."""
    return {
        "review": review,
        "candidate": _candidate_form(step.candidate) if step.candidate else None,
        "progress": progress_form(step.progress),
        "notes": list(step.notes),
    }


def progress_form(progress: ScreeningProgress) -> dict[str, Json]:
    """Give how far a stage is."""
    return {
        "stage": progress.stage.value,
        "total": progress.total,
        "decided": progress.decided,
        "left": progress.left,
        "included": progress.included,
        "excluded": progress.excluded,
        "maybe": progress.maybe,
        "not_retrieved": progress.not_retrieved,
        "irrelevant_in_a_row": progress.irrelevant_in_a_row,
        "expected_left": None if progress.expected_left is None else round(progress.expected_left, 1),
        "at_most_left": progress.at_most_left,
        "hint": progress.hint,
    }


def standing_form(standing: ReviewedPaper) -> dict[str, Json]:
    """Give how a paper stands: what was decided at each stage, and notes."""
    return {
        "records": len(standing.records),
        "found_at": standing.found_at.isoformat(),
        "decisions": {stage.value: _decision_form(standing.decisions.get(stage)) for stage in Stage},
        "disagreeing": [stage.value for stage in Stage if stage in standing.disagreeing],
        "notes": [
            {"text": note.text, "reviewer": note.reviewer, "created_at": note.created_at.isoformat()}
            for note in standing.notes
        ],
    }


def reviewed_form(paper: Paper, standing: ReviewedPaper) -> dict[str, Json]:
    """Give a paper of a review with how it stands."""
    return {"paper": paper_form(paper)} | standing_form(standing)


def report_form(report: ReviewReport) -> dict[str, Json]:
    """Give the whole account."""
    flow = report.flow
    return {
        "review": review_form(report.review),
        "flow": {
            "databases": _column_form(flow.databases),
            "others": _column_form(flow.others),
            "included": flow.included,
        },
        "searches": [_search_form(one) for one in report.searches],
        "stages": {stage.value: progress_form(one) for stage, one in report.stages.items()},
        "reviewers": list(report.reviewers),
        "first_decision_at": report.first_decision_at.isoformat() if report.first_decision_at else None,
        "last_decision_at": report.last_decision_at.isoformat() if report.last_decision_at else None,
        "generated_at": report.generated_at.isoformat(),
        "notes": list(report.notes),
    }


def _candidate_form(candidate: Candidate) -> dict[str, Json]:
    standing = standing_form(candidate.standing) if candidate.standing else {}
    return {
        "stage": candidate.stage.value,
        "why": candidate.pick.value,
        "chance": None if candidate.chance is None else round(candidate.chance, 4),
        "paper": paper_form(candidate.paper),
    } | standing


def _decision_form(decision: Decision | None) -> dict[str, Json] | None:
    if decision is None:
        return None
    return {
        "verdict": decision.verdict.value,
        "reason": decision.reason,
        "reviewer": decision.reviewer,
        "decided_at": decision.decided_at.isoformat(),
    }


def _column_form(column: FlowColumn) -> dict[str, Json]:
    return {
        "identified": dict(column.identified),
        "identified_total": column.identified_total,
        "duplicates_removed": column.duplicates,
        "not_screened_by_tool": column.not_screened_by_tool,
        "screened": column.screened,
        "excluded": column.excluded,
        "excluded_reasons": dict(column.excluded_reasons),
        "sought_for_retrieval": column.sought,
        "not_retrieved": column.not_retrieved,
        "assessed": column.assessed,
        "full_text_excluded": column.full_text_excluded,
        "full_text_reasons": dict(column.full_text_reasons),
        "awaiting_classification": column.awaiting,
        "included": column.included,
        "to_screen": column.to_screen,
        "to_assess": column.to_assess,
    }


def _search_form(one: SearchFigures) -> dict[str, Json]:
    return {
        "channel": one.search.channel.value,
        "source": one.search.source,
        "description": one.search.description,
        "query": one.search.query,
        "first_at": one.search.first_at.isoformat(),
        "last_at": one.search.last_at.isoformat(),
        "runs": list(one.search.runs),
        "records": one.records,
        "papers": one.papers,
        "only_here": one.only_here,
        "included": one.included,
    }
