"""The three looks at a topic: its list, its lineage, its map; and how each is reached from the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from api.pages.addresses import topic_path

LOOKS: Final = (("", "Reading list"), ("lineage", "Lineage"), ("map", "Map"))


@dataclass(frozen=True, slots=True)
class Look:
    """One of them; `is_here` is the one that is shown."""

    href: str
    title: str
    is_here: bool


def looks_at(topic: str, slug: str | None, here: str) -> tuple[Look, ...]:
    """The ways between the looks at a topic of the roadmap, or at any text."""
    return tuple(Look(_href(topic, slug, name), title, name == here) for name, title in LOOKS)


def _href(topic: str, slug: str | None, name: str) -> str:
    end = f"/{name}" if name else ""
    if slug is not None:
        return topic_path(slug) + end
    return f"/must-read{end}?topic={quote(topic)}"
