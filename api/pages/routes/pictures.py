"""`/topics/{slug}/lineage` and `/map`, and the same for any text under `/must-read/`: a topic as a picture."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from api.pages.rendering import show
from api.pages.views.lineage import LineageView, lineage_view
from api.pages.views.topic_map import MapView, map_view
from api.pages.visits import Reading, Visit
from api.parameters import TopicSlug
from paper_reader.library import Library
from paper_reader.library.pictures import NARROW, NARROW_MAP_FRAME

router = APIRouter()


@router.get("/topics/{slug}/lineage")
async def lineage(visit: Reading, slug: TopicSlug) -> Response:
    """Show the lineage of a topic's must-reads."""
    topic = await visit.run(visit.library.roadmap_topic, slug)
    return await _lineage(visit, topic.slug)


@router.get("/topics/{slug}/map")
async def topic_map(visit: Reading, slug: TopicSlug) -> Response:
    """Show a topic's papers by meaning."""
    topic = await visit.run(visit.library.roadmap_topic, slug)
    return await _map(visit, topic.slug)


@router.get("/must-read/lineage")
async def lineage_on(visit: Reading, topic: str) -> Response:
    """Show the lineage of the must-reads on any text."""
    return await _lineage(visit, topic)


@router.get("/must-read/map")
async def map_of(visit: Reading, topic: str) -> Response:
    """Show the papers on any text by meaning."""
    return await _map(visit, topic)


async def _lineage(visit: Visit, topic: str) -> Response:
    view = await visit.run(_lineage_view, visit.library, topic)
    return await show(visit, "lineage.html.jinja", view, title=f"{view.topic}: who builds on whom")


async def _map(visit: Visit, topic: str) -> Response:
    view = await visit.run(_map_view, visit.library, topic)
    return await show(visit, "topic-map.html.jinja", view, title=f"{view.topic}: the map")


def _lineage_view(library: Library, topic: str) -> LineageView:
    drawn = library.lineage(topic)
    return lineage_view(drawn, library.lineage_across(drawn, NARROW), library.statuses())


def _map_view(library: Library, topic: str) -> MapView:
    drawn = library.topic_map(topic)
    return map_view(drawn, library.map_in_frame(drawn, NARROW_MAP_FRAME))
