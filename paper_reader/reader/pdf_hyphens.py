"""Words that a line's end parted, put together as the rest of the document writes them. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

HYPHEN: Final = "\x02"  # PDFium's sign for a hyphen at the end of a line
_WORD: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LAST: Final = re.compile(r"[^\W\d_]+$")
_FIRST: Final = re.compile(r"[^\W\d_]+")
# First halves that are written with a hyphen more often than not, where the document does not say.
_KEEP_AFTER: Final = frozenset(
    [
        "self",
        "non",
        "multi",
        "co",
        "well",
        "cross",
        "fine",
        "low",
        "high",
        "long",
        "short",
        "large",
        "small",
        "end",
        "real",
        "zero",
        "few",
        "one",
        "two",
        "three",
        "state",
        "pre",
        "post",
        "semi",
        "open",
        "closed",
        "so",
        "left",
        "right",
        "full",
        "single",
        "double",
        "time",
        "data",
        "task",
        "domain",
        "in",
        "out",
    ]
)
_PREFIXES: Final = frozenset(
    [
        "a",
        "an",
        "as",
        "be",
        "by",
        "con",
        "de",
        "dis",
        "en",
        "ex",
        "for",
        "im",
        "in",
        "is",
        "it",
        "no",
        "of",
        "on",
        "or",
        "per",
        "pro",
        "re",
        "so",
        "to",
        "un",
        "under",
        "over",
    ]
)


class Hyphenation:
    """Knows the words of one document. A word stands whole where the document has it whole elsewhere."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._seen: Counter[str] = Counter()
        is_parted = False
        for line in lines:
            words = _WORD.findall(line)[is_parted:]  # halves of words are no words
            is_parted = line.endswith((HYPHEN, "-"))
            self._seen.update(word.lower() for word in (words[:-1] if is_parted else words))

    def joined(self, lines: Iterable[str]) -> str:
        """Lines as one text."""
        whole = ""
        for line in lines:
            if whole.endswith((HYPHEN, "-")) and line[:1].isalpha():
                whole = whole[:-1] + ("-" if self._keeps(whole, line) else "") + line
            elif whole.endswith(HYPHEN):
                whole = f"{whole[:-1]}-{line}"
            else:
                whole = f"{whole} {line}" if whole else line
        return whole.replace(HYPHEN, "-").strip()

    def _keeps(self, before: str, after: str) -> bool:
        """Whether the hyphen belongs to the word."""
        first, second = _LAST.search(before[:-1]), _FIRST.match(after)
        if first is None or second is None:
            return True
        start, end = first[0].lower(), second[0].lower()
        with_hyphen, without = self._seen[f"{start}-{end}"], self._seen[start + end]
        if with_hyphen != without:
            return with_hyphen > without
        if after[:1].isupper():
            return True
        is_in_compound = before[: first.start()].endswith("-")  # "state-of-the-" and "art"
        return start in _KEEP_AFTER or is_in_compound or self._are_words(start, end)

    def _are_words(self, start: str, end: str) -> bool:
        """Whether both halves are words of their own here, and no prefix or ending that also is one."""
        return start not in _PREFIXES and len(end) > 3 and bool(self._seen[start]) and bool(self._seen[end])
