"""`paper-reader runs`: what was collected and imported, and how it ended."""

from __future__ import annotations

import click

from paper_reader.cli.session import Session, pass_session
from paper_reader.cli.shared_options import shared_options


@click.command("runs", short_help="What was collected and imported, and how it ended.")
@click.option(
    "-n", "count", type=click.IntRange(1, 1000), default=20, show_default=True, help="How many, newest first."
)
@shared_options
@pass_session
def command(session: Session, count: int) -> None:
    """What was collected and imported, and how it ended."""
    runs = session.library.runs(count)
    if session.json:
        from paper_reader.cli.json_output import print_json
        from paper_reader.json_forms import run_form

        print_json([run_form(run) for run in runs])
        return
    if not runs:
        session.say(["nothing was collected or imported yet. Try: paper-reader collect --help"])
        return
    from paper_reader.cli.screen import Screen, simple_table

    rows = [
        (
            str(run.run_id),
            f"{run.started_at:%Y-%m-%d %H:%M}",
            run.kind,
            run.description,
            run.outcome.value,
            f"{run.read:,}",
            f"{run.created:,}",
            f"{run.updated:,}",
            f"{run.merged:,}",
            f"{run.rejected:,}",
        )
        for run in runs
    ]
    heads = ("Run#", "Began", "Kind", "What", "Outcome", "Read#", "New#", "Changed#", "Merged#", "Rejected#")
    Screen().table(simple_table(*heads, rows=rows))
