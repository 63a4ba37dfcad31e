"""How much room words take, as far as that can be said without a font; and titles cut to the room there is. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

# Shares of the font's size, a little more than the usual sans-serif fonts need.
_NARROW, _USUAL, _WIDE = 0.34, 0.58, 0.92
_NARROW_LETTERS: Final = frozenset("iIjlftr .,:;'’|!()[]-·")
_WIDE_LETTERS: Final = frozenset("mwMWQO@%&—…")
_CAPITAL: Final = 0.72
_SHORTEST_HEAD: Final = 4  # of a title before its colon, to stand for all of it: "BERT: pre-training of …"
_FOREIGN: Final = "\u2e80"  # from here on letters are as wide as they are high


def text_width(text: str, size: float) -> float:
    """About how long a line is in a font of this size."""
    return size * sum(map(_width, text))


def wrapped(text: str, width: float, size: float, lines: int) -> tuple[str, ...]:
    """The text in at most so many lines; what finds no room is cut off with an ellipsis."""
    made: list[str] = []
    for word in text.split():
        longer = f"{made[-1]} {word}" if made else word
        if made and text_width(longer, size) <= width:
            made[-1] = longer
        else:
            made.append(word)
    if len(made) > lines:
        made = [*made[: lines - 1], made[lines - 1] + "…"]
    return tuple(_cut(line, width, size) for line in made)


def short_title(title: str, width: float, size: float) -> str:
    """A title in one short line: the name before its colon if it has one, or its beginning."""
    head, colon, _ = title.partition(":")
    name = head.strip() if colon and len(head.strip()) >= _SHORTEST_HEAD else title
    if text_width(name, size) <= width:
        return name
    words = name.split()
    while len(words) > 1 and text_width(" ".join(words) + "…", size) > width:
        words.pop()
    return _cut(_without_loose_end(words) + "…", width, size)


def _without_loose_end(words: Sequence[str]) -> str:
    """Words without a little one or a comma at their end."""
    kept = list(words)
    while len(kept) > 1 and len(kept[-1]) <= 3 and kept[-1].islower():
        kept.pop()
    return " ".join(kept).rstrip(",;:–-")


def _cut(line: str, width: float, size: float) -> str:
    if text_width(line, size) <= width:
        return line
    kept = line.rstrip("…")
    while len(kept) > 1 and text_width(kept + "…", size) > width:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def _width(letter: str) -> float:
    if letter in _NARROW_LETTERS:
        return _NARROW
    if letter in _WIDE_LETTERS:
        return _WIDE
    if letter >= _FOREIGN:
        return 1.0
    return _CAPITAL if letter.isupper() else _USUAL
