"""A place to go to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    """Where it leads, and what it says."""

    href: str
    title: str
