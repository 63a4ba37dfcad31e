"""The places that every page leads to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Place:
    """One place in the navigation; `beneath` are the beginnings of the addresses that belong to it."""

    href: str
    title: str
    beneath: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Way:
    """A place as it is shown: where it leads, and whether one is there (`page`) or beneath it (`true`)."""

    href: str
    title: str
    current: str  # the value of aria-current; "" where one is elsewhere


PLACES: Final = (
    Place("/", "Roadmap", ("/topics/", "/must-read")),
    Place("/search", "Search", ("/papers/",)),
    Place("/lists", "Lists", ("/shared/",)),
    Place("/reviews", "Reviews"),
    Place("/refresh", "Refresh", ("/news",)),
    Place("/status", "Status"),
)


def ways_from(path: str) -> tuple[Way, ...]:
    """The navigation as it is seen from an address."""
    return tuple(Way(place.href, place.title, _current(place, path)) for place in PLACES)


def _current(place: Place, path: str) -> str:
    if path == place.href:
        return "page"
    own = () if place.href == "/" else (place.href + "/",)
    return "true" if path.startswith((*own, *place.beneath)) else ""
