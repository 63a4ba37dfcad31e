"""`/v1/topics/{slug}/lineage` and `/map`: pictures of a topic as values, to be drawn by whoever asks."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from api.access import Reader
from api.answers import answer
from api.parameters import IfNoneMatch, Limit, Limits, TopicSlug
from api.schemas.pictures import LineageForm, TopicMapForm
from api.schemas.problems import READING
from paper_reader.library.picture_forms import lineage_form, topic_map_form

router = APIRouter(prefix="/v1/topics", tags=["topics"])
MADE_AT = ("generated_at",)  # differs in each answer and says nothing new
MOST_ON_MAP = 300  # placing looks at all pairs


@router.get("/{slug}/lineage", response_model=LineageForm, responses=READING, summary="Who builds on whom")
async def lineage(
    asked: Reader,
    slug: TopicSlug,
    only: Limits,
    limit: Limit = 20,
    across: Annotated[int, Query(description="How many cards may stand beside one another.", ge=1, le=10)] = 5,
    if_none_match: IfNoneMatch = None,  # noqa: ARG001 - read by `answer`; here for the documentation
) -> Response:
    """Give the topic's must-reads with the links between them, laid out in reading order from the top down."""
    found = await asked.run(asked.library.roadmap_topic, slug)
    made = await asked.run(asked.library.lineage, found.slug, size=limit, limits=only, across=across)
    return answer(asked.request, lineage_form(made), changing=MADE_AT)


@router.get("/{slug}/map", response_model=TopicMapForm, responses=READING, summary="A map of a topic")
async def topic_map(
    asked: Reader,
    slug: TopicSlug,
    only: Limits,
    limit: Annotated[int, Query(description="How many papers at most.", ge=1, le=MOST_ON_MAP)] = 120,
    width: Annotated[int, Query(description="Of the frame.", ge=200, le=4000)] = 1000,
    height: Annotated[int, Query(description="Of the frame.", ge=200, le=4000)] = 660,
    if_none_match: IfNoneMatch = None,  # noqa: ARG001 - read by `answer`; here for the documentation
) -> Response:
    """Give the topic's best papers, placed by meaning, sized by influence and coloured by age."""
    found = await asked.run(asked.library.roadmap_topic, slug)
    frame = (float(width), float(height))
    made = await asked.run(asked.library.topic_map, found.slug, size=limit, limits=only, frame=frame)
    return answer(asked.request, topic_map_form(made), changing=MADE_AT)
