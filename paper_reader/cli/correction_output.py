"""What a correction of a merge did, in words or as JSON."""

from __future__ import annotations

from paper_reader.cli.session import Session
from paper_reader.types import CorrectionReport


def print_correction(session: Session, report: CorrectionReport) -> None:
    """Print each paper with its records, then say what the reader should know."""
    if session.json:
        from paper_reader.cli.json_output import print_json
        from paper_reader.json_forms import correction_form

        print_json(correction_form(report))
        return
    from paper_reader.cli.screen import Screen

    screen = Screen()
    for paper in report.papers:
        is_new = " (a number of its own now)" if paper.is_new else ""
        screen.line((f"no. {paper.paper_id}", "cyan"), f"{is_new}  ", (paper.title, "bold"))
        for source, key in paper.records:
            screen.line(f"    {source}:{key}")
    for gone, survivor in report.gone.items():
        screen.line(f"no. {gone} leads to no. {survivor} now")
    session.say(report.notes)
    if report.is_trial:
        session.say(["nothing was changed; without --dry-run it would be so"])
