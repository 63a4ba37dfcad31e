"""`paper-reader split PAPER RECORD…`: records that are wrongly taken for one paper."""

from __future__ import annotations

import click

from paper_reader.cli.correction_output import print_correction
from paper_reader.cli.session import Session, pass_session
from paper_reader.cli.shared_options import shared_options


@click.command("split", short_help="Part records that are wrongly one paper; it stays so.")
@click.argument("paper")
@click.argument("records", nargs=-1, metavar="[RECORD]...")
@click.option("--all", "everything", is_flag=True, help="Make a paper of each record.")
@click.option("--undo", is_flag=True, help="Take back what was parted by hand from PAPER.")
@click.option("--dry-run", is_flag=True, help="Only say what would become of it.")
@shared_options
@pass_session
def command(
    session: Session, paper: str, records: tuple[str, ...], everything: bool, undo: bool, dry_run: bool
) -> None:
    """Part records that are wrongly one paper; no later harvest or import makes them one again.

    The RECORDs named leave PAPER together and become a paper of their own. A RECORD is named as `paper-reader show
    PAPER --records` names it: "source:key", its key alone, or its place ("#2"). Marks and notes stay with the number
    that they were made on, which PAPER keeps.
    """
    if sum((bool(records), everything, undo)) != 1:
        raise click.UsageError("name RECORDs that are not of this paper, or give --all or --undo, one of these three")
    library = session.library
    if undo:
        print_correction(session, library.undo_split(paper, dry_run=dry_run))
    else:
        print_correction(session, library.split_paper(paper, records, dry_run=dry_run))
