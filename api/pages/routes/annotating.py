"""What the reader makes of a paper on its page: marks, notes, places on lists."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Path
from starlette.responses import Response

from api.pages.addresses import paper_path
from api.pages.routes.papers import PaperNumber
from api.pages.visits import Writing, back_to
from api.problems import Problem
from api.schemas.papers import MOST_NOTE_LETTERS
from paper_reader.library import Library
from paper_reader.types import ReadingStatus

router = APIRouter()
NoteNumber = Annotated[int, Path(ge=1, le=10**15)]
STATUSES: Final = {status.value: status for status in ReadingStatus}


@router.post("/papers/{number}/mark")
async def mark(number: PaperNumber, sent: Writing) -> Response:
    """Mark a paper; an empty mark takes it away."""
    wanted = sent.field("status")
    if wanted and wanted not in STATUSES:
        raise Problem("invalid", f"a mark is one of {', '.join(STATUSES)}")
    await sent.visit.run(sent.visit.library.mark, str(number), STATUSES.get(wanted))
    return back_to(sent, paper_path(number))


@router.post("/papers/{number}/notes")
async def add_note(number: PaperNumber, sent: Writing) -> Response:
    """Add a note."""
    await sent.visit.run(sent.visit.library.add_note, str(number), _text(sent))
    return back_to(sent, paper_path(number))


@router.post("/papers/{number}/notes/{note}")
async def change_note(number: PaperNumber, note: NoteNumber, sent: Writing) -> Response:
    """Give a note another text."""
    await sent.visit.run(sent.visit.library.change_note, str(number), note, _text(sent))
    return back_to(sent, paper_path(number))


@router.post("/papers/{number}/notes/{note}/remove")
async def remove_note(number: PaperNumber, note: NoteNumber, sent: Writing) -> Response:
    """Take a note away."""
    await sent.visit.run(sent.visit.library.remove_note, str(number), note)
    return back_to(sent, paper_path(number))


@router.post("/papers/{number}/lists")
async def put_on_list(number: PaperNumber, sent: Writing) -> Response:
    """Put a paper at the end of one of the reader's lists, or on a new one."""
    await sent.visit.run(_put_on_list, sent.visit.library, number, sent.field("list"), sent.field("name").strip()[:200])
    return back_to(sent, paper_path(number))


def _put_on_list(library: Library, number: int, slug: str, name: str) -> None:
    if name:
        library.keep_papers(name, [str(number)])
    elif slug:
        kept = library.kept_list(slug)
        library.arrange_list(slug, [*(str(item.paper.id) for item in kept.items), str(number)])
    else:
        raise Problem("invalid", "choose a list, or name a new one")


def _text(sent: Writing) -> str:
    """The note as it was written; browsers end lines with CR LF."""
    text = sent.field("text").replace("\r\n", "\n")
    if len(text) > MOST_NOTE_LETTERS or "\x00" in text:
        raise Problem("invalid", f"a note has at most {MOST_NOTE_LETTERS:,} letters")
    return text
