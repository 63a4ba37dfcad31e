"""Two titles that are not equal, word by word: what kind of difference lies between them. Pure.

A slip of the pen, a subtitle dropped, a name put in front: one paper may be so called in two places. Another number,
another part, "Erratum", "Revisited": those are other papers, however near the rest.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import Final

from paper_reader.titles import folded, title_fingerprint


class Likeness(IntEnum):
    """How near two titles are, the farthest first."""

    CONTRARY = 0  # other numbers, another part, an erratum
    UNLIKE = 1
    REWORDED = 2  # many words in common: only abstracts can tell
    A_WORD = 3  # one word, or two, stand for others
    A_PART = 4  # a subtitle, or a name in front, that the other one lacks; or it is cut
    SPELLING = 5  # plurals, small words, a letter


_WORD: Final = re.compile(r"[^\W_]+(?:\+\+|#)?")
_LATEX: Final = re.compile(r"\\[A-Za-z]+\s?|[{}$\\^~]")
_POSSESSIVE: Final = re.compile(r"[’']s?\b")
_BREAK: Final = re.compile(r"\s*(?:[:?!—–|]|\s--?\s|\.\s)\s*")
_SIGNS: Final = (":", "?", "!", "—", "–", " - ", ". ")
_EDITION: Final = re.compile(
    r"\s*[(\[](?:extended|full|long|short|preliminary|technical|student|invited|demo|poster|abstract|corrected|revised)"
    r"(?:\s(?:abstract|version|paper|report|talk|submission|demonstration))?[)\]]\s*$",
    re.IGNORECASE,
)
_SMALL: Final = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "for",
        "in",
        "on",
        "to",
        "and",
        "or",
        "with",
        "via",
        "by",
        "using",
        "from",
        "at",
        "as",
        "its",
        "into",
        "through",
        "under",
        "over",
        "is",
        "are",
        "be",
        "how",
        "we",
    ]
)
_OPENING: Final = frozenset(["towards", "toward", "exploring", "investigating", "introducing"])
# Words that make another paper of the one they are put to.
_OTHER_PAPER: Final = frozenset(
    [
        "erratum",
        "errata",
        "corrigendum",
        "corrigenda",
        "correction",
        "corrections",
        "addendum",
        "retraction",
        "retracted",
        "reply",
        "response",
        "rejoinder",
        "comment",
        "comments",
        "commentary",
        "discussion",
        "remark",
        "remarks",
        "revisited",
        "redux",
        "reloaded",
        "continued",
        "supplement",
        "supplementary",
        "appendix",
        "sequel",
    ]
)
_ROMAN: Final = {
    "i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "x": "10",
    "xi": "11", "xii": "12",
}  # fmt: skip
_NUMBERS: Final = dict(
    zip(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"],
        map(str, range(1, 11)),
        strict=True,
    )
) | {"first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5"}
_PART: Final = frozenset(["part", "volume", "vol", "chapter", "lecture", "book", "paper", "episode"])
_COUNTS_PARTS: Final = re.compile(
    r"\b(?:part|vol|volume|chapter|lecture|book|paper|episode)\b|\b[IVX]+\W*(?:[:.?!—–]|$)", re.IGNORECASE
)
_FEWEST_WORDS = 3  # of a part that stands for the whole
_FEWEST_LETTERS = 20
_FEWEST_LETTERS_OF_CUT = 25
_LONG_WORD = 6
_MANY_WORDS_ALIKE = 0.5


@dataclass(frozen=True, slots=True)
class TitleWords:
    """A title as words, with what must agree."""

    words: tuple[str, ...]  # all but small ones, plurals cut
    numbers: tuple[str, ...]  # digits and counted parts, sorted: "Part II" and "part 2" are equal
    parts: frozenset[str]  # those of the numbers that count parts
    kinds: frozenset[str]  # "erratum", "revisited"
    breaks: frozenset[int]  # before which of the words a colon or the like stands


@lru_cache(maxsize=4096)
def read_title(title: str) -> TitleWords:
    """A title's words; numbers and what makes another paper of it apart."""
    text = _POSSESSIVE.sub("", _EDITION.sub("", _LATEX.sub("", title)))
    words: list[str] = []
    numbers: list[str] = []
    parts: set[str] = set()
    breaks: set[int] = set()
    for piece in _BREAK.split(text):
        before = ""
        found = _WORD.findall(folded(piece))
        for place, word in enumerate(found):
            number = _number(word, before, is_last=place == len(found) - 1)
            if number is not None:
                numbers.append(number)
                if before in _PART or not word.isdigit():
                    parts.add(number)
            elif word not in _SMALL and word not in _PART:
                words.append(_singular(word))
            before = word
        breaks.add(len(words))
    kinds = frozenset(words) & _OTHER_PAPER
    return TitleWords(tuple(words), tuple(sorted(numbers)), frozenset(parts), kinds, frozenset(breaks))


