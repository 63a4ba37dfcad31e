"""`/v1/new`: what is new for the reader of this library."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from api.access import Reader
from api.answers import tagged
from api.feeds.atom import MEDIA_TYPE as ATOM
from api.feeds.atom import write_feed
from api.feeds.making import news_feed
from api.parameters import IfNoneMatch
from api.schemas.problems import READING

router = APIRouter(prefix="/v1", tags=["topics"])


@router.get(
    "/new/feed.atom",
    response_class=Response,
    responses=READING | {200: {"content": {ATOM: {}}, "description": "An Atom feed."}},
    summary="What is new for you as a feed",
)
async def feed(
    asked: Reader,
    if_none_match: IfNoneMatch = None,  # noqa: ARG001 - read by `tagged`; here for the documentation
) -> Response:
    """Give the new papers of the last week that matter for what is followed and read, with the reasons."""
    found = await asked.run(news_feed, asked.library, str(asked.request.base_url))
    return tagged(asked.request, write_feed(found), ATOM)
