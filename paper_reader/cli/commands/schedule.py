"""`paper-reader schedule install|show|remove`: refresh at set times, by the system's own scheduler."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from paper_reader.cli.session import Session, complain, pass_session
from paper_reader.cli.shared_options import shared_options

if TYPE_CHECKING:
    from paper_reader.scheduling.installing import ScheduleChange

KINDS = ("systemd", "cron", "launchd")
DONE_IN_PART = 3

_kind = click.option(
    "--with", "kind", type=click.Choice(KINDS), help="Which scheduler, rather than the usual one here."
)
_dry_run = click.option("--dry-run", is_flag=True, help="Show what would be done; write and run nothing.")


@click.group("schedule", short_help="Refresh at set times, by the system's own scheduler.")
@shared_options
def command() -> None:
    """Refresh at set times without a server: a systemd user timer, a line of your crontab, or a launch agent.

    One schedule a user. `paper-reader serve --refresh TIMES` needs none.
    """


@command.command("install")
@click.option(
    "--at", "times", default="daily 06:30", show_default=True, help='When: "weekdays 06:30", "mon,thu 18:00".'
)
@_kind
@_dry_run
@shared_options
@pass_session
def install(session: Session, times: str, kind: str | None, *, dry_run: bool) -> None:
    """Have this library refreshed at set times, in place of those that were set before."""
    change = session.library.schedule_install(times, kind=kind, dry_run=dry_run)
    _print(session, change, dry_run=dry_run, otherwise="it is installed already; nothing changed")
    if left := session.library.schedule_secrets():
        session.say([f"not part of the schedule, since secret: {', '.join(left)}. Put them into the settings file"])


@command.command("show")
@_kind
@shared_options
@pass_session
def show(session: Session, kind: str | None) -> None:
    """What is installed."""
    found = session.library.schedule_show(kind=kind)
    if session.json:
        from paper_reader.cli.json_output import print_json

        print_json({"installed": bool(found), "files": found})
        return
    if not found:
        session.say(['nothing is installed. Next: paper-reader schedule install --at "daily 06:30"'])
    _print_files(found)


@command.command("remove")
@_kind
@_dry_run
@shared_options
@pass_session
def remove(session: Session, kind: str | None, *, dry_run: bool) -> None:
    """Take away exactly what `install` made."""
    change = session.library.schedule_remove(kind=kind, dry_run=dry_run)
    _print(session, change, dry_run=dry_run, otherwise="nothing is installed")


def _print(session: Session, change: ScheduleChange, *, dry_run: bool, otherwise: str) -> None:
    if change.problems:
        session.exit_status = DONE_IN_PART
    if session.json:
        from paper_reader.cli.json_output import print_json

        print_json(
            {
                "kind": change.kind,
                "dry_run": dry_run,
                "changed": change.changed,
                "files": change.files,
                "commands": list(change.commands),
                "problems": list(change.problems),
            }
        )
        return
    if not change.changed:
        session.say([otherwise])
    _print_files(change.files)
    from paper_reader.cli.screen import Screen

    for one in change.commands:
        Screen().line(("would run: " if dry_run else "ran: ", "cyan"), one)
    complain(change.problems)


def _print_files(files: dict[str, str]) -> None:
    from paper_reader.cli.screen import Screen

    screen = Screen()
    for name, content in files.items():
        screen.line((name, "bold"), "" if content else " (removed)")
        for line in content.splitlines():
            screen.line("    ", line)
