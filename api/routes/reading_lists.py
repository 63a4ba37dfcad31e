"""`/v1/reading-lists`: lists that the reader keeps, as JSON and in every form of export. `/v1/shared`: by link."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import msgspec
from fastapi import APIRouter, Path
from starlette.convertors import StringConvertor, register_url_convertor
from starlette.responses import Response

from api.access import Anyone, Asked, Reader, Writer
from api.answers import JSON, answer, tagged
from api.feeds.atom import MEDIA_TYPE as ATOM
from api.feeds.atom import write_feed
from api.feeds.making import list_feed
from api.paging import page_of, question_of, read_cursor
from api.parameters import IfNoneMatch, Limit, ListSlug, PageCursor
from api.problems import Problem
from api.schemas.problems import READING, WRITING, Responses
from api.schemas.reading_lists import KeptListForm, KeptListPage, ListName, ListOrder, ListToMake, ShareForm
from paper_reader.json_forms import Json
from paper_reader.library.forms import kept_list_form, list_head_form
from paper_reader.library.shelf import as_reading_list
from paper_reader.types import KeptList


class Undotted(StringConvertor):
    """A part of an address without a dot, so that the file `name.md` is not taken for the list `name.md`."""

    regex = "[^/.]+"


register_url_convertor("undotted", Undotted())
router = APIRouter(prefix="/v1", tags=["reading lists"])
MOST_LISTS = 100_000
ENDINGS = {"md": "text/markdown", "bib": "application/x-bibtex", "ris": "application/x-research-info-systems"}
ENDINGS |= {"json": JSON, "csv": "text/csv", "html": "text/html"}
Ending = Annotated[str, Path(description="Which form: " + ", ".join(ENDINGS), pattern=f"^({'|'.join(ENDINGS)})$")]
WRITTEN: Responses = {200: {"content": {kind: {} for kind in ENDINGS.values()}, "description": "The list as a file."}}
ShareToken = Annotated[str, Path(description="From the link.", pattern="^[A-Za-z0-9_-]{20,60}$")]


@router.post(
    "/reading-lists", response_model=KeptListForm, responses=WRITING, status_code=201, summary="Make a reading list"
)
async def make(asked: Writer, wanted: ListToMake) -> Response:
    """Keep the must-reads of a topic, chosen papers, or both, as a list of your own."""
    kept = await asked.run(_make, asked, wanted)
    where = {"Location": f"/v1/reading-lists/{kept.head.slug}"}
    return answer(asked.request, kept_list_form(kept), status=201, headers=where)


@router.get("/reading-lists", response_model=KeptListPage, responses=READING, summary="Your reading lists")
async def lists(
    asked: Reader,
    limit: Limit = 20,
    cursor: PageCursor = None,
    if_none_match: IfNoneMatch = None,  # noqa: ARG001 - read by `answer`; here for the documentation
) -> Response:
    """Give the lists that you keep, the one that changed last first."""
    question = question_of("reading-lists")
    offset = read_cursor(cursor, question, most=MOST_LISTS)
    found = await asked.run(asked.library.kept_lists)
    heads, following = page_of(found, offset, limit, question)
    form: dict[str, Json] = {
        "items": [list_head_form(head) for head in heads],
        "total": len(found),
        "next_cursor": following,
    }
    return answer(asked.request, form)


@router.get(
    "/reading-lists/{slug}/feed.atom",
    response_class=Response,
    responses=READING | {200: {"content": {ATOM: {}}, "description": "An Atom feed."}},
    summary="A list as a feed",
)
async def feed(
    asked: Reader,
    slug: ListSlug,
    if_none_match: IfNoneMatch = None,  # noqa: ARG001 - read by `tagged`; here for the documentation
) -> Response:
    """Give a kept list as an Atom feed."""
    found = await asked.run(list_feed, asked.library, slug, str(asked.request.base_url))
    return tagged(asked.request, write_feed(found), ATOM)


@router.get(
    "/reading-lists/{slug}.{ending}",
    response_class=Response,
    responses=READING | WRITTEN,
    summary="A list as a file",
)
async def written(
    asked: Reader,
    slug: ListSlug,
    ending: Ending,
    if_none_match: IfNoneMatch = None,  # noqa: ARG001 - read by `tagged`; here for the documentation
) -> Response:
    """Give a kept list in a form for other programs."""
    kept = await asked.run(asked.library.kept_list, slug)
    return await list_file(asked, kept, ending)


@router.get("/reading-lists/{slug:undotted}", response_model=KeptListForm, responses=READING, summary="A reading list")
async def kept_list(
    asked: Reader,
    slug: ListSlug,
    if_none_match: IfNoneMatch = None,  # noqa: ARG001 - read by `answer`; here for the documentation
) -> Response:
    """Give a kept list in your order, with how far you are."""
    return answer(asked.request, kept_list_form(await asked.run(asked.library.kept_list, slug)))


@router.put("/reading-lists/{slug}/items", response_model=KeptListForm, responses=WRITING, summary="Order a list")
async def arrange(asked: Writer, slug: ListSlug, wanted: ListOrder) -> Response:
    """Give a list these papers in this order: others come in, those left out go."""
    kept = await asked.run(asked.library.arrange_list, slug, [str(one) for one in wanted.papers])
    return answer(asked.request, kept_list_form(kept))


@router.patch("/reading-lists/{slug:undotted}", response_model=KeptListForm, responses=WRITING, summary="Rename a list")
async def rename(asked: Writer, slug: ListSlug, wanted: ListName) -> Response:
    """Give a list another name; its address stays."""
    return answer(asked.request, kept_list_form(await asked.run(asked.library.rename_list, slug, wanted.name)))


@router.delete("/reading-lists/{slug:undotted}", responses=WRITING, status_code=204, summary="Give up a list")
async def remove(asked: Writer, slug: ListSlug) -> Response:
    """Give up a list; its papers, marks and notes stay."""
    await asked.run(asked.library.remove_list, slug)
    return Response(status_code=204)


@router.put("/reading-lists/{slug}/share", response_model=ShareForm, responses=WRITING, summary="Share a list")
async def share(asked: Writer, slug: ListSlug) -> Response:
    """Make a link that opens this list, and nothing else, to whoever has it. A link that is there stays."""
    head = await asked.run(asked.library.share_list, slug, shared=True)
    return answer(asked.request, {"path": f"/v1/shared/{head.share_token}", "token": head.share_token})


@router.delete("/reading-lists/{slug}/share", responses=WRITING, status_code=204, summary="Take a link back")
async def unshare(asked: Writer, slug: ListSlug) -> Response:
    """Take the link back; whoever has it sees nothing more."""
    await asked.run(asked.library.share_list, slug, shared=False)
    return Response(status_code=204)


@router.get("/shared/{token}", response_model=KeptListForm, responses=READING, summary="A shared list")
async def shared(
    asked: Anyone,
    token: ShareToken,
    if_none_match: IfNoneMatch = None,  # noqa: ARG001 - read by `answer`; here for the documentation
) -> Response:
    """Give the list that a link opens; the link is all that is needed."""
    kept = await asked.run(asked.library.shared_list, token)
    # How far the owner is stays the owner's.
    form = kept_list_form(replace(kept, items=tuple(replace(item, status=None) for item in kept.items)))
    return answer(asked.request, form)


async def list_file(asked: Asked, kept: KeptList, ending: str) -> Response:
    """Give a list as a file of one of the `ENDINGS`."""
    disposition = {"Content-Disposition": f'attachment; filename="{kept.head.slug}.{ending}"'}
    if ending == "json":
        return tagged(asked.request, msgspec.json.encode(kept_list_form(kept)), JSON, headers=disposition)
    forms = asked.library.export_suffixes()
    if ending not in forms:
        raise Problem("not-found", f"lists are not written as .{ending}; there are .json, .{', .'.join(forms)}")
    name, media_type = forms[ending]
    text = await asked.run(asked.library.written, as_reading_list(kept), name)
    return tagged(asked.request, text.encode(), media_type, headers=disposition)


def _make(asked: Asked, wanted: ListToMake) -> KeptList:
    references = [str(one) for one in wanted.papers]
    if wanted.topic is None:
        return asked.library.keep_papers(wanted.name, references)
    for reference in references:
        asked.library.paper(reference)  # nothing is kept where one of them is missing
    made = asked.library.reading_list(wanted.topic, size=wanted.size)
    kept = asked.library.keep_list(wanted.name, made)
    if not references:
        return kept
    return asked.library.arrange_list(kept.head.slug, [*(str(item.paper.id) for item in kept.items), *references])
