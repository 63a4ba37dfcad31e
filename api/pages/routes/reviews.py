"""`/reviews`: literature reviews, one with its account, its papers, and its files."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Path
from starlette.responses import Response

from api.answers import tagged
from api.pages.rendering import show
from api.pages.views.reviews import FORMS, OUTCOMES, REPORTS, ReviewPage, review_page, reviews_view
from api.pages.visits import Reading
from api.problems import Problem
from paper_reader.library import Library

router = APIRouter()
ReviewName = Annotated[str, Path(pattern=r"^[\w][\w.-]{0,79}$")]
EXPORT_TYPES: Final = {
    "csv": ("csv", "text/csv; charset=utf-8"),
    "xlsx": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "jsonl": ("jsonl", "application/jsonl"),
    "bibtex": ("bib", "application/x-bibtex"),
    "ris": ("ris", "application/x-research-info-systems"),
}


@router.get("/reviews")
async def reviews(visit: Reading) -> Response:
    """Show all reviews, and a form for a new one."""
    view = reviews_view(await visit.run(visit.library.reviews))
    return await show(visit, "reviews.html.jinja", view, title="Literature reviews")


@router.get("/reviews/{name}")
async def review(visit: Reading, name: ReviewName, outcome: str = "") -> Response:
    """Show one review; `outcome` names the papers to show."""
    if outcome and outcome not in OUTCOMES:
        raise Problem("invalid", f"an outcome is one of {', '.join(OUTCOMES)}")
    view = await visit.run(_page, visit.library, name, outcome)
    return await show(visit, "review.html.jinja", view, title=view.name)


@router.get("/reviews/{name}/export/{form}")
async def export(
    visit: Reading, name: ReviewName, form: Annotated[str, Path(pattern=f"^({'|'.join(FORMS)})$")]
) -> Response:
    """Give all papers of a review with their decisions as a file."""
    ending, media_type = EXPORT_TYPES[form]
    body = await visit.run(_exported, visit.library, name, form)
    return _file(visit, body, f"{name}.{ending}", media_type)


@router.get("/reviews/{name}/report.{ending}")
async def report(
    visit: Reading, name: ReviewName, ending: Annotated[str, Path(pattern=f"^({'|'.join(REPORTS)})$")]
) -> Response:
    """Give the account of a review as a file."""
    kinds = {"html": "text/html; charset=utf-8", "md": "text/markdown; charset=utf-8", "svg": "image/svg+xml"}
    body = await visit.run(_reported, visit.library, name, ending)
    return _file(visit, body.encode(), f"{name}.{ending}", kinds[ending])


def _page(library: Library, name: str, outcome: str) -> ReviewPage:
    return review_page(library.review_report(name), library.review_papers(name), outcome)


def _exported(library: Library, name: str, form: str) -> bytes:
    made = library.review_export(name, form)
    return made if isinstance(made, bytes) else "".join(made).encode()


def _reported(library: Library, name: str, ending: str) -> str:
    from paper_reader.reviews.diagram import flow_svg
    from paper_reader.reviews.documents import html, markdown

    made = library.review_report(name)
    if ending == "svg":
        return flow_svg(made.flow, f"PRISMA 2020 flow diagram of {name}")
    return html(made) if ending == "html" else markdown(made)


def _file(visit: Reading, body: bytes, name: str, media_type: str) -> Response:
    # Not all letters of a review's name may stand in a header.
    plain = name.encode("ascii", "replace").decode().replace("?", "_")
    return tagged(visit.request, body, media_type, headers={"Content-Disposition": f'attachment; filename="{plain}"'})
