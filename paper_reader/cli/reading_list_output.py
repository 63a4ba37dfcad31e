"""A reading list on the screen, or as a document in the form that was asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from paper_reader.cli.export_forms import FORMS, WORKBOOK
from paper_reader.cli.paper_words import facts
from paper_reader.cli.session import Session
from paper_reader.types import ReadingList, ReadingListItem

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

    from paper_reader.cli.screen import Screen

TABLE: Final = "table"
JSON: Final = "json"
FORMATS: Final = (TABLE, JSON, *(form for form in FORMS if form != "jsonl"))


def print_list(session: Session, made: ReadingList, form: str, *, explain: bool = False) -> None:
    """Print the list on stdout; with `explain` also the signals behind each paper, on the screen."""
    if form == TABLE:
        from paper_reader.cli.screen import Screen

        screen = Screen()
        screen.line("")
        screen.line((f"{made.topic}: {_how_many(len(made.items))}", "bold"))
        print_items(screen, made)
        if explain:
            print_signals(screen, made)
    elif form == JSON:
        from paper_reader.cli.json_output import print_json
        from paper_reader.json_forms import reading_list_form

        print_json(reading_list_form(made))
    else:
        from paper_reader.cli.streams import write_document

        write_document([str(document(session, made, form))])


def _how_many(count: int) -> str:
    if count < 2:
        return "1 paper to read" if count else "no papers to read"
    return f"{count} papers to read, in this order"


def document(session: Session, made: ReadingList, form: str) -> str | bytes:
    """Give the list as the content of a file; a file has no table for the screen, so that becomes Markdown."""
    if form == WORKBOOK:
        return session.library.written_workbook(made)
    if form == JSON:
        from paper_reader.cli.json_output import json_text
        from paper_reader.json_forms import reading_list_form

        return json_text(reading_list_form(made)) + "\n"
    return session.library.written(made, "markdown" if form == TABLE else form)


def print_items(screen: Screen, made: ReadingList) -> None:
    """Print a table on a terminal; elsewhere lines, since nothing wraps there and a table would be endlessly wide."""
    if screen.is_terminal:
        screen.table(list_table(made))
        return
    level = None
    for item in made.items:
        if item.level is not level:
            level = item.level
            screen.line("")
            screen.line(level.value.upper())
        screen.line(f"{item.position:>3}. ", item.paper.title)
        screen.line("     ", facts(item.paper))
        screen.line("     ", f"{item.role.value}: {item.reason}")


def print_signals(screen: Screen, made: ReadingList) -> None:
    """Print what is known of each paper: the signal, its value, the figure in words with source and date."""
    for item in made.items:
        screen.line("")
        screen.line((f"{item.position}. {item.paper.title}", "bold"), (f"  score {item.score:.3f}", "dim"))
        for name, signal in item.signals.items():
            value = "unknown" if signal.value is None else f"{signal.value:.2f}"
            whose = ", ".join(str(part) for part in (signal.source, signal.as_of) if part)
            screen.line(
                f"   {value:>7}  ", (name.replace("_", " "), "cyan"), f"  {signal.detail}", (_said(whose), "dim")
            )


def _said(whose: str) -> str:
    return f"  [{whose}]" if whose else ""


def list_table(made: ReadingList) -> Table:
    """Make the table: position, paper, reason; a line of its own begins each stretch."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold", padding=(0, 1, 1, 0))
    table.add_column("No.", justify="right")
    table.add_column("Paper", ratio=5, overflow="fold")
    table.add_column("Why", ratio=4, overflow="fold")
    level = None
    for item in made.items:
        if item.level is not level:
            level = item.level
            table.add_row("", _heading(level.value), "")
        table.add_row(str(item.position), _paper_cell(item), _reason_cell(item))
    return table


def _heading(level: str) -> Text:
    from paper_reader.cli.screen import styled

    return styled((level.upper(), "bold green"))


def _paper_cell(item: ReadingListItem) -> Text:
    from paper_reader.cli.screen import styled

    return styled((item.paper.title, "bold")).append("\n").append_text(styled((facts(item.paper), "dim")))


def _reason_cell(item: ReadingListItem) -> Text:
    from paper_reader.cli.screen import styled

    return styled((f"{item.role.value}: ", "cyan"), item.reason)
