"""`/v1/searches`: searches to come back to, and to follow as feeds."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from api.access import Reader, Writer
from api.answers import answer, tagged
from api.feeds.atom import MEDIA_TYPE as ATOM
from api.feeds.atom import write_feed
from api.feeds.making import search_feed
from api.paging import page_of, question_of, read_cursor
from api.parameters import IfNoneMatch, Limit, PageCursor, SearchSlug
from api.schemas.problems import READING, WRITING
from api.schemas.reading_lists import SavedSearchForm, SavedSearchPage, SearchToSave
from paper_reader.json_forms import Json
from paper_reader.library.forms import saved_search_form
from paper_reader.types import SearchFilter

router = APIRouter(prefix="/v1/searches", tags=["saved searches"])
MOST_SEARCHES = 100_000


@router.post("", response_model=SavedSearchForm, responses=WRITING, status_code=201, summary="Save a search")
async def save(asked: Writer, wanted: SearchToSave) -> Response:
    """Save a search under a name."""
    limits = SearchFilter(
        year_from=wanted.limits.year_from,
        year_to=wanted.limits.year_to,
        categories=tuple(wanted.limits.categories),
        venues=tuple(" ".join(one.split()) for one in wanted.limits.venues),
        sources=tuple(wanted.limits.sources),
    )
    library = asked.library
    saved = await asked.run(library.save_search, wanted.name, wanted.query, mode=wanted.mode, limits=limits)
    where = {"Location": f"/v1/searches/{saved.slug}"}
    return answer(asked.request, saved_search_form(saved), status=201, headers=where)


@router.get("", response_model=SavedSearchPage, responses=READING, summary="Your saved searches")
async def searches(
    asked: Reader,
    limit: Limit = 20,
    cursor: PageCursor = None,
    if_none_match: IfNoneMatch = None,  # noqa: ARG001 - read by `answer`; here for the documentation
) -> Response:
    """Give your saved searches in the order they were saved."""
    question = question_of("searches")
    offset = read_cursor(cursor, question, most=MOST_SEARCHES)
    found = await asked.run(asked.library.saved_searches)
    page, following = page_of(found, offset, limit, question)
    form: dict[str, Json] = {
        "items": [saved_search_form(one) for one in page],
        "total": len(found),
        "next_cursor": following,
    }
    return answer(asked.request, form)


@router.get("/{slug}", response_model=SavedSearchForm, responses=READING, summary="A saved search")
async def saved_search(
    asked: Reader,
    slug: SearchSlug,
    if_none_match: IfNoneMatch = None,  # noqa: ARG001 - read by `answer`; here for the documentation
) -> Response:
    """Give one saved search."""
    return answer(asked.request, saved_search_form(await asked.run(asked.library.saved_search, slug)))


@router.delete("/{slug}", responses=WRITING, status_code=204, summary="Give up a saved search")
async def remove(asked: Writer, slug: SearchSlug) -> Response:
    """Give up a saved search."""
    await asked.run(asked.library.remove_search, slug)
    return Response(status_code=204)


@router.get(
    "/{slug}/feed.atom",
    response_class=Response,
    responses=READING | {200: {"content": {ATOM: {}}, "description": "An Atom feed."}},
    summary="A saved search as a feed",
)
async def feed(
    asked: Reader,
    slug: SearchSlug,
    if_none_match: IfNoneMatch = None,  # noqa: ARG001 - read by `tagged`; here for the documentation
) -> Response:
    """Give what a saved search finds as an Atom feed, the latest to arrive first."""
    found = await asked.run(search_feed, asked.library, slug, str(asked.request.base_url))
    return tagged(asked.request, write_feed(found), ATOM)
