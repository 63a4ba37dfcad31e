"""`paper-reader mark PAPER STATUS`: how far the reader is with papers."""

from __future__ import annotations

from pathlib import Path

import click

from paper_reader.cli.session import Session, pass_session
from paper_reader.cli.shared_options import shared_options
from paper_reader.types import ReadingStatus

NONE = "none"
PARTLY_DONE = 3
STATUSES = [status.value for status in ReadingStatus]


@click.command("mark", short_help="Mark a paper as to-read, reading, read, known or skipped.")
@click.argument("paper", required=False)
@click.argument("status", required=False, type=click.Choice([*STATUSES, NONE]))
@click.option("--list", "listed", type=click.Choice([*STATUSES, "all"]), help="Show the papers that are marked so.")
@click.option(
    "--export",
    "target",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write all marks and notes to this file.",
)
@click.option(
    "--import",
    "source",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Take over the marks and notes of such a file.",
)
@shared_options
@pass_session
def command(
    session: Session,
    paper: str | None,
    status: str | None,
    listed: str | None,
    target: Path | None,
    source: Path | None,
) -> None:
    """Mark a paper as to-read, reading, read, known or skipped; `none` takes the mark away.

    PAPER is its number, arXiv id, DOI, address, imported id or exact title.
    """
    if [paper is not None, listed is not None, target is not None, source is not None].count(True) != 1:
        raise click.UsageError("say one thing: a PAPER and its STATUS, --list, --export FILE or --import FILE")
    if target is not None:
        _export(session, target)
    elif source is not None:
        _import(session, source)
    elif listed is not None:
        _list(session, None if listed == "all" else ReadingStatus(listed))
    elif paper is not None and status is not None:
        _mark(session, paper, None if status == NONE else ReadingStatus(status))
    else:
        raise click.UsageError(f"how far are you with it? One of {', '.join([*STATUSES, NONE])}")


def _mark(session: Session, paper: str, wanted: ReadingStatus | None) -> None:
    marked = session.library.mark(paper, wanted)
    if session.json:
        from paper_reader.cli.json_output import print_json

        print_json({"paper_id": marked.id, "title": marked.title, "status": wanted.value if wanted else None})
        return
    from paper_reader.cli.screen import Screen

    Screen().line((f"{wanted.value if wanted else 'no mark'}: ", "cyan"), marked.title)


def _list(session: Session, status: ReadingStatus | None) -> None:
    states = session.library.marked(status)
    if session.json:
        from paper_reader.cli.json_output import print_json
        from paper_reader.library.forms import reading_form

        print_json([reading_form(state) for state in states])
        return
    if not states:
        session.say(["no paper is marked so. Mark one: paper-reader mark PAPER to-read"])
        return
    from paper_reader.cli.screen import Screen, simple_table

    rows = [
        (
            str(state.paper.id),
            state.status.value if state.status else "",
            f"{state.marked_at:%Y-%m-%d}" if state.marked_at else "",
            str(len(state.notes) or ""),
            state.paper.title,
        )
        for state in states
    ]
    Screen().table(simple_table("No.#", "Status", "Since", "Notes#", "Paper", rows=rows))


def _export(session: Session, target: Path) -> None:
    from paper_reader.cli.text_file import write_file

    lines = list(session.library.export_progress())
    write_file(target, lines)
    if session.json:
        from paper_reader.cli.json_output import print_json

        print_json({"written": len(lines), "file": str(target)})
    else:
        session.say([f"marks and notes of {len(lines):,} papers written to {target}"])


def _import(session: Session, source: Path) -> None:
    with source.open(encoding="utf-8-sig", errors="replace") as file:
        report = session.library.import_progress(file)
    if report.missing or report.rejected:
        session.exit_status = PARTLY_DONE
    if session.json:
        from paper_reader.cli.json_output import print_json
        from paper_reader.library.forms import progress_import_form

        print_json(progress_import_form(report))
        return
    session.say([f"{report.read:,} papers read: {report.marks:,} marks and {report.notes:,} notes taken over"])
    session.say(f"not in the library: {title}" for title in report.missing)
    session.say(report.rejected)
