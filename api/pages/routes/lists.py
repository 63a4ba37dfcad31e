"""`/lists`: the reader's own reading lists, one of them, and `/shared/…`: a list for whoever has its link."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Path
from starlette.responses import Response

from api.pages.asking import words
from api.pages.rendering import show
from api.pages.views.lists import FORMS, ListPage, ListsView, list_page, lists_view, shared_list
from api.pages.visits import Open, Reading
from api.parameters import ListSlug
from api.routes.reading_lists import ShareToken, list_file
from paper_reader.library import Library

router = APIRouter()
FOUND: Final = 8
Ending = Annotated[str, Path(pattern=f"^({'|'.join(FORMS)})$")]


@router.get("/lists")
async def lists(visit: Reading) -> Response:
    """Show all lists, and a form for a new one."""
    view = await visit.run(_all, visit.library)
    return await show(visit, "lists.html.jinja", view, title="Reading lists")


@router.get("/lists/{slug}")
async def kept_list(visit: Reading, slug: ListSlug) -> Response:
    """Show one list; `find` looks for papers to add."""
    find = words(visit.request.query_params, "find")
    base = str(visit.request.base_url).rstrip("/")
    view = await visit.run(_one, visit.library, slug, base, find)
    return await show(visit, "list.html.jinja", view, title=view.name)


@router.get("/shared/{token}.{ending}")
async def shared_file(visit: Open, token: ShareToken, ending: Ending) -> Response:
    """Give the list that a link opens as a file."""
    return await list_file(visit.asked, await visit.run(visit.library.shared_list, token), ending)


@router.get("/shared/{token}")
async def shared(visit: Open, token: ShareToken) -> Response:
    """Show the list that a link opens; the link is all that is needed."""
    kept = await visit.run(visit.library.shared_list, token)
    return await show(visit, "shared-list.html.jinja", shared_list(kept, token), title=kept.head.name)


def _all(library: Library) -> ListsView:
    kept = [library.kept_list(head.slug) for head in library.kept_lists()]
    return lists_view(kept, library.roadmap, library.statuses())


def _one(library: Library, slug: str, base: str, find: str) -> ListPage:
    kept = library.kept_list(slug)
    found = library.search(find, limit=FOUND) if find else None
    return list_page(kept, base, find=find, found=found)
