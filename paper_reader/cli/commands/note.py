"""`paper-reader note PAPER [TEXT]`: the reader's own notes on a paper."""

from __future__ import annotations

import click

from paper_reader.cli.screen import Screen
from paper_reader.cli.session import Session, pass_session
from paper_reader.cli.shared_options import shared_options


@click.command("note", short_help="Add a note to a paper, or read its notes.")
@click.argument("paper")
@click.argument("text", nargs=-1)
@shared_options
@pass_session
def command(session: Session, paper: str, text: tuple[str, ...]) -> None:
    """Add a note to a paper, or read its notes where no TEXT is given.

    PAPER is its number, arXiv id, DOI, address, imported id or exact title.
    """
    if text:
        session.library.add_note(paper, " ".join(text))
    details = session.library.details(paper)
    if session.json:
        from paper_reader.cli.json_output import print_json
        from paper_reader.json_forms import note_form

        print_json({"paper_id": details.paper.id, "notes": [note_form(note) for note in details.notes]})
        return
    screen = Screen()
    screen.line((details.paper.title, "bold"))
    for note in details.notes:
        screen.line((f"  {note.created_at:%Y-%m-%d %H:%M}  ", "cyan"), note.text)
    if not details.notes:
        session.say(['no notes yet. Add one: paper-reader note PAPER "what I think of it"'])
