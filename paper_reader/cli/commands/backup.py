"""`paper-reader backup`: one file with all that cannot be made again."""

from __future__ import annotations

from pathlib import Path

import click

from paper_reader.cli.session import Session, pass_session
from paper_reader.cli.shared_options import shared_options
from paper_reader.types import BackupReport


@click.command("backup", short_help="Keep a copy of the library, read back and compared.")
@click.option(
    "--output", type=click.Path(path_type=Path), metavar="FILE", help="File to write, or a folder for a new name."
)
@click.option("--keep", type=click.IntRange(1), metavar="N", help="Keep the newest N backups of that folder.")
@click.option("--list", "only_list", is_flag=True, help="Name the backups there are, newest first.")
@shared_options
@pass_session
def command(session: Session, output: Path | None, keep: int | None, only_list: bool) -> None:
    """Keep a copy of the library: papers, marks, notes, lists, reviews, vectors, settings and roadmap.

    It is the state of one moment, whatever is written meanwhile. The index is left out: it is made again from the
    library. `paper-reader restore FILE` brings it back.
    """
    if only_list:
        _list(session, output)
        return
    made = session.library.backup(output, keep=keep, settings_file=session.settings_file, progress=session.progress)
    if session.json:
        from paper_reader.cli.json_output import print_json
        from paper_reader.library.keeping_forms import backup_form

        print_json(backup_form(made))
        return
    click.echo(made.path)
    session.say([f"{in_words(made)}; read back and compared"])
    if made.removed:
        session.say([f"older backups that went: {len(made.removed)}"])


def in_words(made: BackupReport) -> str:
    """Say what a backup holds."""
    papers = f"{made.counts.get('papers', 0):,} papers, {made.counts.get('notes', 0):,} notes"
    return f"{papers}, {made.size_bytes / 1e6:,.1f} MB of {made.library_bytes / 1e6:,.1f} MB"


def _list(session: Session, folder: Path | None) -> None:
    from paper_reader.library.restoring import list_backups

    found = list_backups(session.settings, folder)
    if session.json:
        from paper_reader.cli.json_output import print_json
        from paper_reader.library.keeping_forms import backup_form

        print_json([backup_form(one) for one in found])
        return
    if not found:
        session.say(["no backups yet. Make one: paper-reader backup"])
        return
    from paper_reader.cli.screen import Screen

    for one in found:
        Screen().line(f"{one.path}  {one.made_at:%Y-%m-%d %H:%M} UTC, {in_words(one)}")
