"""Literature reviews: all of them, and one with its figures, its flow, its searches and its papers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from markupsafe import Markup

from api.pages.addresses import paper_path
from api.pages.views.bars import Bar
from api.pages.views.links import Link
from api.pages.views.words import capital, count, day, names
from paper_reader.reviews.diagram import flow_svg
from paper_reader.reviews.documents import SEARCH_HEADS, screening_sentences, search_row
from paper_reader.reviews.words import STAGE_NAMES, flow_lines, is_among, standing_in_words
from paper_reader.types import Paper, ReviewedPaper, ReviewReport, ScreeningProgress, Stage

OUTCOMES: Final = {
    "included": "Included",
    "to-assess": "To be assessed",
    "maybe": "Maybe",
    "not-retrieved": "Not retrieved",
    "excluded": "Excluded",
    "undecided": "Not looked at",
}
FORMS: Final = {"csv": "CSV", "xlsx": "Excel", "jsonl": "JSON lines", "bibtex": "BibTeX", "ris": "RIS"}
REPORTS: Final = {"html": "Report (HTML)", "md": "Report (Markdown)", "svg": "Flow diagram (SVG)"}
MOST_SHOWN: Final = 200
_TOLD: Final = tuple(STAGE_NAMES.values())  # how far each stage is stands in its panel


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A review among the others."""

    href: str
    name: str
    question: str
    facts: tuple[str, ...]
    bar: Bar


