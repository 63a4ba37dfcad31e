"""`paper-reader refresh`: new papers for everything that is followed; `refresh runs`: what each refresh brought."""

from __future__ import annotations

from datetime import timedelta

import click

from paper_reader.cli.commands.follow import NOTHING_FOLLOWED
from paper_reader.cli.run_report import EXIT_STATUS, in_words
from paper_reader.cli.session import Session, complain, pass_session
from paper_reader.cli.shared_options import shared_options
from paper_reader.query import read_date
from paper_reader.types import RefreshReport, RefreshStep, RunReport


@click.group("refresh", invoke_without_command=True, short_help="Bring in what is new for everything you follow.")
@click.option("--topic", "topics", multiple=True, metavar="TOPIC", help="Only this topic; may be repeated.")
@click.option("--since", metavar="DATE", help="Papers from this day on, rather than since the last refresh.")
@click.option("--dry-run", is_flag=True, help="Say what would be asked; ask nobody.")
@shared_options
@click.pass_context
def command(ctx: click.Context, topics: tuple[str, ...], since: str | None, *, dry_run: bool) -> None:
    """Bring in what is new for everything you follow, and bring the index up to date.

    Stopped at any moment, the next refresh goes on where it was. A source that is down is tried again and does not
    stop the others; the exit status then is 3. Two refreshes of one library never run at once.
    """
    if ctx.invoked_subcommand is not None:
        return
    session = ctx.ensure_object(Session)
    day = read_date(since) if since else None
    plan = session.library.refresh_plan(topics=topics, since=day)
    if not topics and any(step.follow.by_default for step in plan):
        session.say([NOTHING_FOLLOWED])
    if dry_run:
        _print_plan(session, plan)
    else:
        _print_report(session, session.library.refresh(topics=topics, since=day, progress=session.progress))


@command.command("runs")
@click.option(
    "-n", "count", type=click.IntRange(1, 1000), default=20, show_default=True, help="How many, newest first."
)
@shared_options
@pass_session
def runs(session: Session, count: int) -> None:
    """When refreshes ran, what they brought, what failed and how long they took."""
    found = session.library.refreshes(count)
    if session.json:
        from paper_reader.cli.json_output import print_json
        from paper_reader.json_forms import run_form

        print_json([run_form(run) | {"seconds": _seconds(run)} for run in found])
        return
    if not found:
        session.say(["nothing was refreshed yet. Next: paper-reader refresh"])
        return
    from paper_reader.cli.screen import Screen

    screen = Screen()
    for run in found:
        screen.line(
            (f"{run.started_at.astimezone():%Y-%m-%d %H:%M}  {run.outcome.value}", "bold"),
            f"  {in_words(run)}{_took(run)}",
        )
        for message in run.messages:
            screen.line("    ", (message, "dim"))


def _print_plan(session: Session, plan: list[RefreshStep]) -> None:
    if session.json:
        from paper_reader.cli.json_output import print_json
        from paper_reader.library.refresh_forms import step_form

        print_json({"dry_run": True, "steps": [step_form(step) for step in plan]})
        return
    from paper_reader.cli.screen import Screen

    screen = Screen()
    for step in plan:
        reached = f"{step.refreshed_at.astimezone():%Y-%m-%d %H:%M}" if step.refreshed_at else "never"
        screen.line(
            (step.follow.title, "bold"),
            f": {step.asks}, from {step.query.source}, papers from {step.query.date_from} on",
            (f" (refreshed: {reached})", "dim"),
        )


def _print_report(session: Session, report: RefreshReport) -> None:
    session.exit_status = EXIT_STATUS[report.run.outcome]
    if session.json:
        from paper_reader.cli.json_output import print_json
        from paper_reader.library.refresh_forms import refresh_form

        print_json(refresh_form(report))
        return
    from paper_reader.cli.screen import Screen

    screen = Screen()
    for step, message in zip(report.steps, report.run.messages, strict=False):
        screen.line(("" if step.is_whole else "! ", "bold red"), message)
    screen.line((f"refresh {report.run.outcome.value}: ", "bold"), in_words(report.run) + _took(report.run))
    if report.indexed:
        screen.line(f"{report.indexed:,} papers brought into the index")
    complain(report.notes)


def _took(run: RunReport) -> str:
    seconds = _seconds(run)
    return "" if seconds is None else f", in {timedelta(seconds=round(seconds))}"


def _seconds(run: RunReport) -> float | None:
    return (run.finished_at - run.started_at).total_seconds() if run.finished_at else None
