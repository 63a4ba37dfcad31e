"""`paper-reader reading-list TOPIC`: what to read on a topic, in which order, and why."""

from __future__ import annotations

from pathlib import Path

import click

from paper_reader.cli.export_forms import check, form_by_name
from paper_reader.cli.reading_list_output import FORMATS, JSON, TABLE, document, print_list
from paper_reader.cli.session import Session, pass_session
from paper_reader.cli.shared_options import limit_options, limits_of, shared_options
from paper_reader.cli.text_file import write_file


@click.command("reading-list", short_help="What to read on a topic, in which order, and why.")
@click.argument("topic", nargs=-1, required=True)
@click.option("-n", "count", type=click.IntRange(1, 500), default=20, show_default=True, help="How many papers.")
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
    count: int,
    form: str,
    output: Path | None,
    keep: str | None,
    **limits: object,
) -> None:
    """What to read on a topic, in which order, and why.

    TOPIC is one of the roadmap's (see `paper-reader roadmap`) or any words.
    """
    if output is not None and form == TABLE and not session.json:
        form = form_by_name(str(output)) or TABLE
    check(form, str(output) if output else None)
    if session.json and form not in {TABLE, JSON}:
        raise click.UsageError(f"--json and --format {form} contradict each other. Leave one out")
    made = session.library.reading_list(
        " ".join(topic), size=count, limits=limits_of(limits), progress=session.progress
    )
    session.say(made.notes)
    if keep is not None:
        session.say([f"kept as {session.library.keep_list(keep, made).head.slug}"])
    form = JSON if session.json else form
    if output is None:
        print_list(session, made, form)
    else:
        write_file(output, [document(session, made, form)])
        session.say([f"written to {output}"])
