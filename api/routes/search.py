"""`/v1/search`."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from api.access import Reader
from api.answers import answer
from api.paging import MOST_DEPTH, page_of, question_of, read_cursor
from api.parameters import TEXT, IfNoneMatch, Limit, Limits, PageCursor
from api.schemas.problems import READING
from api.schemas.search import SearchPage
from paper_reader.json_forms import search_form
from paper_reader.types import SearchMode

router = APIRouter(prefix="/v1", tags=["search"])


@router.get("/search", response_model=SearchPage, responses=READING, summary="Find papers")
async def search(
    asked: Reader,
    q: Annotated[
        str,
        Query(
            description="Words, or what names a paper: title, arXiv id, DOI, method, author.",
            min_length=1,
            max_length=1000,
            pattern=TEXT,
            examples=["graph neural networks"],
        ),
    ],
    only: Limits,
    mode: Annotated[SearchMode, Query(description="Which retrievers take part.")] = SearchMode.HYBRID,
    limit: Limit = 10,
    cursor: PageCursor = None,
    if_none_match: IfNoneMatch = None,  # noqa: ARG001 - read by `answer`; here for the documentation
) -> Response:
    """Find papers by words and meaning, or by name. The limits hold inside the search."""
    question = question_of("search", q, mode, only)
    offset = read_cursor(cursor, question)
    wanted = min(offset + limit, MOST_DEPTH)
    # One more than is shown tells whether there is a next page.
    found = await asked.run(asked.library.search, q, mode=mode, limits=only, limit=wanted + 1)
    hits, following = page_of(found.hits, offset, limit, question)
    more = following if offset + limit < MOST_DEPTH else None
    return answer(asked.request, search_form(replace(found, hits=tuple(hits))) | {"next_cursor": more})
