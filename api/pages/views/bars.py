"""How much of something is done, as a bar and in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from api.pages.views.marks import DONE
from api.pages.views.words import count
from paper_reader.types import ReadingStatus


@dataclass(frozen=True, slots=True)
class Bar:
    """`most` is 0 where that is not known yet; then no bar is shown."""

    done: int
    most: int
    said: str

    @property
    def is_full(self) -> bool:
        """Whether all is done."""
        return 0 < self.most <= self.done


NOTHING_KNOWN: Final = Bar(0, 0, "")


def bar_of(papers: Sequence[int], statuses: Mapping[int, ReadingStatus], *, in_short: bool = False) -> Bar:
    """How many of these papers, each counted once, are read or known."""
    different = set(papers)
    done = sum(statuses.get(one) in DONE for one in different)
    many = f"{len(different):,}" if in_short else count(len(different), "must-read")
    return Bar(done, len(different), f"{done:,} of {many} read" if different else "")
