"""A text without case, accents, hyphens, gaps and signs, with the way back to where each letter stood. Pure."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from paper_reader.titles import folded

_SOFT: Final = "\u00ad"  # a hyphen that shows only at the end of a line: no word ends there


class FoldedText:
    """A text reduced to its letters and digits. `find` gives places in the text as it was."""

    def __init__(self, text: str) -> None:
        letters: list[str] = []
        places: list[int] = []
        starts: set[int] = set()
        in_word = False
        for place, letter in enumerate(text):
            plain = _plain(letter)
            if not plain:
                in_word = in_word and letter == _SOFT
                continue
            if not in_word:
                starts.add(len(letters))
                in_word = True
            letters.extend(plain)
            places.extend([place] * len(plain))
        self.letters = "".join(letters)
        self._places = places
        self._starts = starts

    def find(self, wanted: str, *, anywhere: bool = False) -> list[tuple[int, int]]:
        """Where `wanted`, folded already, stands, without overlaps; from the beginning of a word unless `anywhere`."""
        found: list[tuple[int, int]] = []
        at = self.letters.find(wanted) if wanted else -1
        while at >= 0:
            if anywhere or at in self._starts:
                found.append((self._places[at], self._places[at + len(wanted) - 1] + 1))
                at = self.letters.find(wanted, at + len(wanted))
            else:
                at = self.letters.find(wanted, at + 1)
        return found


def folded_letters(text: str) -> str:
    """The letters and digits alone."""
    return "".join(map(_plain, text))


@lru_cache(maxsize=4096)
def _plain(letter: str) -> str:
    return "".join(one for one in folded(letter) if one.isalnum())
