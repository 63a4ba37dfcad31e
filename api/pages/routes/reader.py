"""`/read/{id}`: a paper's full text in three passes, with what the reader marks and writes in it.

Looking at a page asks nobody: a text that is not here yet is fetched by a form. All that needs a text runs on the
threads for full texts, so that nobody else waits for arXiv.
"""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Path
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.full_texts import FullTexts
from api.pages.addresses import read_path
from api.pages.asking import number, words
from api.pages.rendering import show
from api.pages.views.reader import AbsentView, ReaderView, absent_view, reader_view
from api.pages.visits import Reading, Sent, Visit, Writing, back_to
from api.problems import Problem
from api.schemas.documents import MOST_NOTE_LETTERS
from paper_reader.errors import DocumentError, DocumentUnavailable, SourceError
from paper_reader.library import Library
from paper_reader.types import Paper, Pass

router = APIRouter(prefix="/read")
PaperNumber = Annotated[int, Path(ge=1, le=10**15)]
PassNumber = Annotated[int, Path(ge=1, le=3)]
AnnotationNumber = Annotated[int, Path(ge=1, le=10**15)]
ON_ITS_WAY: Final = "being-fetched"


@router.get("/{paper_number}")
async def read(visit: Reading, paper_number: PaperNumber) -> Response:
    """Show a paper's text, or how to get it."""
    paper = await visit.run(visit.library.paper, str(paper_number))
    if paper.id != paper_number:
        return RedirectResponse(read_path(paper.id), 303)
    texts = _texts(visit)
    view = await texts.run_here(_view, visit.library, paper, visit.request)
    if view is None:
        view = _absent(texts, paper)
    template = "reader-absent.html.jinja" if isinstance(view, AbsentView) else "reader.html.jinja"
    return await show(visit, template, view, title=paper.title)


@router.post("/{paper_number}/fetch")
async def fetch(sent: Writing, paper_number: PaperNumber) -> Response:
    """Get a paper's text from arXiv, or get it anew.

    Where that takes long, the page says that it is on its way; where there was no text before, also what went wrong.
    """
    name, anew = await _name(sent, paper_number), sent.field("anew") == "1"
    try:
        await _texts(sent.visit).fetch(name, anew=anew)
    except Problem as problem:
        if problem.kind != ON_ITS_WAY:
            raise
    except (DocumentError, SourceError):
        if anew:  # the page would show the text that is there
            raise
    return back_to(sent, read_path(paper_number))


@router.post("/{paper_number}/notes")
async def write(sent: Writing, paper_number: PaperNumber) -> Response:
    """Keep a note on a section, or a highlight where there is a quote."""
    text, quote = _note(sent), sent.field("quote").strip()
    name, texts, library = await _name(sent, paper_number), _texts(sent.visit), sent.visit.library
    if quote:
        await texts.run(name, library.highlight, name, quote, anchor=sent.field("anchor") or None, text=text)
    else:
        await texts.run(name, library.add_section_note, name, sent.field("section"), text)
    return back_to(sent, read_path(paper_number))


@router.post("/{paper_number}/notes/{annotation}")
async def rewrite(sent: Writing, paper_number: PaperNumber, annotation: AnnotationNumber) -> Response:
    """Change what was written, or take it away."""
    library, name = sent.visit.library, str(paper_number)
    if sent.field("remove") == "1":
        await sent.visit.run(library.remove_annotation, name, annotation)
    else:
        await sent.visit.run(library.change_annotation, name, annotation, _note(sent))
    return back_to(sent, read_path(paper_number))


@router.post("/{paper_number}/passes/{pass_number}")
async def finish(sent: Writing, paper_number: PaperNumber, pass_number: PassNumber) -> Response:
    """A pass is finished, or is not."""
    done = sent.field("done") == "1"
    library = sent.visit.library
    await sent.visit.run(lambda: library.finish_pass(str(paper_number), Pass(pass_number), done=done))
    return back_to(sent, read_path(paper_number))


@router.post("/{paper_number}/position")
async def stop(sent: Writing, paper_number: PaperNumber) -> Response:
    """Note where the reader is; sent by the page while it is read."""
    place = sent.field("place")
    if not 0 < len(place) <= 200:
        raise Problem("invalid", "say the place: an anchor of the text")
    name = await _name(sent, paper_number)
    await _texts(sent.visit).run(name, sent.visit.library.set_position, name, place)
    return back_to(sent, read_path(paper_number))


def _texts(visit: Visit) -> FullTexts:
    return visit.asked.service.full_texts


async def _name(sent: Sent, paper_number: int) -> str:
    """The paper's number as it is now: texts are kept apart by it."""
    return str((await sent.visit.run(sent.visit.library.paper, str(paper_number))).id)


def _absent(texts: FullTexts, paper: Paper) -> AbsentView:
    name = str(paper.id)
    return absent_view(paper, is_on_its_way=texts.is_under_way(name), failure=texts.failure(name))


def _view(library: Library, paper: Paper, request: Request) -> ReaderView | AbsentView | None:
    """The page of a paper whose text is here, or cannot be had; None where it could be fetched."""
    name, fields = str(paper.id), request.query_params
    try:
        if not library.has_full_text(name):
            return None
    except DocumentUnavailable as error:
        return absent_view(paper, why_not=str(error))
    with_key_sentences = fields.get("key") != "off"
    text = library.read(name, with_key_sentences=with_key_sentences)
    wanted = words(fields, "q")
    return reader_view(
        paper,
        text,
        Pass(number(fields, "pass", 1, 3) or text.next_pass),
        with_key_sentences=with_key_sentences,
        words=wanted,
        found=library.find_in(name, wanted) if wanted else None,
    )


def _note(sent: Sent) -> str:
    text = sent.field("text").replace("\r\n", "\n")
    if len(text) > MOST_NOTE_LETTERS or "\x00" in text:
        raise Problem("invalid", f"a note has at most {MOST_NOTE_LETTERS:,} letters")
    return text
