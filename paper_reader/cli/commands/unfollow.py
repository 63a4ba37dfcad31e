"""`paper-reader unfollow NAME`: its new papers are brought in no more."""

from __future__ import annotations

import click

from paper_reader.cli.session import Session, pass_session
from paper_reader.cli.shared_options import shared_options


@click.command("unfollow", short_help="Follow a topic, a search or a category no more.")
@click.argument("name", nargs=-1, required=True)
@shared_options
@pass_session
def command(session: Session, name: tuple[str, ...]) -> None:
    """Follow a topic, a saved search or a category no more. NAME is as `paper-reader follow --list` shows it.

    Papers that came stay. A saved search is given up.
    """
    gone = session.library.unfollow(" ".join(name))
    if session.json:
        from paper_reader.cli.json_output import print_json
        from paper_reader.library.refresh_forms import follow_form

        print_json(follow_form(gone))
        return
    from paper_reader.cli.screen import Screen

    Screen().line((f"no longer followed: the {gone.kind.value} ", "cyan"), gone.title)
