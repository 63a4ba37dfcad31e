"""The parameters that several routes share, each with its bounds."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Final

from fastapi import Depends, Header, Path, Query
from pydantic import BeforeValidator

from api.paging import CURSOR_PATTERN
from paper_reader.types import SearchFilter

_CONTROL: Final = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f"
_BLANK: Final = r"\s\x00-\x20\x7f-\xa0\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff"
TEXT: Final = rf"^[^{_CONTROL}]*[^{_BLANK}][^{_CONTROL}]*$"  # something to see in it, and nothing that commands
SLUG: Final = r"^[a-z0-9][a-z0-9-]{0,79}$"
CATEGORY: Final = r"^[A-Za-z][A-Za-z-]{0,30}(\.[A-Za-z-]{1,30})?$"
SOURCE: Final = r"^[a-z0-9][a-z0-9-]{0,40}$"
EARLIEST_YEAR, LATEST_YEAR = 1000, 2200


def _as_written(value: object) -> object:
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        return value
    raise ValueError("a day is written as 2026-01-31")


Day = Annotated[date, BeforeValidator(_as_written)]  # pydantic alone takes numbers too, as seconds since 1970
PaperId = Annotated[
    str,
    Path(
        description="The paper's number in this library, its arXiv id, the id an imported file gave it, or its exact "
        "title. A DOI has a slash: ask `/v1/papers?reference=…` for those.",
        min_length=1,
        max_length=300,
        pattern=TEXT,
        examples=["12", "1706.03762"],
    ),
]
TopicSlug = Annotated[
    str, Path(description="The topic's short name.", pattern=SLUG, examples=["graph-neural-networks"])
]
ListSlug = Annotated[str, Path(description="The list's short name.", pattern=SLUG, examples=["my-first-papers"])]
SearchSlug = Annotated[str, Path(description="The search's short name.", pattern=SLUG, examples=["graph-transformers"])]
Limit = Annotated[int, Query(description="How many at most.", ge=1, le=100)]
PageCursor = Annotated[
    str | None,
    Query(description="`next_cursor` of the page before.", pattern=CURSOR_PATTERN),
]
IfNoneMatch = Annotated[
    str | None,
    Header(description="`ETag` of the answer that you have; if nothing has changed, the answer is 304 and empty."),
]


def limits(
    year_from: Annotated[int | None, Query(description="From this year on.", ge=EARLIEST_YEAR, le=LATEST_YEAR)] = None,
    year_to: Annotated[int | None, Query(description="Up to this year.", ge=EARLIEST_YEAR, le=LATEST_YEAR)] = None,
    category: Annotated[
        list[Annotated[str, Query(pattern=CATEGORY)]] | None,
        Query(description="Only these categories; `cs` takes `cs.LG` too.", max_length=20, examples=[["cs.LG"]]),
    ] = None,
    venue: Annotated[
        list[Annotated[str, Query(pattern=TEXT, max_length=200)]] | None,
        Query(description="Only papers of these journals or conferences.", max_length=20, examples=[["NeurIPS"]]),
    ] = None,
    source: Annotated[
        list[Annotated[str, Query(pattern=SOURCE)]] | None,
        Query(description="Only papers that these sources know.", max_length=20, examples=[["arxiv"]]),
    ] = None,
) -> SearchFilter:
    """Put the limits of a search together. Several values of one limit mean any of them."""
    return SearchFilter(
        year_from=year_from,
        year_to=year_to,
        categories=tuple(category or ()),
        venues=tuple(" ".join(one.split()) for one in venue or ()),
        sources=tuple(source or ()),
    )


Limits = Annotated[SearchFilter, Depends(limits)]
