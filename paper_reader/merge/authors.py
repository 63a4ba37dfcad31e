"""Names of people, however they are written: read, and compared between lists of authors."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

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


@lru_cache(maxsize=1 << 16)  # a merge compares the same people again and again
def _name(text: str) -> Name:
    surname, given = _read(text)
    return surname, given[0][0] if given else "", frozenset([surname, *given]) if surname else frozenset()


@lru_cache(maxsize=1 << 16)
def person(text: str) -> tuple[str, tuple[str, ...]]:
    """The surname of a name and all its other words in order, in small plain letters; "" where it names nobody.

    "Laurens van der Maaten" and "van der Maaten, Laurens" both give ("maaten", ("laurens", "van", "der")).
    """
    return _read(text)


def _read(text: str) -> tuple[str, tuple[str, ...]]:
    before, comma, after = text.partition(",")
    surnames = _words(before)
    given = _words(after) if comma else []
    if given and given[0] in _SUFFIXES:
        given = given[1:]
    words = [word for word in surnames if word not in _SUFFIXES] or surnames
    if not words:
        return "", ()
    if not given and len(words) > 1 and _is_initials(before, words[-1]):
        return words[-2], (words[-1], *words[:-2])
    return words[-1], (*given, *words[:-1])


def may_be_same_given(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two people of one surname may be the same: the shorter list of given names lies in the longer, in order.

    An initial stands for each name that begins with it: "G." and "Geoffrey E." may be, "Yann" and "Yi" not. The same
    whole names in another order may be, too.
    """
    if sorted(one) == sorted(other):
        return True
    shorter, longer = sorted((one, other), key=len)
    rest = iter(longer)
    return all(any(_same_word(word, candidate) for candidate in rest) for word in shorter)


def _same_word(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) == 1 and one[0] == other[0])


def _words(text: str) -> list[str]:
    if not text.isascii():
        return _WORD.findall(folded(text))
    words = text.lower().replace(".", " ").replace("-", " ").split()  # most names, in half the time
    return words if "".join(words).isalpha() else _WORD.findall(text.lower())


def _is_initials(text: str, last: str) -> bool:
    """Whether a name ends with initials, as in "Vaswani A" or "Smith JR"."""
    return len(last) == 1 or (len(last) == 2 and text.rstrip(" .").endswith(last.upper()))


def _same_person(one: Name, other: Name) -> bool:
    initials_agree = not one[1] or not other[1] or one[1] == other[1]
    if one[0] == other[0]:
        return initials_agree
    if len(one[2]) > 1 and one[2] == other[2]:  # family name first
        return True
    if not initials_agree or min(len(one[0]), len(other[0])) < 4:
        return False
    from rapidfuzz.fuzz import ratio  # its import takes longer than to look an author up

    return ratio(one[0], other[0], score_cutoff=_SURNAMES_ALIKE) > 0
