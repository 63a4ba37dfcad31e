"""`/status`: how library, index and sources stand, the settings that hold, and the tokens there are."""

from __future__ import annotations

from datetime import UTC, datetime

from fastapi import APIRouter
from starlette.responses import Response

from api.pages.rendering import show
from api.pages.views.status import StatusView, status_view
from api.pages.visits import Reading
from paper_reader.library import Library

router = APIRouter()


@router.get("/status")
async def status(visit: Reading) -> Response:
    """Show how things stand; `look=everything` has the doctor look first, which takes its time on a large library."""
    looks = visit.may_write and visit.request.query_params.get("look") == "everything"
    view = await visit.run(_view, visit.library, is_owner=visit.may_write, looks=looks)
    return await show(visit, "status.html.jinja", view, title="Status")


def _view(library: Library, *, is_owner: bool, looks: bool) -> StatusView:
    return status_view(
        library.status(),
        library.scholar_status(),
        now=datetime.now(UTC),
        examined=library.examine() if looks else None,
        settings=library.settings if is_owner else None,
        tokens=library.tokens() if is_owner else (),
    )
