"""The form in which a topic's words are compared with a paper's: the beginning of a word, its plural fallen."""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")
SHORTEST_WORD = 3
# Words of titles that tell no subject from another, surveys' own among them.
_EMPTY = frozenset(
    """a advances algorithms an and applications approach approaches art based basics brief challenges
    comprehensive concepts concise critical current decade deep development developments directions era field
    for foundations from fundamentals future gentle guide how in into introduction its key latest learning
    lecture literature method methods model models modern new notes of on open opportunities outlook overview
    past perspective perspectives practical practice practices present primer principles problems progress
    prospects recent research review short state survey systematic taxonomy techniques the their today toward
    towards trends tutorial understanding using via what with years""".split()  # noqa: SIM905 - reads better
)
STEM_LETTERS = 6  # "generate" and "generative", "mentoring" and "mentors" are one word here


def stem(word: str) -> str:
    """The stem of a word in small letters: "models" has that of "model", "class" keeps its end."""
    plural = len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is"))
    return (word[:-1] if plural else word)[:STEM_LETTERS]


@lru_cache(maxsize=4096)  # asked for by every list that has the paper among its candidates
def telling_stems(text: str) -> frozenset[str]:
    """The stems of the words of a title that say what it is about."""
    words = (word for word in _WORD.findall(text.lower()) if len(word) >= SHORTEST_WORD and word not in _EMPTY)
    return frozenset(map(stem, words))
