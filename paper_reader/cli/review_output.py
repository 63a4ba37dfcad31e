"""Reviews on the screen, as JSON and in files."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from paper_reader.cli.outside_text import escape_json
from paper_reader.cli.paper_words import facts
from paper_reader.cli.screen import Screen, simple_table, styled
from paper_reader.cli.session import Session
from paper_reader.cli.streams import write_document
from paper_reader.cli.text_file import write_file
from paper_reader.types import Paper, ReviewedPaper, ReviewReport


def print_reviews(session: Session, reports: Sequence[ReviewReport]) -> None:
    """Print every review in a line."""
    if session.json:
        from paper_reader.cli.json_output import print_json
        from paper_reader.reviews.forms import report_form

        print_json([report_form(one) for one in reports])
        return
    if not reports:
        session.say(['no review yet. Begin one: paper-reader collect "…" --source arxiv --review NAME'])
        return
    rows = [
        (
            one.review.name,
            one.review.question,
            f"{one.review.created_at:%Y-%m-%d}",
            f"{_sum(one, 'identified_total'):,}",
            f"{_sum(one, 'screened'):,}",
            f"{_sum(one, 'to_screen'):,}",
            f"{one.flow.included:,}",
        )
        for one in reports
    ]
    heads = ("Review", "Question", "Begun", "Records#", "Screened#", "To screen#", "Included#")
    Screen().table(simple_table(*heads, rows=rows))


def print_overview(session: Session, report: ReviewReport) -> None:
    """Print how a review stands and what comes next."""
    from paper_reader.reviews.forms import report_form
    from paper_reader.reviews.words import progress_in_words

    if session.json:
        from paper_reader.cli.json_output import print_json

        print_json(report_form(report))
        return
    screen, review = Screen(), report.review
    _heading(screen, report)
    for one in report.searches:
        screen.line(("Search:    ", "cyan"), f"{one.search.description}: {one.records:,} records")
    for progress in report.stages.values():
        if progress.total:
            screen.line(("Screening: ", "cyan"), progress_in_words(progress))
        if progress.hint:
            screen.line(("Hint:      ", "cyan"), progress.hint)
    if review.reasons:
        screen.line(("Reasons:   ", "cyan"), "; ".join(review.reasons))
    session.say(report.notes)
    screen.line(("Next:      ", "cyan"), _next(report))


def print_papers(session: Session, papers: Sequence[tuple[Paper, ReviewedPaper]]) -> None:
    """Print papers with what was decided of each."""
    from paper_reader.reviews.words import standing_in_words

    if session.json:
        from paper_reader.cli.json_output import print_json
        from paper_reader.reviews.forms import reviewed_form

        print_json([reviewed_form(paper, standing) for paper, standing in papers])
        return
    screen = Screen()
    for paper, standing in papers:
        screen.line((paper.title, "bold"))
        screen.indented(styled((facts(paper), "cyan")), 5)
        screen.indented(styled(standing_in_words(standing)), 5)
        for note in standing.notes:
            screen.indented(styled((f"note of {note.created_at:%Y-%m-%d}: ", "yellow"), note.text), 5)
    if not papers:
        session.say(["no paper of this review stands so"])


def print_report(session: Session, report: ReviewReport, form: str, output: Path | None) -> None:
    """Print the account, or write it to a file."""
    if session.json:
        from paper_reader.cli.json_output import json_text
        from paper_reader.reviews.forms import report_form

        _write(session, iter([json_text(report_form(report)) + "\n"]), output)
    elif form == "text" and output is None:
        _print_account(session, report)
    else:
        from paper_reader.reviews.diagram import flow_svg
        from paper_reader.reviews.documents import html, markdown

        if form == "svg":
            text = flow_svg(report.flow, f"PRISMA 2020 flow of {report.review.name}")
        else:
            text = html(report) if form == "html" else markdown(report)
        _write(session, iter([text]), output)


def write_export(session: Session, made: Iterator[str] | bytes, form: str, output: Path | None) -> None:
    """Write an export to a file or stdout; a spreadsheet goes to no terminal."""
    if isinstance(made, bytes):
        if output is not None:
            output.write_bytes(made)
            session.say([f"written to {output}"])
        elif sys.stdout.isatty():
            raise click.UsageError("a spreadsheet is no text for a terminal. Name a file: --output review.xlsx")
        else:
            sys.stdout.buffer.write(made)
        return
    _write(session, map(escape_json, made) if form == "jsonl" else made, output)


def _print_account(session: Session, report: ReviewReport) -> None:
    from paper_reader.reviews.documents import SEARCH_HEADS, screening_sentences, search_row
    from paper_reader.reviews.words import flow_lines

    screen = Screen()
    _heading(screen, report)
    screen.line("")
    rows = [("  " * depth + name, f"{count:,}") for depth, name, count in flow_lines(report.flow)]
    screen.table(simple_table("Flow", "n#", rows=rows))
    heads = [f"{head}#" if head in ("Records", "Papers", "Only here", "Included") else head for head in SEARCH_HEADS]
    screen.table(simple_table(*heads, rows=[search_row(one) for one in report.searches]))
    for said in screening_sentences(report):
        screen.line(said)
    session.say(report.notes)


def _heading(screen: Screen, report: ReviewReport) -> None:
    screen.line((report.review.name, "bold"), f"  begun on {report.review.created_at:%Y-%m-%d}")
    if report.review.question:
        screen.line(("Question:  ", "cyan"), report.review.question)


def _next(report: ReviewReport) -> str:
    name = report.review.name
    if not report.searches:
        return f'paper-reader collect "…" --review {name}'
    if _sum(report, "to_screen"):
        return f"paper-reader review screen {name}"
    if _sum(report, "to_assess"):
        return f"paper-reader review screen {name} --stage full-text"
    return f"paper-reader review report {name}"


def _write(session: Session, pieces: Iterator[str], output: Path | None) -> None:
    if output is None:
        write_document(pieces)
    else:
        write_file(output, pieces)
        session.say([f"written to {output}"])


def _sum(report: ReviewReport, what: str) -> int:
    return int(getattr(report.flow.databases, what)) + int(getattr(report.flow.others, what))
