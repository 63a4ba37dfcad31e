"""`/papers/{id}`: all that is known of a paper, and what the reader makes of it."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Path
from starlette.responses import Response

from api.pages.addresses import paper_path
from api.pages.visits import Writing, back_to
from api.problems import Problem
from paper_reader.types import ReadingStatus

router = APIRouter()
PaperNumber = Annotated[int, Path(ge=1, le=10**15)]
STATUSES: Final = {status.value: status for status in ReadingStatus}


@router.post("/papers/{number}/mark")
async def mark(number: PaperNumber, sent: Writing) -> Response:
    """Mark a paper; an empty mark takes it away."""
    wanted = sent.field("status")
    if wanted and wanted not in STATUSES:
        raise Problem("invalid", f"a mark is one of {', '.join(STATUSES)}")
    await sent.visit.run(sent.visit.library.mark, str(number), STATUSES.get(wanted))
    return back_to(sent, paper_path(number))
