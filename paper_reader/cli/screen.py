"""Results on stdout for people: colour and wrapping on a terminal, plain lines of full width in a pipe or file."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Final

from paper_reader.cli.outside_text import one_line
from paper_reader.query import query_terms, term_spans

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

NO_LIMIT: Final = 20_000  # columns: a pipe is never wrapped or cut


class Screen:
    """Prints texts and tables. Everything goes through `Text`, which reads no markup, so titles stay what they are."""

    @cached_property
    def is_terminal(self) -> bool:
        """Whether a person watches stdout."""
        return sys.stdout.isatty()

    @cached_property
    def console(self) -> Console:
        """Rich's console, made when something is printed; it heeds NO_COLOR and TERM."""
        from rich.console import Console

        class PipeConsole(Console):
            def on_broken_pipe(self) -> None:
                raise  # rich calls this where it has caught one; `main` knows what to do

        width = None if self.is_terminal else NO_LIMIT
        return PipeConsole(width=width, markup=False, highlight=False, emoji=False)

    def line(self, *parts: str | tuple[str, str] | Text) -> None:
        """Print one line of texts, each plain or with a style ("bold", "dim")."""
        self.console.print(styled(*parts), soft_wrap=not self.is_terminal)

    def indented(self, text: Text, by: int) -> None:
        """Print a text with its lines indented, wrapped on a terminal."""
        from rich.padding import Padding

        if self.is_terminal:
            self.console.print(Padding(text, (0, 0, 0, by)))
        else:
            self.console.print(styled(" " * by, text), soft_wrap=True)

    def table(self, table: Table) -> None:
        """Print a table; in a pipe without the spaces that fill up its last column."""
        if self.is_terminal:
            self.console.print(table)
            return
        with self.console.capture() as captured:
            self.console.print(table)
        sys.stdout.write("".join(f"{row.rstrip()}\n" for row in captured.get().splitlines()))


def styled(*parts: str | tuple[str, str] | Text) -> Text:
    """Join texts into one; strings are cleaned of everything a terminal would obey."""
    from rich.text import Text

    joined = Text()
    for part in parts:
        if isinstance(part, tuple):
            joined.append(_kept_edges(part[0]), style=part[1])
        elif isinstance(part, str):
            joined.append(_kept_edges(part))
        else:
            joined.append_text(part)
    return joined


def marked(text: str, query: str) -> Text:
    """Give `text` with the words of `query` in bold."""
    clean = one_line(text)
    result = styled((clean, "dim"))
    for start, end, _ in term_spans(clean, query_terms(query)):
        result.stylize("bold not dim", start, end)
    return result


def simple_table(*columns: str, rows: Sequence[Sequence[str]]) -> Table:
    """Make a table of plain cells; a column whose head ends in "#" is for figures and stands to the right."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column.rstrip("#"), justify="right" if column.endswith("#") else "left", overflow="fold")
    for row in rows:
        table.add_row(*(styled(cell) for cell in row))
    return table


def _kept_edges(text: str) -> str:
    """Clean a part of a line; spaces at its edges part it from its neighbours and stay."""
    clean = one_line(text)
    if not clean:
        return " " * len(text) if text.isspace() else ""
    left, right = len(text) - len(text.lstrip(" ")), len(text) - len(text.rstrip(" "))
    return " " * left + clean + " " * right
