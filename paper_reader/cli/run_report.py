"""How a harvest or an import ended, in words and as an exit status."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from paper_reader.cli.session import Session, complain
from paper_reader.types import Outcome, RunReport

EXIT_STATUS: Final = {
    Outcome.DONE: 0,
    Outcome.EMPTY: 0,
    Outcome.PARTIAL: 3,
    Outcome.BLOCKED: 3,
    Outcome.FAILED: 1,
    Outcome.RUNNING: 1,
}
_SAID: Final = {
    Outcome.DONE: "done",
    Outcome.EMPTY: "the source has nothing that matches",
    Outcome.PARTIAL: "done in part; run the same command again to go on",
    Outcome.BLOCKED: "the source refuses us for now; what came before is kept",
    Outcome.FAILED: "failed",
    Outcome.RUNNING: "not finished",
}


def print_run(session: Session, run: RunReport) -> None:
    """Print the report, say what the person should know, and set the exit status."""
    session.exit_status = EXIT_STATUS[run.outcome]
    if session.json:
        from paper_reader.cli.json_output import print_json
        from paper_reader.json_forms import run_form

        print_json(run_form(run))
    else:
        _print_line(run)
    _tell(session, run)


def print_runs(session: Session, runs: Sequence[RunReport], review: str | None = None) -> None:
    """Print the reports of several sources; the exit status is 3 where some of them did not end well, 1 where none did.

    With a review, its name and where to go on.
    """
    statuses = {EXIT_STATUS[run.outcome] for run in runs}
    session.exit_status = statuses.pop() if len(statuses) == 1 else 3
    if session.json:
        from paper_reader.cli.json_output import print_json
        from paper_reader.json_forms import run_form

        print_json({"review": review, "runs": [run_form(run) for run in runs]})
    for run in runs:
        if not session.json:
            _print_line(run)
        _tell(session, run)
    if review is not None:
        session.say([f"identified for the review {review!r}. Next: paper-reader review screen {review}"])


def _print_line(run: RunReport) -> None:
    from paper_reader.cli.screen import Screen

    Screen().line((f"{run.description}: ", "bold"), _SAID[run.outcome], f". {in_words(run)}")


def _tell(session: Session, run: RunReport) -> None:
    """Say what the person should know about how the run ended."""
    if run.outcome in {Outcome.DONE, Outcome.EMPTY} or session.json:
        session.say(run.messages)
    else:
        complain(run.messages)  # why it ended so is part of the answer, however quiet it is to be
    if run.created + run.updated + run.merged > session.library.catch_up_limit:
        session.say(["so many are not indexed in passing. Next: paper-reader index build"])


def in_words(run: RunReport) -> str:
    """Say the counts: "200 read: 180 new, 5 changed, 10 unchanged, 5 joined papers that were there"."""
    named = {
        "new": run.created,
        "changed": run.updated,
        "unchanged": run.unchanged,
        "joined papers that were there": run.merged,
    }
    parts = ", ".join(f"{count:,} {word}" for word, count in named.items() if count)
    return f"{run.read:,} read" + (f": {parts}" if parts else "")
