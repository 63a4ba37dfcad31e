"""`/`: the roadmap as a map, with progress."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter
from starlette.responses import Response

from api.pages.counting import Counting
from api.pages.rendering import show
from api.pages.views.cards import card_of
from api.pages.views.roadmap import RoadmapView, roadmap_view
from api.pages.visits import Reading
from paper_reader.library import Library
from paper_reader.types import ReadingStatus

router = APIRouter()
NEWEST: Final = 5
GOING_ON: Final = 3


@router.get("/")
async def roadmap(visit: Reading) -> Response:
    """Show the roadmap."""
    counting: Counting = visit.request.app.state.counting
    counting.begin()
    view = await visit.run(_view, visit.library, dict(counting.known))
    return await show(visit, "roadmap.html.jinja", view, title="What to read, in which order, and why")


def _view(library: Library, must_reads: dict[str, tuple[int, ...]]) -> RoadmapView:
    statuses = library.statuses()
    reading = [one for one, status in statuses.items() if status is ReadingStatus.READING]
    begun = library.papers(reading[: -GOING_ON - 1 : -1])
    return roadmap_view(
        library.roadmap,
        must_reads,
        statuses,
        papers=library.paper_count(),
        new=library.newest(NEWEST),
        going_on=[card_of(paper, statuses[paper.id]) for paper in begun],
    )
