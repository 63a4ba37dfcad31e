"""How far the reader is with a paper, as buttons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from paper_reader.types import ReadingStatus

LABELS: Final = {
    ReadingStatus.TO_READ: "To read",
    ReadingStatus.READING: "Reading",
    ReadingStatus.READ: "Read",
    ReadingStatus.KNOWN: "Known",
    ReadingStatus.SKIPPED: "Skip",
}
DONE: Final = frozenset({ReadingStatus.READ, ReadingStatus.KNOWN})


@dataclass(frozen=True, slots=True)
class Choice:
    """One button. Pressing one that is pressed takes the mark away."""

    value: str  # what the form says of it
    status: str  # the mark that it stands for
    label: str
    is_on: bool


@dataclass(frozen=True, slots=True)
class Marks:
    """The buttons of one paper; `said` is its mark in words, "" without one."""

    action: str
    paper: str  # its title, for those who hear the page
    choices: tuple[Choice, ...]
    said: str
    is_done: bool


def marks_of(paper_id: int, title: str, status: ReadingStatus | None) -> Marks:
    """The buttons as they stand."""
    return Marks(
        action=f"/papers/{paper_id}/mark",
        paper=title,
        choices=tuple(
            Choice("" if one is status else one.value, one.value, label, one is status) for one, label in LABELS.items()
        ),
        said=LABELS[status] if status else "",
        is_done=status in DONE,
    )
