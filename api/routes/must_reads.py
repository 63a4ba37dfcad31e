"""Must-reads: of a topic, on any text, and the way to one paper. Steered as the command is."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from api.access import Asked, Reader
from api.answers import answer
from api.parameters import TEXT, IfNoneMatch, Limit, Limits, TopicSlug
from api.schemas.problems import READING
from api.schemas.topics import ReadingListForm
from api.steering import Steered, WithSignals, list_form
from paper_reader.types import ReadingList

router = APIRouter(prefix="/v1", tags=["must-reads"])
MADE_AT = ("generated_at",)  # differs in each answer and says nothing new
PATH_SIZE = 8


@router.get(
    "/topics/{slug}/must-read", response_model=ReadingListForm, responses=READING, summary="A topic's must-reads"
)
async def must_read(
    asked: Reader,
    slug: TopicSlug,
    limits: Limits,
    steering: Steered,
    limit: Limit = 20,
    signals: WithSignals = True,
    if_none_match: IfNoneMatch = None,  # noqa: ARG001 - read by `answer`; here for the documentation
) -> Response:
    """Give what to read on a topic, in which order, and why; what you have read or skipped is left out."""
    found = await asked.run(asked.library.roadmap_topic, slug)
    made = await asked.run(asked.library.reading_list, found.slug, size=limit, limits=limits, **steering)
    return _answer(asked, made, signals=signals)


@router.get("/must-read", response_model=ReadingListForm, responses=READING, summary="Must-reads on any text")
async def must_read_on(
    asked: Reader,
    topic: Annotated[
        str,
        Query(
            description="A topic of the roadmap by any of its names, or any text.",
            min_length=1,
            max_length=1000,
            pattern=TEXT,
            examples=["protein structure prediction"],
        ),
    ],
    limits: Limits,
    steering: Steered,
    limit: Limit = 20,
    signals: WithSignals = True,
    if_none_match: IfNoneMatch = None,  # noqa: ARG001 - read by `answer`; here for the documentation
) -> Response:
    """Give what to read on any text, in which order, and why."""
    made = await asked.run(asked.library.reading_list, topic, size=limit, limits=limits, **steering)
    return _answer(asked, made, signals=signals)


@router.get("/paths", response_model=ReadingListForm, responses=READING, summary="The way to a paper")
async def path(
    asked: Reader,
    to: Annotated[
        str,
        Query(
            description="Where to: a paper's number, arXiv id, DOI, address, imported id or exact title.",
            min_length=1,
            max_length=1000,
            pattern=TEXT,
            examples=["1706.03762"],
        ),
    ],
    known: Annotated[
        list[Annotated[str, Query(min_length=1, max_length=300, pattern=TEXT)]] | None,
        Query(
            alias="from",
            description="What you know already: topics, papers or words. Papers that you marked read or known count "
            "without being named.",
            max_length=20,
            examples=[["linear-algebra-and-optimisation"]],
        ),
    ] = None,
    limit: Limit = PATH_SIZE,
    signals: WithSignals = True,
    if_none_match: IfNoneMatch = None,  # noqa: ARG001 - read by `answer`; here for the documentation
) -> Response:
    """Give what to read on the way to one paper, in order and with reasons; that paper comes last."""
    made = await asked.run(asked.library.path, to, known=tuple(known or ()), size=limit)
    return _answer(asked, made, signals=signals)


def _answer(asked: Asked, made: ReadingList, *, signals: bool) -> Response:
    return answer(asked.request, list_form(made, signals=signals), changing=MADE_AT)
