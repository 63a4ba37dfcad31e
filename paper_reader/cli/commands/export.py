"""`paper-reader export`: papers as a file for other programs."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from paper_reader.cli.outside_text import escape_json
from paper_reader.cli.session import Session, pass_session
from paper_reader.cli.shared_options import shared_options
from paper_reader.cli.streams import write_document
from paper_reader.cli.text_file import write_file

FORMATS = ("jsonl", "bibtex", "csv", "markdown")


@click.command("export", short_help="Write papers as JSON lines, BibTeX, CSV or Markdown.")
@click.argument("papers", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Every paper of the library.")
@click.option("--list", "topic", metavar="TOPIC", help="The reading list on a topic.")
@click.option("-n", "count", type=click.IntRange(1, 500), default=20, show_default=True, help="How long that list is.")
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="jsonl", show_default=True, help="The file's form."
)
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file instead.")
@shared_options
@pass_session
def command(
    session: Session,
    papers: tuple[str, ...],
    everything: bool,
    topic: str | None,
    count: int,
    form: str,
    output: Path | None,
) -> None:
    """Write papers as JSON lines, BibTeX, CSV or Markdown.

    PAPERS are numbers, arXiv ids, DOIs, imported ids or exact titles. With --all --format jsonl the file holds all that
    an empty library needs to become the same library.
    """
    if [everything, topic is not None, bool(papers)].count(True) != 1:
        raise click.UsageError("say which papers: --all, --list TOPIC, or their numbers, arXiv ids or titles")
    if session.json and form != "jsonl":
        raise click.UsageError("--json is JSON lines here. Leave it out, or write --format jsonl")
    library = session.library
    if topic is not None:
        made = library.reading_list(topic, size=count, progress=session.progress)
        session.say(made.notes)
        text: Iterable[str] = [library.written(made, form)]
    else:
        text = library.export(form, None if everything else papers)
    if form == "jsonl":
        text = map(escape_json, text)
    if output is None:
        write_document(text)
    else:
        write_file(output, text)
        session.say([f"written to {output}"])
