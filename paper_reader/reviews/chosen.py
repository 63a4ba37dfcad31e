"""What was chosen to be looked at next."""

from __future__ import annotations

from dataclasses import dataclass

from paper_reader.types import Paper, Pick


@dataclass(frozen=True, slots=True)
class Chosen:
    """A paper, why it comes next, its chance, and how many relevant ones the model expects among those left."""

    paper: Paper
    pick: Pick
    chance: float | None
    expected_left: float | None
