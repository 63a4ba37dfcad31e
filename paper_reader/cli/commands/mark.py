"""`paper-reader mark PAPER STATUS`: how far the reader is with a paper."""

from __future__ import annotations

import click

from paper_reader.cli.screen import Screen
from paper_reader.cli.session import Session, pass_session
from paper_reader.cli.shared_options import shared_options
from paper_reader.types import ReadingStatus

NONE = "none"


@click.command("mark", short_help="Mark a paper as to-read, reading, read, known or skipped.")
@click.argument("paper")
@click.argument("status", type=click.Choice([*(status.value for status in ReadingStatus), NONE]))
@shared_options
@pass_session
def command(session: Session, paper: str, status: str) -> None:
    """Mark a paper as to-read, reading, read, known or skipped; `none` takes the mark away.

    PAPER is its number, arXiv id, DOI, address, imported id or exact title.
    """
    wanted = None if status == NONE else ReadingStatus(status)
    marked = session.library.mark(paper, wanted)
    if session.json:
        from paper_reader.cli.json_output import print_json

        print_json({"paper_id": marked.id, "title": marked.title, "status": wanted.value if wanted else None})
    else:
        Screen().line((f"{wanted.value if wanted else 'no mark'}: ", "cyan"), marked.title)
