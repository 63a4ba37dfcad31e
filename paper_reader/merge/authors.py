"""How far two lists of authors name the same people, however their names are written."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz.fuzz import ratio

from paper_reader.titles import folded

_WORD = re.compile(r"[^\W\d_]+")
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "phd", "md"})
_NOBODY = frozenset({"", "others", "etal", "al", "et", "anonymous"})
_SURNAMES_ALIKE = 88.0  # a slip or a transliteration: "Mueller" and "Muller" give 92

Name = tuple[str, str, frozenset[str]]  # surname, first initial ("" where unknown), all words


def overlap(one: Sequence[str], other: Sequence[str]) -> float | None:
    """The share of the shorter list that is in the other one; None where a list names nobody.

    "Ashish Vaswani", "A. Vaswani", "Vaswani, Ashish" and "Vaswani A" are the same person.
    """
    mine, theirs = _names(one), _names(other)
    if not mine or not theirs:
        return None
    if len(mine) > len(theirs):
        mine, theirs = theirs, mine
    free = list(theirs)
    found = 0
    for name in mine:
        match = next((candidate for candidate in free if _same_person(name, candidate)), None)
        if match is not None:
            free.remove(match)
            found += 1
    return found / len(mine)


def _names(authors: Sequence[str]) -> list[Name]:
    return [name for name in map(_name, authors) if name[0] not in _NOBODY]


def _name(text: str) -> Name:
    before, comma, after = text.partition(",")
    surnames = _WORD.findall(folded(before))
    given = _WORD.findall(folded(after)) if comma else []
    if given and given[0] in _SUFFIXES:
        given = given[1:]
    words = [word for word in surnames if word not in _SUFFIXES] or surnames
    if not words:
        return "", "", frozenset()
    if given:
        return words[-1], given[0][0], frozenset([*words, *given])
    if len(words) > 1 and _is_initials(text, words[-1]):
        return words[-2], words[-1][0], frozenset(words)
    return words[-1], words[0][0] if len(words) > 1 else "", frozenset(words)


def _is_initials(text: str, last: str) -> bool:
    """Whether a name ends with initials, as in "Vaswani A" or "Smith JR"."""
    return len(last) == 1 or (len(last) == 2 and text.rstrip(" .").endswith(last.upper()))


def _same_person(one: Name, other: Name) -> bool:
    initials_agree = not one[1] or not other[1] or one[1] == other[1]
    if one[0] == other[0]:
        return initials_agree
    if len(one[2]) > 1 and one[2] == other[2]:  # family name first
        return True
    return initials_agree and min(len(one[0]), len(other[0])) >= 4 and ratio(one[0], other[0]) >= _SURNAMES_ALIKE
