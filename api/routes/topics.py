"""`/v1/topics`: the roadmap, each topic's news, people and feed."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from api.access import Reader, Writer
from api.answers import answer, tagged
from api.feeds.atom import MEDIA_TYPE as ATOM
from api.feeds.atom import write_feed
from api.feeds.making import topic_feed
from api.parameters import Day, IfNoneMatch, Limit, TopicSlug
from api.schemas.problems import READING, WRITING
from api.schemas.topics import NewsForm, PeopleForm, RoadmapForm, SeenForm, TopicInPart
from paper_reader.json_forms import part_form, topic_form
from paper_reader.library.forms import news_form, person_form

router = APIRouter(prefix="/v1", tags=["topics"])


@router.get("/topics", response_model=RoadmapForm, responses=READING, summary="The roadmap")
async def topics(
    asked: Reader,
    if_none_match: IfNoneMatch = None,  # noqa: ARG001 - read by `answer`; here for the documentation
) -> Response:
    """Give the learning roadmap: its parts and their topics, in the order to learn them."""
    roadmap = await asked.run(lambda: asked.library.roadmap)
    return answer(asked.request, {"parts": [part_form(part) for part in roadmap.parts]})


@router.get("/topics/{slug}", response_model=TopicInPart, responses=READING, summary="A topic")
async def topic(
    asked: Reader,
    slug: TopicSlug,
    if_none_match: IfNoneMatch = None,  # noqa: ARG001 - read by `answer`; here for the documentation
) -> Response:
    """Give one topic of the roadmap."""
    found = await asked.run(asked.library.roadmap_topic, slug)
    return answer(asked.request, topic_form(found) | {"part": found.part})


@router.get("/topics/{slug}/new", response_model=NewsForm, responses=READING, summary="What is new on a topic")
async def new(
    asked: Reader,
    slug: TopicSlug,
    since: Annotated[
        Day | None, Query(description="From this day on; else since you said that you had looked, or 30 days.")
    ] = None,
    limit: Limit = 20,
    if_none_match: IfNoneMatch = None,  # noqa: ARG001 - read by `answer`; here for the documentation
) -> Response:
    """Give the papers on a topic that were published or came to the library since then, the latest to come first."""
    news = await asked.run(asked.library.topic_news, slug, since=since, limit=limit)
    return answer(asked.request, news_form(news))


@router.post("/topics/{slug}/seen", response_model=SeenForm, responses=WRITING, summary="You have looked")
async def seen(asked: Writer, slug: TopicSlug) -> Response:
    """Say that you have looked at what is new on a topic; what comes later is new."""
    found = await asked.run(asked.library.roadmap_topic, slug)
    moment = await asked.run(asked.library.mark_topic_seen, found.slug)
    return answer(asked.request, {"topic_slug": found.slug, "seen_at": moment.isoformat()})


@router.get("/topics/{slug}/people", response_model=PeopleForm, responses=READING, summary="Who stands behind a topic")
async def people(
    asked: Reader,
    slug: TopicSlug,
    limit: Limit = 20,
    if_none_match: IfNoneMatch = None,  # noqa: ARG001 - read by `answer`; here for the documentation
) -> Response:
    """Give the authors behind a topic's must-reads, who wrote most of them first."""
    found = await asked.run(asked.library.roadmap_topic, slug)
    behind = await asked.run(asked.library.people, found.slug, limit=limit)
    return answer(asked.request, {"topic_slug": found.slug, "items": [person_form(person) for person in behind]})


@router.get(
    "/topics/{slug}/feed.atom",
    response_class=Response,
    responses=READING | {200: {"content": {ATOM: {}}, "description": "An Atom feed."}},
    summary="A topic as a feed",
)
async def feed(
    asked: Reader,
    slug: TopicSlug,
    if_none_match: IfNoneMatch = None,  # noqa: ARG001 - read by `tagged`; here for the documentation
) -> Response:
    """Give the latest papers on a topic as an Atom feed."""
    found = await asked.run(topic_feed, asked.library, slug, str(asked.request.base_url))
    return tagged(asked.request, write_feed(found), ATOM)
