"""`/reviews/{name}/screen`: one paper after the other; and what the forms of a review change."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from api.pages.asking import choice, number
from api.pages.rendering import show
from api.pages.routes.reviews import ReviewName
from api.pages.views.reviews import review_path
from api.pages.views.screening import ScreeningPage, screening_page
from api.pages.visits import Reading, Sent, Writing, back_to
from api.problems import Problem
from paper_reader.errors import PaperNotFound
from paper_reader.library import Library
from paper_reader.types import Stage, Verdict

router = APIRouter()
MOST_FOUND, USUALLY_FOUND = 500, 50
HIGHEST: Final = 999_999_999


@router.get("/reviews/{name}/screen")
async def screen(visit: Reading, name: ReviewName) -> Response:
    """Show the paper to look at next, or the one that `paper` names again."""
    fields = visit.request.query_params
    stage = choice(fields, "stage", Stage) or Stage.TITLE_ABSTRACT
    again = number(fields, "paper", 1, HIGHEST)
    asks = fields.get("asks") == "reason"
    view = await visit.run(_page, visit.library, name, stage, again, asks)
    return await show(visit, "screening.html.jinja", view, title=view.shown.title if view.shown else "All looked at")


@router.post("/reviews")
async def begin(sent: Writing) -> Response:
    """Begin a review."""
    reasons = [line.strip() for line in sent.field("reasons").splitlines() if line.strip()]
    library = sent.visit.library
    made = await sent.visit.run(library.new_review, sent.field("name").strip(), sent.field("question"), reasons=reasons)
    return RedirectResponse(review_path(made.name), 303)


@router.post("/reviews/{name}/decide")
async def decide(sent: Writing, name: ReviewName) -> Response:
    """Decide on the paper that was shown; the next one comes."""
    stage, verdict = _stage(sent), _verdict(sent)
    reason = (sent.field("other_reason") or sent.field("reason")).strip() if verdict is Verdict.EXCLUDE else ""
    paper = sent.field("paper")
    if verdict is Verdict.EXCLUDE and stage is Stage.FULL_TEXT and not reason:
        return _to_screen(name, stage, paper=paper, asks="reason")
    await sent.visit.run(_decided, sent.visit.library, name, paper, verdict, stage, reason, sent.field("note"))
    return _to_screen(name, stage)


@router.post("/reviews/{name}/undo")
async def undo(sent: Writing, name: ReviewName) -> Response:
    """Take the latest decision of this stage back and show its paper again."""
    stage = _stage(sent)
    undone = await sent.visit.run(sent.visit.library.review_undo, name, stage=stage)
    return _to_screen(name, stage, paper=str(undone[0].id)) if undone else _to_screen(name, stage)


@router.post("/reviews/{name}/add")
async def add(sent: Writing, name: ReviewName) -> Response:
    """Put papers of the library into the review: one that is named, or what a search finds."""
    asked = " ".join(sent.field("papers").split())
    wanted = sent.field("limit", str(USUALLY_FOUND))
    if not wanted.isdecimal() or not 1 <= int(wanted) <= MOST_FOUND:
        raise Problem("invalid", f"a search brings 1 to {MOST_FOUND} papers into a review")
    await sent.visit.run(_added, sent.visit.library, name, asked, int(wanted))
    return back_to(sent, review_path(name))


@router.post("/reviews/{name}/stop")
async def stop(sent: Writing, name: ReviewName) -> Response:
    """Declare the screening over, or open it again."""
    await sent.visit.run(sent.visit.library.review_stop, name, stopped=sent.field("stopped") == "yes")
    return back_to(sent, review_path(name))


def _page(library: Library, name: str, stage: Stage, again: int | None, asks: bool) -> ScreeningPage:
    step = library.review_next(name, stage, again=str(again) if again else None)
    return screening_page(library.review_report(name).review, step, asks_reason=asks)


def _decided(library: Library, name: str, paper: str, verdict: Verdict, stage: Stage, reason: str, note: str) -> None:
    library.review_decide(name, [paper], verdict, stage=stage, reason=reason or None)
    if note.strip():
        library.review_note(name, paper, note)


def _added(library: Library, name: str, asked: str, limit: int) -> None:
    try:
        library.review_add(name, [asked])
    except PaperNotFound:
        library.review_add_found(name, asked, limit=limit)


def _stage(sent: Sent) -> Stage:
    try:
        return Stage(sent.field("stage", Stage.TITLE_ABSTRACT.value))
    except ValueError as error:
        raise Problem("invalid", f"a stage is one of {', '.join(Stage)}") from error


def _verdict(sent: Sent) -> Verdict:
    try:
        return Verdict(sent.field("verdict"))
    except ValueError as error:
        raise Problem("invalid", f"a verdict is one of {', '.join(Verdict)}") from error


def _to_screen(name: str, stage: Stage, **more: str) -> Response:
    return RedirectResponse(f"{review_path(name)}/screen?{urlencode({'stage': stage.value, **more})}", 303)
