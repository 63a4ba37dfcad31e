"""What the forms of `/lists` change: a list made, its papers, their order, its name, its link."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final
from urllib.parse import quote

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from api.pages.addresses import list_path
from api.pages.visits import Sent, Writing, back_to
from api.parameters import ListSlug
from api.problems import Problem
from paper_reader.errors import PaperNotFound
from paper_reader.library import Library
from paper_reader.types import KeptList

router = APIRouter()
MOST_LETTERS: Final = 300
MOST_PAPERS, USUAL_PAPERS = 100, 20


@router.post("/lists")
async def make(sent: Writing) -> Response:
    """Make a list: of a topic's must-reads where one is named, else without papers."""
    name = _line(sent, "name")
    topic = sent.field("topic").strip() or sent.field("other").strip()
    size = sent.field("size", str(USUAL_PAPERS))
    if not size.isdecimal() or not 1 <= int(size) <= MOST_PAPERS:
        raise Problem("invalid", f"a list is made of 1 to {MOST_PAPERS} must-reads")
    kept = await sent.visit.run(_made, sent.visit.library, name or topic, topic, int(size))
    return RedirectResponse(list_path(kept.head.slug), 303)


@router.post("/lists/{slug}/add")
async def add(sent: Writing, slug: ListSlug) -> Response:
    """Put a paper on the list; words that name none are looked for instead."""
    asked = _line(sent, "paper")
    try:
        await sent.visit.run(_changed, sent.visit.library, slug, lambda ids: [*ids, asked])
    except PaperNotFound:
        return RedirectResponse(f"{list_path(slug)}?find={quote(asked)}#adding", 303)
    return back_to(sent, list_path(slug))


@router.post("/lists/{slug}/items")
async def move_or_remove(sent: Writing, slug: ListSlug) -> Response:
    """Move a paper by one place, or take it off: the field `act` says what, `paper` which."""
    paper, act = sent.field("paper"), sent.field("act")
    changes = {"up": -1, "down": 1, "remove": 0}
    if act not in changes:
        raise Problem("invalid", "a paper on a list goes up, down, or off it")
    await sent.visit.run(_changed, sent.visit.library, slug, lambda ids: moved(ids, paper, changes[act]))
    return back_to(sent, list_path(slug))


@router.post("/lists/{slug}/order")
async def order(sent: Writing, slug: ListSlug) -> Response:
    """Give the papers the order that they were dragged into; one that was added meanwhile stays, at the end."""
    wanted = sent.all_of("paper")
    await sent.visit.run(_changed, sent.visit.library, slug, lambda ids: ordered(ids, wanted))
    return back_to(sent, list_path(slug))


@router.post("/lists/{slug}/name")
async def rename(sent: Writing, slug: ListSlug) -> Response:
    """Give the list another name; its address stays."""
    await sent.visit.run(sent.visit.library.rename_list, slug, _line(sent, "name"))
    return back_to(sent, list_path(slug))


@router.post("/lists/{slug}/share")
async def share(sent: Writing, slug: ListSlug) -> Response:
    """Make a link that shows this list to whoever has it, or take it back."""
    await sent.visit.run(sent.visit.library.share_list, slug, shared=sent.field("shared") == "yes")
    return back_to(sent, list_path(slug))


@router.post("/lists/{slug}/remove")
async def remove(sent: Writing, slug: ListSlug) -> Response:
    """Give up the list; its papers, marks and notes stay."""
    await sent.visit.run(sent.visit.library.remove_list, slug)
    return RedirectResponse("/lists", 303)


def moved(ids: Sequence[str], paper: str, by: int) -> list[str]:
    """The papers with one of them a place further up or down; `by` 0 takes it off, one not there is no error."""
    if paper not in ids:
        return list(ids)
    at = list(ids).index(paper)
    rest = [one for one in ids if one != paper]
    if by == 0:
        return rest
    place = min(max(at + by, 0), len(rest))
    return [*rest[:place], paper, *rest[place:]]


def ordered(ids: Sequence[str], wanted: Sequence[str]) -> list[str]:
    """The papers in the order wanted; what is not wanted stays at the end, what is not there does not come in."""
    known = set(ids)
    first = [one for one in dict.fromkeys(wanted) if one in known]
    return [*first, *(one for one in ids if one not in set(first))]


def _made(library: Library, name: str, topic: str, size: int) -> KeptList:
    if not topic:
        return library.keep_papers(name, [])
    return library.keep_list(name, library.reading_list(topic, size=size))


def _changed(library: Library, slug: str, change: Callable[[Sequence[str]], Sequence[str]]) -> KeptList:
    ids = [str(item.paper.id) for item in library.kept_list(slug).items]
    return library.arrange_list(slug, change(ids))


def _line(sent: Sent, name: str) -> str:
    text = " ".join(sent.field(name).split())
    if len(text) > MOST_LETTERS:
        raise Problem("invalid", f"“{name}” is too long: at most {MOST_LETTERS} letters")
    return text
