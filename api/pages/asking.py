"""Reads what a page's GET form asks. An empty field is none: browsers send those too. Pure.

Raises the problem `invalid` for what no form of ours would send.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeVar
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from api.parameters import CATEGORY, EARLIEST_YEAR, LATEST_YEAR, SOURCE, TEXT
from api.problems import Problem
from paper_reader.types import Level, SearchFilter

Choice = TypeVar("Choice", bound=StrEnum)
SIZES: Final = (10, 20, 30, 50)
USUAL_SIZE: Final = 20
MOST_LETTERS: Final = 1000
_MOST_VALUES: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class SteeringAsked:
    """What kind of list is asked for."""

    level: Level | None = None
    only_foundations: bool = False
    recent: bool = False
    year_from: int | None = None
    year_to: int | None = None
    size: int = USUAL_SIZE

    @property
    def limits(self) -> SearchFilter:
        """The years."""
        return SearchFilter(year_from=self.year_from, year_to=self.year_to)

    @property
    def query(self) -> str:
        """The same as part of an address: "" where nothing is asked."""
        fields: dict[str, object] = {
            "level": self.level.value if self.level else None,
            "only_foundations": 1 if self.only_foundations else None,
            "recent": 1 if self.recent else None,
            "year_from": self.year_from,
            "year_to": self.year_to,
            "size": self.size if self.size != USUAL_SIZE else None,
        }
        return urlencode({name: value for name, value in fields.items() if value is not None})


def steering_asked(fields: QueryParams) -> SteeringAsked:
    """What a list's form asks."""
    return SteeringAsked(
        level=choice(fields, "level", Level),
        only_foundations=bool(fields.get("only_foundations")),
        recent=bool(fields.get("recent")),
        year_from=number(fields, "year_from", EARLIEST_YEAR, LATEST_YEAR),
        year_to=number(fields, "year_to", EARLIEST_YEAR, LATEST_YEAR),
        size=number(fields, "size", 1, 100) or USUAL_SIZE,
    )


def limits_asked(fields: QueryParams) -> SearchFilter:
    """What a search is held to."""
    return SearchFilter(
        year_from=number(fields, "year_from", EARLIEST_YEAR, LATEST_YEAR),
        year_to=number(fields, "year_to", EARLIEST_YEAR, LATEST_YEAR),
        categories=tuple(several(fields, "category", CATEGORY)),
        venues=tuple(" ".join(one.split()) for one in several(fields, "venue", TEXT)),
        sources=tuple(several(fields, "source", SOURCE)),
    )


def words(fields: QueryParams, name: str) -> str:
    """A text that somebody typed, "" where there is none."""
    text = " ".join(fields.get(name, "").split())
    if not text:
        return ""
    if len(text) > MOST_LETTERS or not re.match(TEXT, text):
        raise _not_understood(name, f"at most {MOST_LETTERS:,} letters, and none that command")
    return text


def number(fields: QueryParams, name: str, least: int, most: int) -> int | None:
    """A whole number within bounds."""
    text = fields.get(name, "").strip()
    if not text:
        return None
    if not re.fullmatch(r"[0-9]{1,9}", text) or not least <= int(text) <= most:
        raise _not_understood(name, f"a number from {least} to {most}")
    return int(text)


def choice(fields: QueryParams, name: str, kind: type[Choice]) -> Choice | None:
    """One of some words."""
    text = fields.get(name, "")
    if not text:
        return None
    if text not in {one.value for one in kind}:
        raise _not_understood(name, "one of " + ", ".join(one.value for one in kind))
    return kind(text)


def several(fields: QueryParams, name: str, pattern: str) -> list[str]:
    """All values of one name, each once."""
    values = list(dict.fromkeys(one for one in fields.getlist(name) if one))
    if len(values) > _MOST_VALUES or not all(len(one) <= 200 and re.match(pattern, one) for one in values):
        raise _not_understood(name, f"at most {_MOST_VALUES} values of its form")
    return values


def _not_understood(name: str, wanted: str) -> Problem:
    return Problem(
        "invalid",
        f"“{name.replace('_', ' ')}” must be {wanted}",
        errors=[{"where": f"query.{name}", "message": wanted}],
    )
