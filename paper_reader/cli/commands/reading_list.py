"""`paper-reader reading-list TOPIC`: what to read on a topic, in which order, and why."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import click

from paper_reader.cli.export_forms import check, form_by_name
from paper_reader.cli.reading_list_output import FORMATS, JSON, TABLE, document, print_list
from paper_reader.cli.session import Session, pass_session
from paper_reader.cli.shared_options import limit_options, limits_of, shared_options
from paper_reader.cli.text_file import write_file
from paper_reader.types import Level, ReadingList

LEVEL_NAMES: Final = tuple(level.value.replace(" ", "-") for level in Level)
LIST_SIZE, PATH_SIZE = 20, 8


@click.command("reading-list", short_help="What to read on a topic, in which order, and why.")
@click.argument("topic", nargs=-1)
@click.option("-n", "count", type=click.IntRange(1, 500), help="How many papers: 20, or 8 on the way to one.")
@click.option("--to", "target", metavar="PAPER", help="The way to this paper instead of a list on a topic.")
@click.option("--from", "known", metavar="TOPIC|PAPER", multiple=True, help="With --to: what you know already.")
@click.option("--level", type=click.Choice(LEVEL_NAMES), help="Only papers of this level.")
@click.option("--only-foundations", is_flag=True, help="Only what the topic is built on.")
@click.option("--recent", is_flag=True, help="Only work of the last years.")
@click.option("--explain", is_flag=True, help="Show the signals behind each paper.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True, help="How to print.")
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file instead.")
@click.option("--keep", metavar="NAME", help="Also keep the list under this name; `paper-reader lists` shows it.")
@limit_options
@shared_options
@pass_session
def command(
    session: Session,
    /,
    topic: tuple[str, ...],
    form: str,
    output: Path | None,
    keep: str | None,
    explain: bool,
    **asked: Any,
) -> None:
    """What to read on a topic, in which order, and why.

    TOPIC is one of the roadmap's (see `paper-reader roadmap`) or any words. With --to it is the way to one paper,
    from what you have marked as read or known and from what --from names.
    """
    _check_wish(topic, asked)
    if output is not None and form == TABLE and not session.json:
        form = form_by_name(str(output)) or TABLE
    check(form, str(output) if output else None)
    if session.json and form not in {TABLE, JSON}:
        raise click.UsageError(f"--json and --format {form} contradict each other. Leave one out")
    made = _made(session, " ".join(topic), asked)
    session.say(made.notes)
    if keep is not None:
        session.say([f"kept as {session.library.keep_list(keep, made).head.slug}"])
    form = JSON if session.json else form
    if output is None:
        print_list(session, made, form, explain=explain)
    else:
        write_file(output, [document(session, made, form)])
        session.say([f"written to {output}"])


def _made(session: Session, topic: str, asked: Mapping[str, Any]) -> ReadingList:
    """Ask for the way to a paper or for a list on a topic."""
    if asked["target"] is not None:
        size = asked["count"] or PATH_SIZE
        return session.library.path(asked["target"], known=asked["known"], size=size, progress=session.progress)
    return session.library.reading_list(
        topic,
        size=asked["count"] or LIST_SIZE,
        limits=limits_of(asked),
        level=Level(asked["level"].replace("-", " ")) if asked["level"] else None,
        only_foundations=asked["only_foundations"],
        recent=asked["recent"],
        progress=session.progress,
    )


def _check_wish(topic: tuple[str, ...], asked: Mapping[str, Any]) -> None:
    """Refuse what names neither a topic nor a paper, and what contradicts itself."""
    if asked["target"] is None:
        if not topic:
            raise click.UsageError('Name a topic, such as "graph neural networks", or a paper with --to')
        if asked["known"]:
            raise click.UsageError("--from goes with --to: it says where the way to a paper begins")
        if asked["only_foundations"] and asked["recent"]:
            raise click.UsageError("--only-foundations and --recent contradict each other. Leave one out")
        return
    if topic:
        raise click.UsageError("a topic and --to contradict each other. What you know already goes to --from")
    given = ("years", "categories", "venues", "sources", "level", "only_foundations", "recent")
    if any(asked[name] for name in given):
        raise click.UsageError("limits, --level, --only-foundations and --recent do not go with --to. Leave them out")
