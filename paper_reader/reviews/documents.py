"""The account of a review as a document: Markdown and HTML, with the searches as PRISMA-S asks for them. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from paper_reader.exporting.plain import plain
from paper_reader.reviews.diagram import flow_svg
from paper_reader.reviews.words import flow_lines, progress_in_words
from paper_reader.types import ReviewReport, SearchFigures

SEARCH_HEADS = ("Source", "Search", "First", "Last", "Runs", "Records", "Papers", "Only here", "Included")
_SPECIAL = re.compile(r"([\\`*_\[\]<>|#$~])")
_STYLE = (
    "body{font-family:sans-serif;max-width:90rem;margin:2rem auto;padding:0 1rem;line-height:1.4}"
    "table{border-collapse:collapse}td,th{border:1px solid #bbb;padding:.3rem .6rem;text-align:left}"
    "svg{max-width:100%;height:auto}"
)


def search_row(one: SearchFigures) -> tuple[str, ...]:
    """One search as cells under `SEARCH_HEADS`."""
    return (
        one.search.source,
        one.search.description,
        f"{one.search.first_at:%Y-%m-%d}",
        f"{one.search.last_at:%Y-%m-%d}",
        ", ".join(map(str, one.search.runs)),
        f"{one.records:,}",
        f"{one.papers:,}",
        f"{one.only_here:,}",
        f"{one.included:,}",
    )


def screening_sentences(report: ReviewReport) -> list[str]:
    """Who screened when and how far, and in which order."""
    said = [progress_in_words(progress) for progress in report.stages.values() if progress.total]
    if report.reviewers and report.first_decision_at and report.last_decision_at:
        names = ", ".join(report.reviewers)
        said.append(
            f"decided by {names}, from {report.first_decision_at:%Y-%m-%d} to {report.last_decision_at:%Y-%m-%d}; the "
            "order of screening was learned from the decisions (logistic regression on embeddings)"
        )
    if report.review.stopped_at:
        said.append(f"screening was stopped on {report.review.stopped_at:%Y-%m-%d} before everything was looked at")
    return said


def markdown(report: ReviewReport) -> str:
    """The account as Markdown."""
    review = report.review
    lines = [f"# Literature review: {_marked(review.name)}", ""]
    if review.question:
        lines += [f"**Question.** {_marked(review.question)}", ""]
    lines += [f"As of {report.generated_at:%Y-%m-%d %H:%M} UTC.", "", "## Flow (PRISMA 2020)", ""]
    lines += [f"{'  ' * depth}- {_marked(name)}: {count:,}" for depth, name, count in flow_lines(report.flow)]
    lines += ["", "## Searches (PRISMA-S)", "", *_table(SEARCH_HEADS, [search_row(one) for one in report.searches])]
    lines += ["", "## Screening", "", *(f"- {_marked(said)}" for said in screening_sentences(report))]
    if report.notes:
        lines += ["", "## Notes", "", *(f"- {_marked(note)}" for note in report.notes)]
    return "\n".join(lines) + "\n"


def html(report: ReviewReport) -> str:
    """The account as one page that needs nothing from elsewhere, with the drawing in it."""
    name, question = escape(plain(report.review.name)), escape(plain(report.review.question))
    heads = "".join(f"<th>{head}</th>" for head in SEARCH_HEADS)
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(plain(cell))}</td>" for cell in search_row(one)) + "</tr>"
        for one in report.searches
    )
    said = "".join(f"<li>{escape(plain(one))}</li>" for one in [*screening_sentences(report), *report.notes])
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Literature review: {name}</title>'
        f"<style>{_STYLE}</style></head><body>\n<h1>Literature review: {name}</h1>\n<p>{question}</p>\n"
        f"{flow_svg(report.flow, f'PRISMA 2020 flow of {plain(report.review.name)}')}"
        f"<h2>Searches</h2>\n<table><tr>{heads}</tr>{rows}</table>\n<h2>Screening</h2>\n<ul>{said}</ul>\n"
        f"<p>As of {report.generated_at:%Y-%m-%d %H:%M} UTC.</p>\n</body></html>\n"
    )


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    lines = [list(heads), ["---"] * len(heads), *([_marked(cell) for cell in row] for row in rows)]
    return ["| " + " | ".join(line) + " |" for line in lines]


def _marked(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", plain(text))
