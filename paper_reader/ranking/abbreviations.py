"""Abbreviations that papers introduce for words of their own titles, and whose words those are.

"Graph Convolutional Networks (GCNs)" makes GCN a name for that phrase. It was coined by whoever first had the phrase,
not by whoever first abbreviated it; an abbreviation that stands for two phrases is nobody's.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from paper_reader.types import Paper

_IN_BRACKETS = re.compile(r"\(([A-Za-z][A-Za-z0-9-]{1,9})\)")
SMALL_WORD = re.compile(
    r"(?:a|an|and|as|at|by|for|from|in|into|is|of|on|or|the|to|towards?|via|with|without)", re.IGNORECASE
)


def abbreviated_phrases(papers: Sequence[Paper]) -> dict[str, str]:
    """The one phrase that each abbreviation stands for, as `plain` text; abbreviations of several are left out."""
    phrases: defaultdict[str, set[str]] = defaultdict(set)
    for paper in papers:
        for short in set(_IN_BRACKETS.findall(paper.abstract or "")):
            words = expansion(short, paper.title)
            if words:
                phrases[short.removesuffix("s")].add(plain(" ".join(words)).removesuffix("s"))
    return {short: next(iter(found)) for short, found in phrases.items() if len(found) == 1}


def expansion(short: str, title: str) -> tuple[str, ...]:
    """The consecutive words of the title whose initials are the letters of `short`; () where there are none.

    Small words may be left out of the count.
    """
    letters = [c.lower() for c in short.removesuffix("s") if c.isalpha()]
    if len(letters) < 2 or not any(c.isupper() for c in short):
        return ()
    pieces = plain(title).split()
    for wanted in (pieces, [piece for piece in pieces if not SMALL_WORD.fullmatch(piece)]):
        initials = [piece[0] for piece in wanted]
        for start in range(len(initials) - len(letters) + 1):
            if initials[start : start + len(letters)] == letters:
                return tuple(wanted[start : start + len(letters)])
    return ()


def share_of_title(phrase: str, title: str) -> float:
    """The share of a title's words, small ones not counted, that the phrase makes up; both `plain`."""
    telling = [word for word in title.split() if not SMALL_WORD.fullmatch(word)]
    return len(phrase.split()) / max(1, len(telling))


def plain(text: str) -> str:
    """Lower case, one space between words, hyphens and punctuation as spaces: how phrases are compared."""
    return " ".join(_NO_WORD.sub(" ", text.lower()).split())


_NO_WORD = re.compile(r"[\W_]+")
