"""`paper-reader lists [LIST]`: the reading lists that the reader keeps."""

from __future__ import annotations

from pathlib import Path

import click

from paper_reader.cli.export_forms import TEXT_FORMS
from paper_reader.cli.session import Session, pass_session
from paper_reader.cli.shared_options import shared_options
from paper_reader.types import KeptList

FORMATS = ("table", *TEXT_FORMS)


@click.command("lists", short_help="The reading lists that you keep.")
@click.argument("name", metavar="[LIST]", required=False)
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True, help="How to print.")
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file instead.")
@click.option("--remove", is_flag=True, help="Give the list up; its papers stay in the library.")
@shared_options
@pass_session
def command(session: Session, name: str | None, form: str, output: Path | None, remove: bool) -> None:
    """The reading lists that you keep, or one of them with how far you are.

    Keep one with `paper-reader reading-list TOPIC --keep NAME`. LIST is the short name that is told then.
    """
    if name is None:
        if remove or output is not None or form != "table":
            raise click.UsageError("say which list. paper-reader lists shows them")
        _print_heads(session)
    elif remove:
        session.library.remove_list(name)
        session.say([f"the list {name} is given up"])
    else:
        _print_list(session, session.library.kept_list(name), form, output)


def _print_heads(session: Session) -> None:
    heads = session.library.kept_lists()
    if session.json:
        from paper_reader.cli.json_output import print_json
        from paper_reader.library.forms import list_head_form

        print_json([list_head_form(head) for head in heads])
        return
    if not heads:
        session.say(['no lists yet. Keep one: paper-reader reading-list "graph neural networks" --keep Graphs'])
        return
    from paper_reader.cli.screen import Screen, simple_table

    rows = [(head.slug, head.name, str(head.size), f"{head.updated_at:%Y-%m-%d}") for head in heads]
    Screen().table(simple_table("List", "Name", "Papers#", "Changed", rows=rows))


def _print_list(session: Session, kept: KeptList, form: str, output: Path | None) -> None:
    if session.json:
        if form != "table" or output is not None:
            raise click.UsageError("--json contradicts --format and --output. Leave one out")
        from paper_reader.cli.json_output import print_json
        from paper_reader.library.forms import kept_list_form

        print_json(kept_list_form(kept))
    elif output is not None:
        from paper_reader.cli.text_file import write_file
        from paper_reader.library.shelf import as_reading_list

        write_file(output, [session.library.written(as_reading_list(kept), "markdown" if form == "table" else form)])
        session.say([f"written to {output}"])
    elif form != "table":
        from paper_reader.cli.streams import write_document
        from paper_reader.library.shelf import as_reading_list

        write_document([session.library.written(as_reading_list(kept), form)])
    else:
        _print_items(kept)


def _print_items(kept: KeptList) -> None:
    from paper_reader.cli.paper_words import facts
    from paper_reader.cli.screen import Screen

    screen = Screen()
    screen.line((kept.head.name, "bold"))
    for item in kept.items:
        mark = f"  [{item.status.value}]" if item.status else ""
        screen.line(f"{item.position:>3}. ", (item.paper.title, "bold"), (mark, "cyan"))
        screen.line("     ", (facts(item.paper), "dim"))
        if item.reason:
            screen.line("     ", item.reason)
