"""`/v1/papers`: papers, what is near them, what they cite and who cites them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from api.access import Asked, Reader
from api.answers import answer
from api.paging import page_of, question_of, read_cursor
from api.parameters import TEXT, IfNoneMatch, Limit, Limits, PageCursor, PaperId
from api.schemas.papers import PaperDetailsForm, PaperPage
from api.schemas.problems import READING
from api.schemas.search import SearchForm
from paper_reader.errors import PaperNotFound
from paper_reader.json_forms import Json, details_form, paper_form, search_form
from paper_reader.types import Paper

router = APIRouter(prefix="/v1/papers", tags=["papers"])
MOST_NEIGHBOURS = 100_000


@router.get("", response_model=PaperPage, responses=READING, summary="The paper of this name")
async def named_papers(
    asked: Reader,
    reference: Annotated[
        str,
        Query(
            description="Number, arXiv id, DOI, address, imported id or exact title.",
            min_length=1,
            max_length=1000,
            pattern=TEXT,
            examples=["10.1038/nature14539"],
        ),
    ],
    if_none_match: IfNoneMatch = None,  # noqa: ARG001 - read by `answer`; here for the documentation
) -> Response:
    """Find the paper of this name; no item where the library does not have it."""
    try:
        found = [await asked.run(asked.library.paper, reference)]
    except PaperNotFound:
        found = []
    form: dict[str, Json] = {"items": [paper_form(paper) for paper in found], "total": len(found), "next_cursor": None}
    return answer(asked.request, form)


@router.get("/{id}", response_model=PaperDetailsForm, responses=READING, summary="All about a paper")
async def paper(
    asked: Reader,
    id: PaperId,  # noqa: A002 - the name in the address
    records: Annotated[bool, Query(description="Also what each source said of it, and why that is one paper.")] = False,
    if_none_match: IfNoneMatch = None,  # noqa: ARG001 - read by `answer`; here for the documentation
) -> Response:
    """Give everything known of one paper, with your mark and notes."""
    found = await asked.run(asked.library.details, id)
    return answer(asked.request, details_form(found, with_records=records))


@router.get("/{id}/similar", response_model=SearchForm, responses=READING, summary="Papers near in meaning")
async def similar(
    asked: Reader,
    id: PaperId,  # noqa: A002 - the name in the address
    only: Limits,
    limit: Limit = 10,
    if_none_match: IfNoneMatch = None,  # noqa: ARG001 - read by `answer`; here for the documentation
) -> Response:
    """Give the papers nearest in meaning to one."""
    found = await asked.run(asked.library.similar, id, limits=only, limit=limit)
    return answer(asked.request, search_form(found))


@router.get("/{id}/references", response_model=PaperPage, responses=READING, summary="What a paper cites")
async def references(
    asked: Reader,
    id: PaperId,  # noqa: A002 - the name in the address
    limit: Limit = 20,
    cursor: PageCursor = None,
    if_none_match: IfNoneMatch = None,  # noqa: ARG001 - read by `answer`; here for the documentation
) -> Response:
    """Give the papers of the library that this one cites, the most cited first."""
    question = question_of("references", id)
    offset = read_cursor(cursor, question, most=MOST_NEIGHBOURS)
    return _page(asked, await asked.run(asked.library.references, id), offset, limit, question)


@router.get("/{id}/citations", response_model=PaperPage, responses=READING, summary="Who cites a paper")
async def citations(
    asked: Reader,
    id: PaperId,  # noqa: A002 - the name in the address
    limit: Limit = 20,
    cursor: PageCursor = None,
    if_none_match: IfNoneMatch = None,  # noqa: ARG001 - read by `answer`; here for the documentation
) -> Response:
    """Give the papers of the library that cite this one, the most cited first."""
    question = question_of("citations", id)
    offset = read_cursor(cursor, question, most=MOST_NEIGHBOURS)
    return _page(asked, await asked.run(asked.library.citations, id), offset, limit, question)


def _page(asked: Asked, found: list[Paper], offset: int, limit: int, question: str) -> Response:
    papers, following = page_of(found, offset, limit, question)
    form: dict[str, Json] = {
        "items": [paper_form(paper) for paper in papers],
        "total": len(found),
        "next_cursor": following,
    }
    return answer(asked.request, form)
