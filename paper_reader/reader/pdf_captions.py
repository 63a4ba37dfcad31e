"""Captions of a PDF's figures and tables, and the lines that are no text but letters of a picture or cells. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from paper_reader.reader.pdf_layout import Line
from paper_reader.types.document import BlockKind

_CAPTION: Final = re.compile(
    r"^(?P<label>(?P<what>fig(?:ure)?|table|tab|algorithm|listing)\.?\s*(?P<number>[A-Z]?\.?\d{1,3}(?:\.\d{1,2})?|[IVX]{1,5}))\s*(?P<end>[.:|–—-]|$|(?=\s))\s*",
    re.IGNORECASE,
)
_FARTHEST: Final = 80  # lines that a picture's letters or a table's rows can be


@dataclass(frozen=True, slots=True)
class Caption:
    """A figure, table or algorithm: its caption's lines, and the lines of its cells or of its letters."""

    kind: BlockKind
    label: str
    first: int
    last: int
    inner: tuple[int, ...]


def captions_of(
    lines: Sequence[Line], headings: frozenset[int], body: float, *, prose: frozenset[int] = frozenset()
) -> list[Caption]:
    """All captions, with what belongs to them.

    `headings` are the numbers of lines that are none, `prose` of those that are no cells however small their letters.
    """
    found: list[Caption] = []
    taken: set[int] = {*headings, *prose}
    starts = {index for index in range(len(lines)) if index not in taken and _begins(lines, index, body)}
    for index in sorted(starts):
        match = _CAPTION.match(lines[index].text)
        if match is None or index in taken:
            continue
        last = _end(lines, index, taken | starts)
        kind = _kind(match["what"])
        taken |= set(range(index, last + 1))
        above = _inner(lines, range(index - 1, -1, -1), lines[index], taken | starts, body)
        below = _inner(lines, range(last + 1, len(lines)), lines[last], taken | starts, body)
        inner = above if kind is BlockKind.FIGURE else max(above, below, key=lambda side: _rows(lines, side))
        taken |= set(inner)
        label = " ".join(match["label"].replace(".", ". ", 1).split()).rstrip(".")
        found.append(Caption(kind, label, index, last, tuple(sorted(inner))))
    return found


def is_caption(text: str) -> bool:
    """Whether a line says "Figure 2:" or the like at its beginning."""
    match = _CAPTION.match(text)
    return match is not None and match["end"] in (":", "|")


def without_label(text: str) -> str:
    """A caption's words after "Figure 2:"."""
    return _CAPTION.sub("", text, count=1).strip()


def _kind(what: str) -> BlockKind:
    what = what.lower()
    if what.startswith("tab"):
        return BlockKind.TABLE
    return BlockKind.ALGORITHM if what in ("algorithm", "listing") else BlockKind.FIGURE


def _begins(lines: Sequence[Line], index: int, body: float) -> bool:
    """Whether a line begins a caption: the label with its colon, or set apart from the line above."""
    line = lines[index]
    match = _CAPTION.match(line.text)
    if match is None:
        return False
    above = lines[index - 1] if index else None
    is_apart = (
        above is None
        or above.page != line.page
        or above.column != line.column
        or (above.y - line.y > 1.4 * line.size or abs(above.size - line.size) > 0.3)
    )
    is_capital = line.text[match.end() : match.end() + 1].isupper()
    stands_out = is_apart or line.size < body * 0.97 or line.bold
    if match["end"] in (":", "|"):
        return stands_out or is_capital
    if match["end"] and is_capital:
        return stands_out
    if match.end() == len(line.text):  # the label alone, its words on the next line
        return is_apart and (line.bold or line.size < body * 0.97)
    return is_apart and (line.size < body * 0.97 or line.bold) and is_capital


def _end(lines: Sequence[Line], first: int, stop: set[int]) -> int:
    """The caption's last line: as large, next below, up to a gap."""
    last = first
    while last + 1 < len(lines) and last + 1 not in stop:
        line, following = lines[last], lines[last + 1]
        near = 0 < line.y - following.y < 1.45 * line.size
        same = abs(line.size - following.size) < 0.4 and following.page == line.page
        is_label = last == first and _CAPTION.fullmatch(line.text) is not None  # its words may reach over both columns
        same = same and (following.column == line.column or is_label)
        if not near or not same or following.parts > 2 or (line.width < 0.8 and line.text.endswith(".")):
            break
        last += 1
    return last


def _inner(lines: Sequence[Line], numbers: range, caption: Line, stop: set[int], body: float) -> list[int]:
    """Lines beside a caption, up to the next line of text."""
    found: list[int] = []
    for index in numbers:
        line = lines[index]
        elsewhere = line.page != caption.page or line.column != caption.column
        if index in stop or elsewhere or len(found) >= _FARTHEST or _is_text(line, body):
            break
        found.append(index)
    # The last words of a paragraph look like a label; they stand close to the line of text that they end.
    while found and found[-1] > 0 and numbers.step < 0 and _ends_paragraph(lines, found[-1], body):
        found.pop()
    return found


def _is_text(line: Line, body: float) -> bool:
    return abs(line.size - body) < 0.06 * body and line.width > 0.6 and line.parts == 1 and line.maths < 0.3


def _ends_paragraph(lines: Sequence[Line], index: int, body: float) -> bool:
    line, above = lines[index], lines[index - 1]
    return (
        _is_text(above, body)
        and above.page == line.page
        and abs(line.size - above.size) < 0.2
        and above.y - line.y < 1.4 * line.size
        and line.x0 - line.left < 2 * line.size
    )


def _rows(lines: Sequence[Line], side: Sequence[int]) -> int:
    return sum(1 for index in side if lines[index].parts > 1) * 3 + len(side)
