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


def bar_of(papers: Sequence[int], statuses: Mapping[int, ReadingStatus]) -> Bar:
    """How many of these papers, each counted once, are read or known."""
    different = set(papers)
    done = sum(statuses.get(one) in DONE for one in different)
    said = f"{done:,} of {count(len(different), 'must-read')} read" if different else ""
    return Bar(done, len(different), said)
