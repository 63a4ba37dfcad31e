"""`paper-reader roadmap`: the learning roadmap, and the must-reads of each part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import click

from paper_reader.cli.session import Session, pass_session
from paper_reader.cli.shared_options import shared_options
from paper_reader.types import Part, ReadingList, Topic, TopicPerson

if TYPE_CHECKING:
    from paper_reader.json_forms import Json

Chosen = list[tuple[Topic, ReadingList]]
People = Mapping[str, Sequence[TopicPerson]]  # by topic
NOBODY: Final[People] = MappingProxyType({})
PEOPLE_PART: Final = "groups-and-people"


@click.group(
    "roadmap", invoke_without_command=True, short_help="The learning roadmap, and the must-reads of each part."
)
@click.option("--must-reads", "count", type=click.IntRange(1, 100), help="Also so many papers of each topic.")
@shared_options
@click.pass_context
def command(ctx: click.Context, count: int | None) -> None:
    """The learning roadmap: its parts and their topics, in the order to learn them.

    A roadmap file of your own, named by the setting `roadmap`, adds parts and topics and overrides those that are
    there. It has the same form as the shipped one: [parts.SLUG] tables with title and description, [topics.SLUG] tables
    with part, title, description, phrasings, aliases, categories, prerequisites and level.
    """
    if ctx.invoked_subcommand is not None:
        return
    session = ctx.ensure_object(Session)
    parts = session.library.roadmap.parts
    if count:
        _print_chosen(session, parts, _choose(session, parts, count))
    else:
        _print_roadmap(session, parts)


@command.command("show")
@click.argument("part", nargs=-1, required=True)
@click.option("-n", "count", type=click.IntRange(1, 100), default=5, show_default=True, help="How many papers a topic.")
@shared_options
@pass_session
def show(session: Session, part: tuple[str, ...], count: int) -> None:
    """The must-reads of one part, topic by topic.

    PART is its number or title; a topic's name gives the part it stands in. The part on groups and people also names
    the authors behind its must-reads; `paper-reader people TOPIC` does so for any topic.
    """
    found = session.library.part(" ".join(part))
    chosen = _choose(session, [found], count)
    behind = _people(session, found, count)
    if session.json:
        _print_json(_chosen_form(found, chosen[found.slug], behind))
    else:
        _print_part(found, chosen[found.slug], behind)


def _people(session: Session, part: Part, count: int) -> People:
    """Find the people behind each topic of the part that is about people; of no other part."""
    if part.slug != PEOPLE_PART:
        return {}
    return {topic.slug: session.library.people(topic.slug, limit=count) for topic in part.topics}


def _choose(session: Session, parts: Sequence[Part], count: int) -> dict[str, Chosen]:
    """Make the list of every topic of these parts, by the part's slug; tell each note once."""
    chosen: dict[str, Chosen] = {part.slug: [] for part in parts}
    session.progress.begin("Choosing papers", sum(len(part.topics) for part in parts), "topics")
    for part in parts:
        for topic in part.topics:
            chosen[part.slug].append((topic, session.library.reading_list(topic.slug, size=count)))
            session.progress.advance()
    session.progress.end()
    session.say(dict.fromkeys(note for lists in chosen.values() for _, made in lists for note in made.notes))
    return chosen


def _print_roadmap(session: Session, parts: Sequence[Part]) -> None:
    if session.json:
        from paper_reader.json_forms import part_form

        _print_json({"parts": [part_form(part) for part in parts]})
        return
    from paper_reader.cli.screen import Screen

    screen = Screen()
    for part in parts:
        screen.line((f"{part.number:>2}. {part.title}", "bold"))
        for topic in part.topics:
            screen.line("      ", topic.title, ("  " + topic.slug, "dim"))
    screen.line("")
    screen.line("The must-reads of a part: ", ("paper-reader roadmap show 2", "bold"))
    screen.line("A whole list on a topic:  ", ('paper-reader reading-list "graph neural networks"', "bold"))


def _print_chosen(session: Session, parts: Sequence[Part], chosen: dict[str, Chosen]) -> None:
    if session.json:
        _print_json({"parts": [_chosen_form(part, chosen[part.slug]) for part in parts]})
        return
    for part in parts:
        _print_part(part, chosen[part.slug])


def _print_part(part: Part, lists: Chosen, behind: People = NOBODY) -> None:
    from paper_reader.cli.people_output import print_people
    from paper_reader.cli.reading_list_output import print_items
    from paper_reader.cli.screen import Screen

    screen = Screen()
    screen.line("")
    screen.line((f"{part.number}. {part.title}", "bold"))
    screen.line(part.description)
    for topic, made in lists:
        screen.line("")
        screen.line((topic.title, "bold green"), ("  " + topic.slug, "dim"))
        if made.items:
            print_items(screen, made)
        else:
            screen.line("  no papers on this in the library yet")
        if behind.get(topic.slug):
            screen.line("")
            screen.line(("The people behind them", "bold"))
            print_people(screen, behind[topic.slug])
    if behind:
        screen.line("")
        screen.line("The people behind any topic: ", ('paper-reader people "graph neural networks"', "bold"))


def _chosen_form(part: Part, lists: Chosen, behind: People = NOBODY) -> dict[str, Json]:
    from paper_reader.json_forms import part_form, reading_list_form, topic_form
    from paper_reader.library.forms import person_form

    topics = [
        topic_form(topic)
        | {"reading_list": reading_list_form(made)}
        | ({"people": [person_form(one) for one in behind[topic.slug]]} if topic.slug in behind else {})
        for topic, made in lists
    ]
    return part_form(part) | {"topics": topics}


def _print_json(form: Mapping[str, Json]) -> None:
    from paper_reader.cli.json_output import print_json

    print_json(form)
