"""`paper-reader restore FILE`: a library back from its backup."""

from __future__ import annotations

from pathlib import Path

import click

from paper_reader.cli.commands.backup import in_words
from paper_reader.cli.session import Session, pass_session
from paper_reader.cli.shared_options import shared_options


@click.command("restore", short_help="Bring a library back from a backup.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--to", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", help="Data folder to restore into."
)
@click.option("--check", "only_check", is_flag=True, help="Only read the backup and say whether it is sound.")
@shared_options
@pass_session
def command(session: Session, file: Path, to: Path | None, only_check: bool) -> None:
    """Bring a library back from a backup.

    The backup is read and checked, and one of an older program brought to the present form, before anything is
    touched. The library that is there is kept aside in a folder of its own, never overwritten.
    """
    from paper_reader.library.restoring import restore_library

    done = restore_library(session.settings, file, to=to, only_check=only_check, progress=session.progress)
    if session.json:
        from paper_reader.cli.json_output import print_json
        from paper_reader.library.keeping_forms import restore_form

        print_json(restore_form(done))
        return
    from paper_reader.cli.screen import Screen

    screen, made = Screen(), done.backup
    rows = {"Backup": f"{made.made_at:%Y-%m-%d %H:%M} UTC, {in_words(made)}"}
    if done.only_checked:
        rows["Sound"] = "yes; nothing was restored"
    else:
        rows["Restored into"] = done.data_dir
    if done.kept_aside:
        rows["Kept aside"] = done.kept_aside
    if done.migrated_from:
        rows["Brought up"] = f"from schema {done.migrated_from}"
    if done.restored_files:
        rows["Also brought"] = ", ".join(done.restored_files)
    for name, value in rows.items():
        screen.line((f"{name + ':':<16}", "cyan"), value)
    for step in done.next_steps:
        screen.line(("Next:           ", "cyan"), step)
