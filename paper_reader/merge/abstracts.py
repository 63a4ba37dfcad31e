"""How much of one abstract stands in another. Pure."""

from __future__ import annotations

import itertools
import re
from functools import lru_cache
from typing import Final

from paper_reader.titles import folded

_WORD: Final = re.compile(r"[^\W_]+")
_FEWEST_PAIRS = 12  # of neighbouring words; less is a snippet that proves nothing
_MOST_CHARACTERS = 4000


def abstract_overlap(one: str | None, other: str | None) -> float | None:
    """The share of the shorter abstract's neighbouring words that are neighbours in the other one as well.

    Equal abstracts give 1, rewritten ones 0.2 and more, those of two papers of one group up to 0.15. None where one is
    missing or too short to tell.
    """
    if not one or not other:
        return None
    mine, theirs = _pairs(one), _pairs(other)
    fewer = min(len(mine), len(theirs))
    return len(mine & theirs) / fewer if fewer >= _FEWEST_PAIRS else None


@lru_cache(maxsize=1024)
def _pairs(text: str) -> frozenset[tuple[str, str]]:
    words = _WORD.findall(folded(text[:_MOST_CHARACTERS]))
    return frozenset(itertools.pairwise(words))
