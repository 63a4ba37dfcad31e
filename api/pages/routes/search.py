"""`/search`: hits with what they are counted by; as a whole page, or only its hits for the script that searches on."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter
from starlette.datastructures import QueryParams
from starlette.responses import Response

from api.pages.asking import choice, limits_asked, number, words
from api.pages.rendering import show
from api.pages.views.facets import KINDS, UNMARKED, SearchAsked
from api.pages.views.search import DEPTH, SearchView, nothing_asked, search_view
from api.pages.visits import Reading
from api.problems import Problem
from paper_reader.library import Library
from paper_reader.types import ReadingStatus, SearchMode

router = APIRouter()
MOST_PAGES: Final = 100
STATUSES: Final = (*(status.value for status in ReadingStatus), UNMARKED)


@router.get("/search")
async def search(visit: Reading) -> Response:
    """Search. `part=results` gives what stands below the form and nothing else."""
    fields = visit.request.query_params
    asked = search_asked(fields)
    view = await visit.run(_view, visit.library, asked) if asked.text else nothing_asked()
    template = "search-results.html.jinja" if fields.get("part") == "results" else "search.html.jinja"
    title = f"{asked.text}: search" if asked.text else "Search"
    return await show(visit, template, view, title=title, query=asked.text)


def search_asked(fields: QueryParams) -> SearchAsked:
    """What the form asks."""
    return SearchAsked(
        text=words(fields, "q"),
        limits=limits_asked(fields),
        mode=choice(fields, "mode", SearchMode) or SearchMode.HYBRID,
        kind=_one_of(fields, "kind", tuple(KINDS)),
        status=_one_of(fields, "status", STATUSES),
        page=number(fields, "page", 1, MOST_PAGES) or 1,
    )


def _view(library: Library, asked: SearchAsked) -> SearchView:
    found = library.search(asked.text, mode=asked.mode, limits=asked.limits, limit=DEPTH)
    return search_view(found, asked, library.statuses())


def _one_of(fields: QueryParams, name: str, known: tuple[str, ...]) -> str:
    text = fields.get(name, "")
    if text and text not in known:
        raise Problem("invalid", f"“{name}” must be one of {', '.join(known)}")
    return text
