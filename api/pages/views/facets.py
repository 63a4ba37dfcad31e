"""What the hits of a search are, counted: by year, field, venue, kind and mark. A value is a link that holds to it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlencode

from api.pages.views.marks import LABELS
from api.pages.views.words import source
from api.parameters import CATEGORY
from paper_reader.types import Paper, ReadingStatus, SearchFilter, SearchHit, SearchMode

MOST_VALUES: Final = 8
SURVEY: Final = re.compile(r"\b(survey|review|overview|tutorial|primer|introduction to)\b", re.IGNORECASE)
CODE: Final = re.compile(
    r"github\.com|gitlab\.com|(code|implementation)s? (is|are) (made )?(\w+ )?available", re.IGNORECASE
)
DATA: Final = re.compile(r"\b(dataset|benchmark|corpus)\b", re.IGNORECASE)
KINDS: Final[Mapping[str, tuple[str, Callable[[Paper], bool]]]] = {
    "survey": ("Survey or tutorial", lambda paper: bool(SURVEY.search(paper.title))),
    "code": ("Names its code", lambda paper: bool(CODE.search(paper.abstract or ""))),
    "data": ("Dataset or benchmark", lambda paper: bool(DATA.search(paper.title))),
}
UNMARKED: Final = "none"
NO_LIMITS: Final = SearchFilter()
YEARS: Final = ((2024, 2200), (2020, 2023), (2015, 2019), (2010, 2014), (2000, 2009), (1000, 1999))


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchAsked:
    """What somebody searches for. `kind` and `status` hold the hits to some after the search."""

    text: str
    limits: SearchFilter = NO_LIMITS
    mode: SearchMode = SearchMode.HYBRID
    kind: str = ""
    status: str = ""
    page: int = 1

    @property
    def query(self) -> str:
        """The same as part of an address."""
        limits = self.limits
        fields: list[tuple[str, object]] = [("q", self.text)]
        fields += [("year_from", limits.year_from), ("year_to", limits.year_to)]
        fields += [("category", one) for one in limits.categories] + [("venue", one) for one in limits.venues]
        fields += [("source", one) for one in limits.sources]
        fields += [("mode", self.mode.value if self.mode is not SearchMode.HYBRID else None)]
        fields += [("kind", self.kind), ("status", self.status), ("page", self.page if self.page > 1 else None)]
        return urlencode([(name, value) for name, value in fields if value])


@dataclass(frozen=True, slots=True)
class Value:
    """One value with how many hits have it. Following it holds the search to it, or lets go again where it `is_on`."""

    href: str
    label: str
    count: str
    is_on: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """The values of one property, the most frequent first; years the latest first."""

    anchor: str
    title: str
    values: tuple[Value, ...]


def fitting(
    hits: Iterable[SearchHit], asked: SearchAsked, statuses: Mapping[int, ReadingStatus]
) -> tuple[SearchHit, ...]:
    """The hits of the kind and mark that are asked for."""
    has_kind = KINDS[asked.kind][1] if asked.kind in KINDS else _any
    return tuple(hit for hit in hits if has_kind(hit.paper) and _has_status(hit.paper, asked.status, statuses))


def facets_of(papers: Sequence[Paper], asked: SearchAsked, statuses: Mapping[int, ReadingStatus]) -> tuple[Facet, ...]:
    """Count what these papers are."""
    limits = asked.limits
    fields = _held_to(papers, asked, limits.categories, _categories, lambda held: replace(limits, categories=held))
    venues = _held_to(papers, asked, limits.venues, _venue, lambda held: replace(limits, venues=held))
    sources = _held_to(papers, asked, limits.sources, _sources, lambda held: replace(limits, sources=held))
    found = (
        Facet("years", "Year", _years(papers, asked)),
        Facet("fields", "Field", fields),
        Facet("kinds", "Kind", _kinds(papers, asked)),
        Facet("venues", "Venue", venues),
        Facet("sources", "Source", tuple(replace(one, label=source(one.label)) for one in sources)),
        Facet("marks", "Your mark", _marks(papers, asked, statuses)),
    )
    return tuple(facet for facet in found if len(facet.values) > 1 or any(value.is_on for value in facet.values))


def _value(asked: SearchAsked, label: str, count: int, *, is_on: bool) -> Value:
    return Value(f"/search?{replace(asked, page=1).query}", label, f"{count:,}", is_on)


def _years(papers: Sequence[Paper], asked: SearchAsked) -> tuple[Value, ...]:
    values = []
    for first, last in YEARS:
        number = sum(first <= (paper.year or 0) <= last for paper in papers)
        is_on = (asked.limits.year_from, asked.limits.year_to) == (first, last)
        if number or is_on:
            limits = replace(asked.limits, year_from=None if is_on else first, year_to=None if is_on else last)
            values.append(_value(replace(asked, limits=limits), _span(first, last), number, is_on=is_on))
    return tuple(values)


def _span(first: int, last: int) -> str:
    if first <= 1000:
        return f"up to {last}"
    return f"since {first}" if last >= 2200 else f"{first} to {last}"


def _held_to(
    papers: Sequence[Paper],
    asked: SearchAsked,
    held: tuple[str, ...],
    values_of: Callable[[Paper], Iterable[str]],
    hold: Callable[[tuple[str, ...]], SearchFilter],
) -> tuple[Value, ...]:
    """The values of a property that the search itself can be `held` to; those that it is held to stay first."""
    numbers = Counter(value for paper in papers for value in dict.fromkeys(values_of(paper)))
    shown = dict.fromkeys([*held, *(value for value, _ in numbers.most_common(MOST_VALUES))])
    values = []
    for one in shown:
        rest = tuple(other for other in held if other != one) if one in held else (*held, one)
        values.append(_value(replace(asked, limits=hold(rest)), one, numbers[one], is_on=one in held))
    return tuple(values)


def _kinds(papers: Sequence[Paper], asked: SearchAsked) -> tuple[Value, ...]:
    counted = ((name, label, sum(map(has, papers))) for name, (label, has) in KINDS.items())
    return tuple(
        _value(replace(asked, kind="" if asked.kind == name else name), label, number, is_on=asked.kind == name)
        for name, label, number in counted
        if number or asked.kind == name
    )


def _marks(papers: Sequence[Paper], asked: SearchAsked, statuses: Mapping[int, ReadingStatus]) -> tuple[Value, ...]:
    labels = {status.value: label for status, label in LABELS.items()} | {UNMARKED: "Not marked"}
    values = []
    for name, label in labels.items():
        number = sum(_has_status(paper, name, statuses) for paper in papers)
        is_on = asked.status == name
        if number or is_on:
            values.append(_value(replace(asked, status="" if is_on else name), label, number, is_on=is_on))
    return tuple(values)


def _has_status(paper: Paper, wanted: str, statuses: Mapping[int, ReadingStatus]) -> bool:
    mark = statuses.get(paper.id)
    return not wanted or (mark is None if wanted == UNMARKED else mark is not None and mark.value == wanted)


def _categories(paper: Paper) -> Iterable[str]:
    return (one for one in paper.categories if re.match(CATEGORY, one))  # some sources give keywords


def _venue(paper: Paper) -> Iterable[str]:
    return (paper.venue,) if paper.venue else ()


def _sources(paper: Paper) -> Iterable[str]:
    return paper.sources


def _any(_: Paper) -> bool:
    return True
