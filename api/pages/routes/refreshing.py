"""`/refresh`: what is followed, the runs, and beginning one. `/news`: what is new for this reader."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from fastapi import APIRouter
from starlette.responses import Response

from api.pages.rendering import show
from api.pages.views.refreshing import NewsView, RefreshView, news_view, refresh_view
from api.pages.visits import Reading, Writing, back_to
from api.problems import Problem
from paper_reader.library import Library

router = APIRouter()
RUNS: Final = 30
NEWS: Final = 40


@router.get("/refresh")
async def refresh(visit: Reading) -> Response:
    """Show what is followed and what ran."""
    started = visit.asked.service.refreshing.started_at
    view = await visit.run(_view, visit.library, started)
    return await show(visit, "refresh.html.jinja", view, title="Refresh")


@router.post("/refresh")
async def begin(sent: Writing) -> Response:
    """Begin a refresh of everything followed."""
    await sent.visit.run(sent.visit.asked.service.refreshing.start)
    return back_to(sent, "/refresh")


@router.post("/refresh/follow")
async def follow(sent: Writing) -> Response:
    """Follow a topic, a category of arXiv, or any words."""
    library, name = sent.visit.library, " ".join(sent.field("name").split())
    kinds = {"topic": library.follow_topic, "category": library.follow_category, "search": library.follow_search}
    kind = sent.field("kind")
    if kind not in kinds or not name:
        raise Problem("invalid", "say what to follow: a topic, a category, or words")
    await sent.visit.run(kinds[kind], name)
    return back_to(sent, "/refresh")


@router.post("/refresh/unfollow")
async def unfollow(sent: Writing) -> Response:
    """Follow something no more."""
    await sent.visit.run(sent.visit.library.unfollow, sent.field("name"))
    return back_to(sent, "/refresh")


@router.get("/news")
async def news(visit: Reading) -> Response:
    """Show what is new since the reader last looked."""
    view = await visit.run(_news, visit.library)
    return await show(visit, "news.html.jinja", view, title="What is new")


@router.post("/news/seen")
async def seen(sent: Writing) -> Response:
    """The reader has seen what is new; it is news no more."""
    library = sent.visit.library
    await sent.visit.run(lambda: library.note_shown(library.digest(limit=NEWS)))
    return back_to(sent, "/news")


def _view(library: Library, started: datetime | None) -> RefreshView:
    return refresh_view(library.refresh_plan(), library.follows(), library.runs(RUNS), library.roadmap, started)


def _news(library: Library) -> NewsView:
    return news_view(library.digest(limit=NEWS), library.statuses())