@dataclass(frozen=True, slots=True)
class ReviewsView:
    """All reviews."""

    rows: tuple[ReviewRow, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its name."""

    name: str
    number: str


@dataclass(frozen=True, slots=True)
class StagePanel:
    """How far one stage is, and where it goes on. `advice` is what is said on stopping, "" where nothing is."""

    title: str
    href: str
    bar: Bar
    said: str
    advice: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class FlowLine:
    """A box of the flow in words."""

    depth: int
    name: str
    number: str


@dataclass(frozen=True, slots=True)
class OutcomeWay:
    """The papers of one outcome: how many, and where they are shown."""

    href: str
    title: str
    number: int
    is_here: bool


@dataclass(frozen=True, slots=True)
class ReviewedRow:
    """A paper of the review."""

    href: str
    title: str
    facts: str
    said: str
    again: str


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """One review."""

    path: str
    name: str
    question: str
    figures: tuple[Figure, ...]
    stages: tuple[StagePanel, ...]
    drawing: Markup
    flow: tuple[FlowLine, ...]
    heads: tuple[str, ...]
    searches: tuple[tuple[str, ...], ...]
    said: tuple[str, ...]
    notes: tuple[str, ...]
    reasons: tuple[str, ...]
    outcomes: tuple[OutcomeWay, ...]
    outcome: str
    papers: tuple[ReviewedRow, ...]
    left_out: str
    exports: tuple[Link, ...]
    reports: tuple[Link, ...]
    stopped_on: str


def reviews_view(reports: Sequence[ReviewReport]) -> ReviewsView:
    """Make the view of all reviews, the latest first."""
    return ReviewsView(tuple(_row(report) for report in reversed(reports)))


def review_page(report: ReviewReport, papers: Sequence[tuple[Paper, ReviewedPaper]], outcome: str) -> ReviewPage:
    """Make the view of one review; `outcome` says which papers are shown."""
    name = report.review.name
    path = review_path(name)
    chosen = [(paper, standing) for paper, standing in papers if is_among(standing, outcome)] if outcome else []
    left_out = max(0, len(chosen) - MOST_SHOWN)
    return ReviewPage(
        path=path,
        name=name,
        question=report.review.question,
        figures=_figures(report),
        stages=tuple(_stage(report, stage, path) for stage in Stage),
        drawing=Markup(_drawing(report)),  # noqa: S704 - drawn by us, every word in it escaped
        flow=tuple(FlowLine(depth, line, f"{number:,}") for depth, line, number in flow_lines(report.flow)),
        heads=SEARCH_HEADS,
        searches=tuple(search_row(one) for one in report.searches),
        said=tuple(capital(one) + "." for one in screening_sentences(report) if not one.startswith(_TOLD)),
        notes=tuple(capital(note) for note in report.notes),
        reasons=report.review.reasons,
        outcomes=tuple(
            OutcomeWay(f"{path}?outcome={key}#papers", title, number, key == outcome)
            for key, title in OUTCOMES.items()
            if (number := sum(is_among(standing, key) for _, standing in papers))
        ),
        outcome=OUTCOMES.get(outcome, ""),
        papers=tuple(_paper(paper, standing, path) for paper, standing in chosen[:MOST_SHOWN]),
        left_out=f"{count(left_out, 'more paper')}: export the review to see all." if left_out else "",
        exports=tuple(Link(f"{path}/export/{form}", title) for form, title in FORMS.items()),
        reports=tuple(Link(f"{path}/report.{ending}", title) for ending, title in REPORTS.items()),
        stopped_on=day(report.review.stopped_at) if report.review.stopped_at else "",
    )


def review_path(name: str) -> str:
    """A review's page."""
    return f"/reviews/{quote(name, safe='')}"


def stage_bar(progress: ScreeningProgress) -> Bar:
    """How much of a stage was looked at."""
    return Bar(progress.decided, progress.total, f"{progress.decided:,} of {progress.total:,} looked at")


def stage_said(progress: ScreeningProgress) -> str:
    """What was decided: "12 included, 3 maybe, 25 excluded"."""
    counts = {
        "included": progress.included,
        "maybe": progress.maybe,
        "excluded": progress.excluded,
        "not retrieved": progress.not_retrieved,
    }
    return ", ".join(f"{number:,} {name}" for name, number in counts.items() if number)


def _row(report: ReviewReport) -> ReviewRow:
    flow = report.flow
    found = flow.databases.identified_total + flow.others.identified_total
    return ReviewRow(
        href=review_path(report.review.name),
        name=report.review.name,
        question=report.review.question,
        facts=(
            f"begun on {day(report.review.created_at)}",
            count(found, "record") + " identified",
            f"{flow.included:,} included",
        ),
        bar=stage_bar(report.stages[Stage.TITLE_ABSTRACT]),
    )


def _figures(report: ReviewReport) -> tuple[Figure, ...]:
    columns = (report.flow.databases, report.flow.others)
    numbers = {
        "records identified": sum(column.identified_total for column in columns),
        "duplicates removed": sum(column.duplicates for column in columns),
        "excluded": sum(column.excluded + column.full_text_excluded for column in columns),
        "included": report.flow.included,
    }
    return tuple(Figure(name, f"{number:,}") for name, number in numbers.items())


def _stage(report: ReviewReport, stage: Stage, path: str) -> StagePanel:
    progress = report.stages[stage]
    return StagePanel(
        title=capital(STAGE_NAMES[stage]),
        href=f"{path}/screen?stage={stage.value}",
        bar=stage_bar(progress),
        said=stage_said(progress),
        advice=capital(progress.hint or ""),
        is_open=progress.left > 0,
    )


def _drawing(report: ReviewReport) -> str:
    return flow_svg(report.flow, f"PRISMA 2020 flow diagram of {report.review.name}")


def _paper(paper: Paper, standing: ReviewedPaper, path: str) -> ReviewedRow:
    facts = [names(paper.authors), str(paper.year or ""), paper.venue or ""]
    stage = Stage.FULL_TEXT if Stage.FULL_TEXT in standing.decisions else Stage.TITLE_ABSTRACT
    return ReviewedRow(
        href=paper_path(paper.id),
        title=paper.title,
        facts=" · ".join(fact for fact in facts if fact),
        said=capital(standing_in_words(standing)),
        again=f"{path}/screen?stage={stage.value}&paper={paper.id}",
    )
