"""What an abbreviation stands for, told from the texts that spell it out: "class-incremental learning (CIL)". Pure.

Two papers that spell one abbreviation out with different words mean different things by it. The words are found as by
Schwartz and Hearst ("A simple algorithm for identifying abbreviation definitions in biomedical text", 2003): backwards
from the bracket, letter by letter, the first letter at the beginning of a word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

SHORTEST, LONGEST = 2, 10  # letters of what is looked for in brackets
STEM_LETTERS: Final = 5
AGREEING: Final = 0.6  # of the words that tell, from which on two texts mean the same
LEAST_OTHERS: Final = 0.1  # share of the texts that spell it out otherwise, for a name to be of something else too
_BREAK: Final = re.compile(r"[().;:!?,]")  # no words that are spelled out go beyond one
_WORDS: Final = re.compile(r"[^\W_]+")
_SMALL: Final = frozenset({"and", "for", "from", "the", "with", "via", "using"})


def spellings(name: str, text: str) -> list[str]:
    """The words that the name stands for wherever the text has it in brackets behind them; mostly one or none."""
    letters = "".join(letter.lower() for letter in name if letter.isalnum())
    if not SHORTEST <= len(letters) <= LONGEST:
        return []
    found = []
    for place in re.finditer(rf"\(\s*{re.escape(name)}s?\s*[),;]", text, re.IGNORECASE):
        before = text[: place.start()].rstrip()
        before = _BREAK.split(before)[-1]
        words = before.split()[-min(len(letters) + 5, 2 * len(letters)) :]
        spelled = _behind(letters, " ".join(words))
        if spelled:
            found.append(spelled)
    return found


def is_of_others(name: str, own: str, others: Sequence[str]) -> bool:
    """Whether most of the `others` who spell the name out do it with words that the text `own` does not have."""
    stems = _stems(own)
    agree = disagree = 0
    for text in others:
        for spelled in spellings(name, text)[:1]:
            wanted = _stems(spelled)
            alike = len(wanted & stems) >= AGREEING * len(wanted)
            agree, disagree = agree + alike, disagree + (not alike)
    return disagree > agree and disagree >= LEAST_OTHERS * len(others)


def _behind(letters: str, text: str) -> str:
    """The end of the text that has all letters in their order, the first at the beginning of a word; "" if none."""
    lowered, place = text.lower(), len(text)
    for at in range(len(letters) - 1, -1, -1):
        place -= 1
        while place >= 0 and (
            lowered[place] != letters[at] or (at == 0 and place > 0 and lowered[place - 1].isalnum())
        ):
            place -= 1
        if place < 0:
            return ""
    return text[place:]


def _stems(text: str) -> frozenset[str]:
    words = (word for word in _WORDS.findall(text.lower()) if word not in _SMALL)
    return frozenset(word[:STEM_LETTERS] for word in words if len(word) > 2)
