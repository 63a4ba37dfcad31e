"""What kind of papers a reading list is to hold: the wishes that HTTP and MCP share."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias, TypedDict

from fastapi import Depends, Query

from paper_reader.json_forms import Json, reading_list_form
from paper_reader.types import Level, ReadingList

LevelName: TypeAlias = Literal["start-here", "core", "advanced", "recent"]
Kind: TypeAlias = Literal["foundations", "recent"]
WithSignals = Annotated[
    bool, Query(description="Also the signals behind each paper's score, the unknown ones with null.")
]


class Wishes(TypedDict):
    """How `Library.reading_list` is told."""

    level: Level | None
    only_foundations: bool
    recent: bool


def wishes(level: LevelName | None, kind: Kind | None) -> Wishes:
    """The wishes as the library takes them. One kind at a time: work of the last years is no foundation."""
    return {
        "level": Level(level.replace("-", " ")) if level else None,
        "only_foundations": kind == "foundations",
        "recent": kind == "recent",
    }


def steering(
    level: Annotated[LevelName | None, Query(description="Only papers of this level.")] = None,
    only: Annotated[
        Kind | None, Query(description="Only what the topic is built on, or only work of the last years.")
    ] = None,
) -> Wishes:
    """Put the wishes of a request together."""
    return wishes(level, only)


Steered = Annotated[Wishes, Depends(steering)]


def list_form(made: ReadingList, *, signals: bool) -> dict[str, Json]:
    """A reading list for an answer; without signals those are empty."""
    form = reading_list_form(made)
    if signals:
        return form
    items: Any = form["items"]
    return form | {"items": [item | {"signals": {}} for item in items]}
