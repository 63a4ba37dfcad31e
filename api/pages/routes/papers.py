"""`/papers/{number}`: all that is known of a paper. Its forms are in `routes/annotating.py`."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Path, Request
from starlette.responses import RedirectResponse, Response

from api.answers import tagged
from api.pages.addresses import paper_path
from api.pages.rendering import show
from api.pages.views.paper import EXPORTS, Around, PaperView, paper_view
from api.pages.visits import Reading
from index.errors import RetrievalError
from paper_reader.errors import IndexUnavailable, ModelUnavailable
from paper_reader.library import Library
from paper_reader.types import NOTHING_READ, Paper

router = APIRouter()
PaperNumber = Annotated[int, Path(ge=1, le=10**15)]
Ending = Annotated[str, Path(pattern=f"^({'|'.join(EXPORTS)})$")]
NEIGHBOURS: Final = 8
NO_NEIGHBOURS: Final = "What is near it in meaning cannot be told now: the index or its model is not ready."


@router.get("/papers/{number}")
async def paper(visit: Reading, number: PaperNumber) -> Response:
    """Show a paper; a number that was given up for another's leads there."""
    found = await visit.run(visit.library.paper, str(number))
    if found.id != number:
        return RedirectResponse(paper_path(found.id), 303)
    view = await visit.run(_view, visit.library, number, has_reader=has_reader(visit.request))
    return await show(visit, "paper.html.jinja", view, title=found.title)


@router.get("/papers/{number}/export.{ending}")
async def export(visit: Reading, number: PaperNumber, ending: Ending) -> Response:
    """Give the paper as a file for other programs."""
    form, media_type = visit.library.export_suffixes()[ending]
    text = await visit.run(lambda: "".join(visit.library.export(form, [str(number)])))
    disposition = {"Content-Disposition": f'attachment; filename="paper-{number}.{ending}"'}
    return tagged(visit.request, text.encode(), media_type, headers=disposition)


def has_reader(request: Request) -> bool:
    """Whether full texts can be read on a page of this server."""
    return bool(request.app.state.has_reader)


def _view(library: Library, number: int, *, has_reader: bool) -> PaperView:
    details = library.details(str(number))
    similar, notes = _similar(library, number)
    on = library.lists_with(number)
    around = Around(
        similar=similar,
        references=library.references(str(number)),
        citations=library.citations(str(number)),
        lists=on,
        other_lists=[head for head in library.kept_lists() if head.slug not in {one.slug for one in on}],
        through=library.read_through(str(number)) if has_reader else NOTHING_READ,
        notes=notes,
    )
    return paper_view(details, around, library.roadmap, library.statuses(), has_reader=has_reader)


def _similar(library: Library, number: int) -> tuple[list[Paper], tuple[str, ...]]:
    try:
        found = library.similar(str(number), limit=NEIGHBOURS)
    except (IndexUnavailable, ModelUnavailable, RetrievalError):
        return [], (NO_NEIGHBOURS,)
    return [hit.paper for hit in found.hits], found.notes
