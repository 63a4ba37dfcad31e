"""`paper-reader merge PAPER PAPER…`: papers that are one, though the rules did not see it."""

from __future__ import annotations

import click

from paper_reader.cli.correction_output import print_correction
from paper_reader.cli.session import Session, pass_session
from paper_reader.cli.shared_options import shared_options


@click.command("merge", short_help="Make papers one that are one; it stays so.")
@click.argument("papers", nargs=-1, required=True, metavar="PAPER...")
@click.option("--undo", is_flag=True, help="Take back what was made one by hand, for one PAPER.")
@click.option("--dry-run", is_flag=True, help="Only say what would become of them.")
@shared_options
@pass_session
def command(session: Session, papers: tuple[str, ...], undo: bool, dry_run: bool) -> None:
    """Make papers one that are one; no later harvest or import parts them again.

    PAPER is a number, arXiv id, DOI, address, imported id or exact title (in quotes). The smallest number stays, the
    others lead to it. Marks and notes of all are kept; of two marks the further one is shown.
    """
    if undo:
        if len(papers) != 1:
            raise click.UsageError("--undo takes one PAPER")
        print_correction(session, session.library.undo_merge(papers[0], dry_run=dry_run))
        return
    if len(papers) < 2:
        raise click.UsageError(
            "name two papers or more. One that is wrongly one is parted by: paper-reader split PAPER"
        )
    print_correction(session, session.library.merge_papers(papers, dry_run=dry_run))
