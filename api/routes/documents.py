"""`/v1/papers/{id}/document`: a paper's full text, and what the reader marks and writes in it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from api.access import Asked, Reader, Writer
from api.answers import answer
from api.parameters import TEXT, IfNoneMatch, PaperId
from api.schemas.documents import (
    AnnotationText,
    DocumentForm,
    FinishedPassForm,
    FoundForm,
    HighlightToKeep,
    PassToKeep,
    PositionToKeep,
    SectionNoteToKeep,
    ThroughForm,
)
from api.schemas.problems import READING, WRITING
from paper_reader.json_forms import Json
from paper_reader.library import Library
from paper_reader.library.document_forms import found_form, paper_text_form, through_form
from paper_reader.types import Pass, ReadingThrough

router = APIRouter(prefix="/v1/papers/{id}/document", tags=["full texts"])
AnnotationId = Annotated[int, Path(description="The number of the note or highlight.", ge=1, le=10**15)]
PassNumber = Annotated[int, Path(description="Which pass.", ge=1, le=3, examples=[1])]
SectionName = Annotated[
    str | None,
    Query(
        description="Only this section with all that stands in it: its anchor, number or title.",
        min_length=1,
        max_length=300,
        pattern=TEXT,
        examples=["3.1"],
    ),
]


@router.get("", response_model=DocumentForm, responses=READING, summary="A paper's full text")
async def document(
    asked: Reader,
    id: PaperId,  # noqa: A002 - the name in the address
    section: SectionName = None,
    number: Annotated[int | None, Query(alias="pass", description="Only what this pass reads.", ge=1, le=3)] = None,
    key_sentences: Annotated[bool, Query(description="Also the sentences that say most.")] = True,
    if_none_match: IfNoneMatch = None,  # noqa: ARG001 - read by `answer`; here for the documentation
) -> Response:
    """Give outline, text, passes, links to the library and your notes.

    A text that is not here yet is asked of arXiv; where that takes long, the answer is 503 with `Retry-After`.
    """
    paper = await _number(asked, id)
    form = await asked.service.full_texts.run(
        paper, _form, asked.library, paper, section, Pass(number) if number else None, key_sentences
    )
    return answer(asked.request, form)


@router.get("/find", response_model=FoundForm, responses=READING, summary="Find words in a paper")
async def find(
    asked: Reader,
    id: PaperId,  # noqa: A002 - the name in the address
    q: Annotated[
        str, Query(description="The words.", min_length=1, max_length=300, pattern=TEXT, examples=["fine-tuning"])
    ],
    if_none_match: IfNoneMatch = None,  # noqa: ARG001 - read by `answer`; here for the documentation
) -> Response:
    """Give the places where these words stand, whatever their case, accents and hyphens."""
    paper = await _number(asked, id)
    places = await asked.service.full_texts.run(paper, asked.library.find_in, paper, q)
    return answer(asked.request, found_form(q, places))


@router.get("/notes", response_model=ThroughForm, responses=READING, summary="Your notes in a paper")
async def notes(
    asked: Reader,
    id: PaperId,  # noqa: A002 - the name in the address
    if_none_match: IfNoneMatch = None,  # noqa: ARG001 - read by `answer`; here for the documentation
) -> Response:
    """Give your notes beside sections, highlights, finished passes and your place; the text itself is not needed."""
    return answer(asked.request, through_form(await asked.run(asked.library.read_through, id)))


@router.post("/notes", response_model=ThroughForm, responses=WRITING, status_code=201, summary="Add a section note")
async def add_note(asked: Writer, id: PaperId, note: SectionNoteToKeep) -> Response:  # noqa: A002 - the name in the address
    """Keep a note beside a section."""
    paper = await _number(asked, id)
    call = asked.library.add_section_note
    return _through(asked, await asked.service.full_texts.run(paper, call, paper, note.section, note.text), status=201)


@router.post("/highlights", response_model=ThroughForm, responses=WRITING, status_code=201, summary="Mark a passage")
async def highlight(asked: Writer, id: PaperId, wanted: HighlightToKeep) -> Response:  # noqa: A002 - the name in the address
    """Mark a passage, with a remark or none. It is kept by its words and found again when the text is read anew."""
    paper = await _number(asked, id)
    read = await asked.service.full_texts.run(
        paper, asked.library.highlight, paper, wanted.quote, anchor=wanted.anchor, text=wanted.text
    )
    return _through(asked, read, status=201)


@router.put("/notes/{note_id}", response_model=ThroughForm, responses=WRITING, summary="Change a note or remark")
async def change(asked: Writer, id: PaperId, note_id: AnnotationId, wanted: AnnotationText) -> Response:  # noqa: A002 - likewise
    """Give a section note, or the remark at a highlight, another text."""
    return _through(asked, await asked.run(asked.library.change_annotation, id, note_id, wanted.text))


@router.delete(
    "/notes/{note_id}", response_model=ThroughForm, responses=WRITING, summary="Take a note or highlight away"
)
async def remove(asked: Writer, id: PaperId, note_id: AnnotationId) -> Response:  # noqa: A002 - likewise
    """Take a section note or a highlight away; the answer has those that are left."""
    return _through(asked, await asked.run(asked.library.remove_annotation, id, note_id))


@router.put("/position", response_model=ThroughForm, responses=WRITING, summary="Keep your place")
async def position(asked: Writer, id: PaperId, wanted: PositionToKeep) -> Response:  # noqa: A002 - the name in the address
    """Keep where you are; a paper that was to be read is marked as being read."""
    paper = await _number(asked, id)
    return _through(asked, await asked.service.full_texts.run(paper, asked.library.set_position, paper, wanted.place))


@router.put("/passes/{number}", response_model=FinishedPassForm, responses=WRITING, summary="Finish a pass")
async def finish(asked: Writer, id: PaperId, number: PassNumber, wanted: PassToKeep) -> Response:  # noqa: A002 - likewise
    """Note that a pass is finished, or not; after the third, `offer` says that the paper could be marked as read."""
    paper, offers_read = await asked.run(asked.library.finish_pass, id, Pass(number), done=wanted.done)
    read = await asked.run(asked.library.read_through, str(paper.id))
    form: dict[str, Json] = through_form(read) | {"offer": "read" if offers_read else None}
    return answer(asked.request, form)


async def _number(asked: Asked, reference: str) -> str:
    """The paper's number: texts are kept apart by it, and only papers of the library are asked for."""
    return str((await asked.run(asked.library.paper, reference)).id)


def _form(
    library: Library, paper: str, section: str | None, number: Pass | None, key_sentences: bool
) -> dict[str, Json]:
    text = library.read(paper, with_key_sentences=key_sentences)
    return paper_text_form(text, library.chosen_sections(text, section=section, number=number))


def _through(asked: Asked, read: ReadingThrough, *, status: int = 200) -> Response:
    return answer(asked.request, through_form(read), status=status)
