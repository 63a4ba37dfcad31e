"""The people behind must-reads on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from paper_reader.types import TopicPerson

if TYPE_CHECKING:
    from paper_reader.cli.screen import Screen

MOST_TITLES: Final = 3


def print_people(screen: Screen, behind: Sequence[TopicPerson]) -> None:
    """Print each with why, with whom they write, and what they wrote."""
    for place, person in enumerate(behind, start=1):
        screen.line(f"{place:>3}. ", (person.name, "bold"), f"  {person.why}")
        if person.group:
            screen.line("     ", ("writes with " + ", ".join(person.group), "dim"))
        for paper in person.papers[:MOST_TITLES]:
            screen.line("     ", f"{paper.title} ({paper.year or 'no year'})")
        if len(person.papers) > MOST_TITLES:
            screen.line("     ", (f"and {len(person.papers) - MOST_TITLES} more", "dim"))
