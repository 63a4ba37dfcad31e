"""What is followed and refreshed, as plain dictionaries for JSON, in the manner of `paper_reader.json_forms`. Pure."""

from __future__ import annotations

from paper_reader.json_forms import Json, run_form
from paper_reader.types import Follow, RefreshedStep, RefreshReport, RefreshStep


def follow_form(follow: Follow) -> dict[str, Json]:
    """Give something that is followed."""
    return {
        "kind": follow.kind.value,
        "name": follow.name,
        "title": follow.title,
        "followed_at": follow.followed_at.isoformat() if follow.followed_at else None,
        "by_default": follow.by_default,
    }


def step_form(step: RefreshStep) -> dict[str, Json]:
    """Give a question of a refresh."""
    return {
        "kind": step.follow.kind.value,
        "name": step.follow.name,
        "title": step.follow.title,
        "source": step.query.source,
        "asks": step.asks,
        "since": step.query.date_from.isoformat() if step.query.date_from else None,
        "refreshed_at": step.refreshed_at.isoformat() if step.refreshed_at else None,
        "missed": [day.isoformat() for day in step.missed],
    }


def refreshed_form(step: RefreshedStep) -> dict[str, Json]:
    """Give a question and what came of it."""
    return step_form(step.step) | {
        "outcome": step.outcome.value,
        "created": step.created,
        "read": sum(run.read for run in step.runs),
        "problem": step.problem,
        "runs": [run_form(run) for run in step.runs],
    }


def refresh_form(report: RefreshReport) -> dict[str, Json]:
    """Give what a refresh brought: the run's own form with its steps."""
    return run_form(report.run) | {
        "indexed": report.indexed,
        "steps": [refreshed_form(step) for step in report.steps],
        "notes": list(report.notes),
    }
