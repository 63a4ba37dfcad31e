"""`paper-reader follow`: topics, searches and categories whose new papers each refresh brings in."""

from __future__ import annotations

import click

from paper_reader.cli.session import Session, pass_session
from paper_reader.cli.shared_options import shared_options
from paper_reader.types import Follow


@click.command("follow", short_help="Follow a topic, a search or a category.")
@click.argument("topic", nargs=-1)
@click.option("--search", "words", metavar="WORDS", help="Follow these words: a saved search.")
@click.option("--category", metavar="NAME", help="Follow a category of arXiv, such as cs.LG.")
@click.option("--list", "listed", is_flag=True, help="Show what is followed.")
@shared_options
@pass_session
def command(session: Session, topic: tuple[str, ...], words: str | None, category: str | None, *, listed: bool) -> None:
    """Follow a topic of the roadmap, words of your own, or a category of arXiv.

    `paper-reader refresh` brings in what is new for everything that is followed; `paper-reader new` tells of it.
    """
    given = [bool(topic), words is not None, category is not None].count(True)
    if given > 1 or (given and listed):
        raise click.UsageError("say one thing: a TOPIC, --search WORDS, --category NAME or --list")
    library = session.library
    if not given:
        show(session, library.follows())
        return
    if words is not None:
        followed = library.follow_search(words)
    elif category is not None:
        followed = library.follow_category(category)
    else:
        followed = library.follow_topic(" ".join(topic))
    if session.json:
        show(session, [followed])
        return
    from paper_reader.cli.screen import Screen

    Screen().line((f"you follow the {followed.kind.value} ", "cyan"), followed.title)
    session.say(["paper-reader refresh brings in what is new for it"])


def show(session: Session, follows: list[Follow]) -> None:
    """Print what is followed."""
    if session.json:
        from paper_reader.cli.json_output import print_json
        from paper_reader.library.refresh_forms import follow_form

        print_json([follow_form(one) for one in follows])
        return
    from paper_reader.cli.screen import Screen, simple_table

    rows = [
        (one.kind.value, one.name, one.title, f"{one.followed_at:%Y-%m-%d}" if one.followed_at else "by default")
        for one in follows
    ]
    Screen().table(simple_table("Kind", "Name", "Title", "Since", rows=rows))
    if any(one.by_default for one in follows):
        session.say([NOTHING_FOLLOWED])


NOTHING_FOLLOWED = (
    "you follow nothing yet, so these categories stand in. Choose your own: paper-reader follow TOPIC, "
    '--search "words" or --category cs.LG'
)
