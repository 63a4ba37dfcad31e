"""`paper-reader doctor`: is everything sound, and the repair of what can be made again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click

from paper_reader.cli.session import Session, pass_session
from paper_reader.cli.shared_options import shared_options
from paper_reader.types import Examination, Finding, Severity

PROBLEMS_LEFT: Final = 1
REPAIRED_IN_PART: Final = 3
_COLOURS: Final = {Severity.PROBLEM: "bold red", Severity.WARNING: "yellow", Severity.NOTE: "dim"}


@click.command("doctor", short_help="Is everything sound? Repairs what can be made again.")
@click.option("--repair", is_flag=True, help="Mend what is derived from the library: index, names, leftovers.")
@click.option(
    "--salvage",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write the papers that can still be read, as JSON lines.",
)
@shared_options
@pass_session
def command(session: Session, repair: bool, salvage: Path | None) -> None:
    """Look at everything: database, index, leftovers of killed processes, disk, clock, sources, backups.

    Exit status: 0 sound (or all mended), 1 problems are left, 3 some were mended and some are left.
    """
    if salvage is not None:
        _salvage(session, salvage)
        return
    from paper_reader.library.examining import examine_library

    found = examine_library(session.settings, repair=repair, progress=session.progress)
    session.exit_status = _status(found)
    if session.json:
        from paper_reader.cli.json_output import print_json
        from paper_reader.library.keeping_forms import examination_form

        print_json(examination_form(found))
        return
    _print(found)


def _salvage(session: Session, output: Path) -> None:
    """Write what can be read; `import` brings it into a new library."""
    from paper_reader.cli.outside_text import escape_json
    from paper_reader.cli.text_file import write_file
    from paper_reader.library.examining import salvage_library

    written = 0

    def counted() -> Iterator[str]:
        nonlocal written
        for line in salvage_library(session.settings):
            written += 1
            yield escape_json(line)

    write_file(output, counted())
    if session.json:
        from paper_reader.cli.json_output import print_json

        print_json({"written": written, "path": str(output)})
    else:
        session.say([f"{written:,} papers written to {output}; paper-reader import brings them into a new library"])


def _status(found: Examination) -> int:
    if not found.left:
        return 0
    return REPAIRED_IN_PART if found.repaired else PROBLEMS_LEFT


def _print(found: Examination) -> None:
    from paper_reader.cli.screen import Screen

    screen = Screen()
    for one in found.findings:
        screen.line((f"{_word(one):<9}", _COLOURS[one.severity]), (f"{one.check}: ", "cyan"), one.message)
        if one.next_step and not one.is_repaired:
            screen.line(f"{'':<9}next: {one.next_step}")
    left, mended = len(found.left), len(found.repaired)
    told = f"{left} problem{'s' * (left != 1)}" if left else "sound"
    screen.line(f"{told}, {len(found.checks)} checks" + (f", {mended} mended" if mended else ""))


def _word(one: Finding) -> str:
    return "mended" if one.is_repaired else one.severity.value
