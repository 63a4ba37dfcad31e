"""`paper-reader export`: papers as a file for other programs."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from paper_reader.cli.export_forms import FORMS, WORKBOOK, check, form_for, is_folder
from paper_reader.cli.outside_text import escape_json
from paper_reader.cli.session import Session, pass_session
from paper_reader.cli.shared_options import shared_options
from paper_reader.cli.streams import write_document
from paper_reader.cli.text_file import write_file
from paper_reader.types import ReadingList

_MOST_NAMED = 5


@click.command("export", short_help="Write papers as BibTeX, RIS, CSV, a spreadsheet, notes and more.")
@click.argument("papers", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Every paper of the library.")
@click.option("--list", "topic", metavar="TOPIC", help="The reading list on a topic.")
@click.option("-n", "count", type=click.IntRange(1, 500), default=20, show_default=True, help="How long that list is.")
@click.option("--format", "form", type=click.Choice(FORMS), help="The file's form: as its name says, else jsonl.")
@click.option(
    "--output", "-o", metavar="FILE", help="Write to this file (packed where it ends in .gz), or notes to a folder."
)
@shared_options
@pass_session
def command(
    session: Session,
    papers: tuple[str, ...],
    everything: bool,
    topic: str | None,
    count: int,
    form: str | None,
    output: str | None,
) -> None:
    """Write papers as JSON lines, BibTeX, RIS, CSL-JSON, CSV, Markdown, HTML or a spreadsheet.

    PAPERS are numbers, arXiv ids, DOIs, imported ids or exact titles. With --all --format jsonl the file holds all that
    an empty library needs to become the same library. A folder as output gets one Markdown file a paper, with
    properties and links as Obsidian reads them.
    """
    if [everything, topic is not None, bool(papers)].count(True) != 1:
        raise click.UsageError("say which papers: --all, --list TOPIC, or their numbers, arXiv ids or titles")
    form = form or form_for(output)
    if session.json and form != "jsonl":
        raise click.UsageError("--json is JSON lines here. Leave it out, or write --format jsonl")
    check(form, output)
    made = None
    if topic is not None:
        made = session.library.reading_list(topic, size=count, progress=session.progress)
        session.say(made.notes)
    chosen = made if made is not None else None if everything else papers
    if output is not None and is_folder(output):
        _write_notes(session, Path(output), chosen)
        return
    pieces = _pieces(session, chosen, form)
    if output is None:
        write_document(piece for piece in pieces if isinstance(piece, str))
    else:
        write_file(Path(output), pieces)
        session.say([f"written to {output}"])


def _pieces(session: Session, chosen: ReadingList | tuple[str, ...] | None, form: str) -> Iterable[str | bytes]:
    library = session.library
    if isinstance(chosen, ReadingList):
        return [library.written_workbook(chosen) if form == WORKBOOK else _safe(library.written(chosen, form), form)]
    if form == WORKBOOK:
        return [library.export_workbook(chosen)]
    return (_safe(piece, form) for piece in library.export(form, chosen))


def _safe(piece: str, form: str) -> str:
    return escape_json(piece) if form == "jsonl" else piece


def _write_notes(session: Session, folder: Path, chosen: ReadingList | tuple[str, ...] | None) -> None:
    written, left = session.library.export_notes(folder, chosen, session.progress)
    session.say([f"{written:,} notes written to {folder}"])
    if left:
        more = f" and {len(left) - _MOST_NAMED:,} more" if len(left) > _MOST_NAMED else ""
        names = ", ".join(left[:_MOST_NAMED])
        session.say([f"left as they are, since you have changed them: {names}{more}"])
