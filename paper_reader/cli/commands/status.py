"""`paper-reader status`: the library at a glance."""

from __future__ import annotations

import click

from paper_reader.cli.commands.index import index_rows
from paper_reader.cli.session import Session, pass_session
from paper_reader.cli.shared_options import shared_options


@click.command("status", short_help="The library at a glance.")
@shared_options
@pass_session
def command(session: Session) -> None:
    """The library at a glance: where it is, how many papers, how the index stands, what ran last."""
    found = session.library.status()
    if session.json:
        from paper_reader.cli.json_output import print_json
        from paper_reader.json_forms import status_form

        print_json(status_form(found))
        return
    from paper_reader.cli.screen import Screen

    marks = ", ".join(f"{count:,} {status.value}" for status, count in found.marks.items()) or "none"
    rows = {"Library": found.database, "Data folder": found.data_dir, "Papers": f"{found.papers:,}", "Marks": marks}
    if found.last_run:
        run = found.last_run
        rows["Last run"] = f"{run.kind} {run.description}: {run.outcome.value}, {run.started_at:%Y-%m-%d %H:%M}"
    screen = Screen()
    for name, value in (rows | index_rows(found.index)).items():
        screen.line((f"{name + ':':<16}", "cyan"), value)
