"""`/v1/papers/{id}/reading` and `/v1/reading`: how far the reader is, and the reader's notes."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from api.access import Asked, Reader, Writer
from api.answers import answer
from api.paging import page_of, question_of, read_cursor
from api.parameters import IfNoneMatch, Limit, PageCursor, PaperId
from api.schemas.papers import NoteToKeep, ReadingForm, ReadingPage, ReadingToKeep
from api.schemas.problems import READING, WRITING
from paper_reader.json_forms import Json
from paper_reader.library.forms import reading_form
from paper_reader.types import ReadingStatus

router = APIRouter(prefix="/v1", tags=["reading"])
MOST_MARKS = 1_000_000
NoteId = Annotated[int, Path(description="The note's number.", ge=1, le=10**15)]


@router.get("/reading", response_model=ReadingPage, responses=READING, summary="All marked papers")
async def marked(
    asked: Reader,
    status: Annotated[ReadingStatus | None, Query(description="Only papers marked so.")] = None,
    limit: Limit = 20,
    cursor: PageCursor = None,
    if_none_match: IfNoneMatch = None,  # noqa: ARG001 - read by `answer`; here for the documentation
) -> Response:
    """Give the marked papers with your notes, the latest mark first."""
    question = question_of("reading", status)
    offset = read_cursor(cursor, question, most=MOST_MARKS)
    found = await asked.run(asked.library.marked, status)
    states, following = page_of(found, offset, limit, question)
    form: dict[str, Json] = {
        "items": [reading_form(state) for state in states],
        "total": len(found),
        "next_cursor": following,
    }
    return answer(asked.request, form)


@router.get("/papers/{id}/reading", response_model=ReadingForm, responses=READING, summary="How far you are")
async def reading(
    asked: Reader,
    id: PaperId,  # noqa: A002 - the name in the address
    if_none_match: IfNoneMatch = None,  # noqa: ARG001 - read by `answer`; here for the documentation
) -> Response:
    """Give your mark on a paper and your notes."""
    return await _state(asked, id)


@router.put("/papers/{id}/reading", response_model=ReadingForm, responses=WRITING, summary="Mark a paper")
async def mark(asked: Writer, id: PaperId, wanted: ReadingToKeep) -> Response:  # noqa: A002 - the name in the address
    """Mark a paper, or take the mark away; a note in the request is added to those that are there."""
    await asked.run(asked.library.mark, id, wanted.status)
    if wanted.note is not None:
        await asked.run(asked.library.add_note, id, wanted.note)
    return await _state(asked, id)


@router.post(
    "/papers/{id}/reading/notes", response_model=ReadingForm, responses=WRITING, status_code=201, summary="Add a note"
)
async def add_note(asked: Writer, id: PaperId, note: NoteToKeep) -> Response:  # noqa: A002 - the name in the address
    """Add a note to a paper."""
    await asked.run(asked.library.add_note, id, note.text)
    return await _state(asked, id, status=201)


@router.put(
    "/papers/{id}/reading/notes/{note_id}", response_model=ReadingForm, responses=WRITING, summary="Change a note"
)
async def change_note(asked: Writer, id: PaperId, note_id: NoteId, note: NoteToKeep) -> Response:  # noqa: A002 - likewise
    """Give a note another text."""
    await asked.run(asked.library.change_note, id, note_id, note.text)
    return await _state(asked, id)


@router.delete(
    "/papers/{id}/reading/notes/{note_id}", response_model=ReadingForm, responses=WRITING, summary="Take a note away"
)
async def remove_note(asked: Writer, id: PaperId, note_id: NoteId) -> Response:  # noqa: A002 - the name in the address
    """Take a note away; the answer has those that are left."""
    await asked.run(asked.library.remove_note, id, note_id)
    return await _state(asked, id)


async def _state(asked: Asked, reference: str, *, status: int = 200) -> Response:
    state = await asked.run(asked.library.reading_state, reference)
    return answer(asked.request, reading_form(state), status=status)
