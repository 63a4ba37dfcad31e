"""`/v1/refresh`: begin a refresh; `/v1/refresh/runs`: what was collected and imported, and how it ended."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from api.access import Reader, Writer
from api.answers import answer
from api.paging import page_of, question_of, read_cursor
from api.parameters import IfNoneMatch, Limit, PageCursor
from api.schemas.problems import READING, WRITING
from api.schemas.server import RefreshBegun, RefreshToBegin, RunPage
from paper_reader.json_forms import run_form

router = APIRouter(prefix="/v1/refresh", tags=["refresh"])
MOST_RUNS = 10_000
_OF_THIS_MACHINE = frozenset({"rejects_path"})


@router.post("", response_model=RefreshBegun, responses=WRITING, status_code=202, summary="Begin a refresh")
async def begin(asked: Writer, wanted: RefreshToBegin | None = None) -> Response:
    """Begin to bring in what is new for everything that is followed; `runs` tells how it ended. One at a time."""
    topics, since = (wanted.topics, wanted.since) if wanted else ((), None)
    started = await asked.run(asked.service.refreshing.start, tuple(topics), since)
    form = {"status": "running", "started_at": started.isoformat()}
    return answer(asked.request, form, status=202, headers={"Location": "/v1/refresh/runs"})


@router.get("/runs", response_model=RunPage, responses=READING, summary="What ran, and how it ended")
async def runs(
    asked: Reader,
    limit: Limit = 20,
    cursor: PageCursor = None,
    if_none_match: IfNoneMatch = None,  # noqa: ARG001 - read by `answer`; here for the documentation
) -> Response:
    """Give the latest harvests, imports and refreshes, newest first."""
    question = question_of("runs")
    offset = read_cursor(cursor, question, most=MOST_RUNS)
    found = await asked.run(asked.library.runs, MOST_RUNS)
    page, following = page_of(found, offset, limit, question)
    forms = [{key: value for key, value in run_form(run).items() if key not in _OF_THIS_MACHINE} for run in page]
    return answer(asked.request, {"items": forms, "total": len(found), "next_cursor": following})
