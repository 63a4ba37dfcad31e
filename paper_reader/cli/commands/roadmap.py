"""`paper-reader roadmap`: the learning roadmap, and the must-reads of each part."""

from __future__ import annotations

import click

from paper_reader.cli.session import Session, pass_session
from paper_reader.cli.shared_options import shared_options
from paper_reader.types import Part, ReadingList, Topic


@click.group(
    "roadmap", invoke_without_command=True, short_help="The learning roadmap, and the must-reads of each part."
)
@shared_options
@click.pass_context
def command(ctx: click.Context) -> None:
    """The learning roadmap: its parts and their topics, in the order to learn them.

    A roadmap file of your own, named by the setting `roadmap`, adds parts and topics and overrides those that are
    there. It has the same form as the shipped one: [parts.SLUG] tables with title and description, [topics.SLUG] tables
    with part, title, description, phrasings, aliases, categories, prerequisites and level.
    """
    if ctx.invoked_subcommand is None:
        _print_roadmap(ctx.ensure_object(Session))


@command.command("show")
@click.argument("part", nargs=-1, required=True)
@click.option("-n", "count", type=click.IntRange(1, 100), default=5, show_default=True, help="How many papers a topic.")
@shared_options
@pass_session
def show(session: Session, part: tuple[str, ...], count: int) -> None:
    """The must-reads of one part, topic by topic.

    PART is its number or title; a topic's name gives the part it stands in.
    """
    library = session.library
    found = library.part(" ".join(part))
    session.progress.begin(f"Choosing papers for {found.title}", len(found.topics), "topics")
    lists = []
    for topic in found.topics:
        lists.append((topic, library.reading_list(topic.slug, size=count)))
        session.progress.advance()
    session.progress.end()
    session.say(dict.fromkeys(note for _, made in lists for note in made.notes))
    if session.json:
        _print_part_json(found, lists)
    else:
        _print_part(found, lists)


def _print_roadmap(session: Session) -> None:
    roadmap = session.library.roadmap
    if session.json:
        from paper_reader.cli.json_output import print_json
        from paper_reader.json_forms import part_form

        print_json({"parts": [part_form(part) for part in roadmap.parts]})
        return
    from paper_reader.cli.screen import Screen

    screen = Screen()
    for part in roadmap.parts:
        screen.line((f"{part.number:>2}. {part.title}", "bold"))
        for topic in part.topics:
            screen.line("      ", topic.title, ("  " + topic.slug, "dim"))
    screen.line("")
    screen.line("The must-reads of a part: ", ("paper-reader roadmap show 2", "bold"))
    screen.line("A whole list on a topic:  ", ('paper-reader reading-list "graph neural networks"', "bold"))


def _print_part(part: Part, lists: list[tuple[Topic, ReadingList]]) -> None:
    from paper_reader.cli.reading_list_output import print_items
    from paper_reader.cli.screen import Screen

    screen = Screen()
    screen.line((f"{part.number}. {part.title}", "bold"))
    screen.line(part.description)
    for topic, made in lists:
        screen.line("")
        screen.line((topic.title, "bold green"), ("  " + topic.slug, "dim"))
        if made.items:
            print_items(screen, made)
        else:
            screen.line("  no papers on this in the library yet")


def _print_part_json(part: Part, lists: list[tuple[Topic, ReadingList]]) -> None:
    from paper_reader.cli.json_output import print_json
    from paper_reader.json_forms import part_form, reading_list_form, topic_form

    topics = [topic_form(topic) | {"reading_list": reading_list_form(made)} for topic, made in lists]
    print_json(part_form(part) | {"topics": topics})
