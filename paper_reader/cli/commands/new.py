"""`paper-reader new`: what is new for you since you last looked."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import click

from paper_reader.cli.session import Session, pass_session
from paper_reader.cli.shared_options import shared_options
from paper_reader.query import read_date

if TYPE_CHECKING:
    from paper_reader.types import Digest

_DAYS = re.compile(r"(\d{1,4})\s*d(ays?)?", re.IGNORECASE)


@click.command("new", short_help="What is new for you since you last looked, and why it matters.")
@click.option("--since", metavar="DAYS|DATE", help="How far back: 7d, or a day such as 2026-01-31.")
@click.option("--topic", "topics", multiple=True, metavar="TOPIC", help="Only this topic; may be repeated.")
@click.option(
    "-n", "count", type=click.IntRange(1, 500), default=20, show_default=True, help="At most how many papers."
)
@click.option("--again", is_flag=True, help="Also what was shown before.")
@shared_options
@pass_session
def command(session: Session, since: str | None, topics: tuple[str, ...], count: int, *, again: bool) -> None:
    """What is new for you: papers, must-reads that came in or dropped out, papers cited more than before.

    No paper is shown twice, here or in a digest. Without --since it goes back a week, and to when you last looked.
    """
    library = session.library
    found = library.digest(since=read_since(since), topics=topics, limit=count, again=again)
    session.say(found.notes)
    if session.json:
        from paper_reader.cli.json_output import print_json
        from paper_reader.library.digest_forms import digest_form

        print_json(digest_form(found))
    else:
        _print(session, found)
    library.note_shown(found)


def read_since(text: str | None) -> date | None:
    """Read "7d" or a date; raises `QueryError` for neither."""
    if text is None:
        return None
    if days := _DAYS.fullmatch(text.strip()):
        return datetime.now(UTC).date() - timedelta(days=int(days[1]))
    return read_date(text)


def _print(session: Session, found: Digest) -> None:
    from paper_reader.cli.screen import Screen
    from paper_reader.digests.writing import address, byline, climb, left_out

    screen = Screen()
    if found.is_empty:
        session.say([f"nothing new since {found.since:%Y-%m-%d}. paper-reader refresh brings in what there is"])
    for number, item in enumerate(found.items, 1):
        screen.line("")
        screen.line((f"{number:>2}. ", "dim"), (item.paper.title, "bold"), (f"  #{item.paper.id}", "dim"))
        screen.line("    ", byline(item.paper))
        screen.line("    ", ("; ".join(item.reasons), "green"))
        if url := address(item.paper):
            screen.line("    ", (url, "dim"))
    for change in found.changes:
        screen.line("")
        screen.line((f"Must-reads: {change.title}", "bold"))
        for sign, papers in (("+", change.came_in), ("-", change.dropped)):
            for paper in papers:
                screen.line(f"  {sign} ", paper.title, (f"  #{paper.id}", "dim"))
    if found.climbers:
        screen.line("")
        screen.line(("Cited more than before", "bold"))
        for one in found.climbers:
            screen.line("  ", one.paper.title, (f"  {climb(one)}", "dim"))
    if left := left_out(found):
        session.say([left])