def likeness(one: str, other: str) -> Likeness:
    """How near two titles are that are not equal. Symmetric."""
    mine, theirs = sorted((read_title(one), read_title(other)), key=lambda title: (len(title.words), title.words))
    if _is_cut_from(one, other) or _is_cut_from(other, one):
        return Likeness.A_PART
    if mine.kinds != theirs.kinds or mine.numbers != theirs.numbers or not mine.words:
        return Likeness.CONTRARY
    if "".join(mine.words) == "".join(theirs.words):
        return Likeness.SPELLING
    only_mine = list((Counter(mine.words) - Counter(theirs.words)).elements())
    only_theirs = list((Counter(theirs.words) - Counter(mine.words)).elements())
    if not only_mine and not only_theirs:
        return Likeness.A_WORD  # the same words in another order: "Dogs bite men"
    if _has_digits(only_mine) and _has_digits(only_theirs):
        return Likeness.CONTRARY  # "WAT2015" and "WAT2016"
    if len(only_mine) == len(only_theirs) == 1 and _a_slip(only_mine[0], only_theirs[0]):
        in_order = _place_of(only_mine[0], mine) == _place_of(only_theirs[0], theirs)
        return Likeness.SPELLING if in_order and len(mine.words) > _FEWEST_WORDS else Likeness.A_WORD
    if not only_mine and _is_part(mine, theirs):
        return Likeness.A_PART
    alike = 1 - len(only_mine) / len(mine.words)
    if len(only_mine) <= 1 and len(only_theirs) <= 2 and len(mine.words) > _FEWEST_WORDS:
        return Likeness.A_WORD
    return Likeness.REWORDED if alike >= _MANY_WORDS_ALIKE else Likeness.UNLIKE


def counted_parts(title: str) -> frozenset[str]:
    """The numbers of the parts that a title counts: "Part II" and "part 2" give {"2"}."""
    if not _COUNTS_PARTS.search(title):
        return frozenset()
    return read_title(title).parts


def main_part(title: str) -> str:
    """The part of a title that stays when a subtitle is dropped or a name put in front: what a near title shares."""
    for sign in _SIGNS:
        if sign in title:
            head, _, rest = title.partition(sign)
            return head if head.count(" ") >= _FEWEST_WORDS - 1 or not rest.strip() else rest.strip()
    return title


def _is_cut_from(one: str, other: str) -> bool:
    """Whether a title is what a listing shows of the other one: its beginning, then dots."""
    if not one.rstrip().endswith(("…", "...")):
        return False
    beginning = title_fingerprint(one)
    return len(beginning) >= _FEWEST_LETTERS_OF_CUT and title_fingerprint(other).startswith(beginning)


def _number(word: str, before: str, *, is_last: bool) -> str | None:
    """The number that a word stands for; a letter or a word for one only where parts are counted."""
    if word.isdigit():
        return word
    if before in _PART:
        return _ROMAN.get(word) or _NUMBERS.get(word) or (word if len(word) == 1 else None)
    return _ROMAN.get(word) if is_last and before else None


def _has_digits(words: list[str]) -> bool:
    return any(letter.isdigit() for word in words for letter in word)


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _a_slip(one: str, other: str) -> bool:
    """A letter too many, too few or wrong inside a long word; at its beginning it may be a prefix ("a-", "un-")."""
    from rapidfuzz.distance import OSA

    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < _LONG_WORD - 1 or one[0] != other[0]:
        return False
    return OSA.distance(one, other, score_cutoff=1) <= 1 or (
        len(longer) >= 2 * _LONG_WORD and OSA.distance(one, other) <= 2
    )


def _place_of(word: str, title: TitleWords) -> tuple[int, tuple[str, ...]]:
    """Where a word stands, and what is left without it."""
    place = title.words.index(word)
    return place, title.words[:place] + title.words[place + 1 :]


def _is_part(mine: TitleWords, theirs: TitleWords) -> bool:
    """Whether the shorter title is the longer one's beginning or end, and the rest is set off or says little."""
    count = len(mine.words)
    if count < _FEWEST_WORDS or sum(map(len, mine.words)) < _FEWEST_LETTERS:
        return False
    if theirs.words[:count] == mine.words:
        return count in theirs.breaks
    rest = len(theirs.words) - count
    if theirs.words[rest:] == mine.words:
        return rest in theirs.breaks or set(theirs.words[:rest]) <= _OPENING
    return False
