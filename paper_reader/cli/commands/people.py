"""`paper-reader people TOPIC`: the authors and groups behind a topic's must-reads."""

from __future__ import annotations

import click

from paper_reader.cli.people_output import print_people
from paper_reader.cli.session import Session, pass_session
from paper_reader.cli.shared_options import shared_options


@click.command("people", short_help="Who stands behind a topic's must-reads.")
@click.argument("topic", nargs=-1, required=True)
@click.option("-n", "count", type=click.IntRange(1, 200), default=10, show_default=True, help="How many people.")
@shared_options
@pass_session
def command(session: Session, /, topic: tuple[str, ...], count: int) -> None:
    """Who stands behind a topic's must-reads, and why.

    TOPIC is one of the roadmap's (see `paper-reader roadmap`) or any words. All is counted in your own library; who
    writes together is a group, since affiliations are seldom known.
    """
    words = " ".join(topic)
    behind = session.library.people(words, limit=count, progress=session.progress)
    if session.json:
        from paper_reader.cli.json_output import print_json
        from paper_reader.library.forms import person_form

        print_json({"topic": words, "items": [person_form(person) for person in behind]})
        return
    from paper_reader.cli.screen import Screen

    screen = Screen()
    if not behind:
        screen.line(f"This library has no papers on “{words}” yet, so nobody to name.")
        return
    screen.line("")
    screen.line((f"The people behind the must-reads on {words}", "bold"))
    print_people(screen, behind)
