"""Lines of a PDF joined to paragraphs, across columns and pages, with hyphens taken out. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from paper_reader.reader.pdf_layout import Line

_SENTENCE_ENDS: Final = re.compile(r"[.!?:][\"”’)\]]*[⁰¹²³⁴⁵⁶⁷⁸⁹]*$")
_FOOTNOTE: Final = re.compile(r"^(?:[⁰¹²³⁴⁵⁶⁷⁸⁹∗*†‡§]|\d{1,2}(?=[A-Z\sh]))")
_ITEM: Final = re.compile(r"^(?:[•◦▪‣–—∗⋆▷✓]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])\s+\S")
_HYPHEN: Final = "\x02"


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together."""

    lines: list[Line] = field(default_factory=list)
    is_footnote: bool = False
    is_formula: bool = False

    @property
    def is_item(self) -> bool:
        """Whether it is an item of a list."""
        return _ITEM.match(self.lines[0].text) is not None

    @property
    def text(self) -> str:
        """The paragraph in one line."""
        return joined(line.text for line in self.lines)


def joined(texts: Iterable[str]) -> str:
    """Lines as one text; a word that was parted at a line's end is whole again."""
    whole = ""
    for text in texts:
        if whole.endswith(_HYPHEN):
            whole = whole[:-1] + text
        elif whole.endswith("-") and len(whole) > 1 and whole[-2].islower() and text[:1].islower():
            whole = whole[:-1] + text if _is_one_word(whole, text) else whole + text
        else:
            whole = f"{whole} {text}" if whole else text
    return whole.replace(_HYPHEN, "-" if whole.endswith(_HYPHEN) else "").strip()


def _is_one_word(before: str, after: str) -> bool:
    """Whether a hyphen at a line's end parts a word: it stays after words that are mostly written with one."""
    first = re.split(r"[\s(/]", before[:-1])[-1].lower()
    return "-" not in first and first not in ("self", "non", "multi", "pre", "post", "co", "state", "well", "cross", "fine", "low", "high", "long", "short", "large", "small", "end", "real", "zero", "few", "one", "two")


def paragraphs_of(lines: Sequence[Line], body: float) -> list[Paragraph]:
    """Paragraphs in order; footnotes stand behind the text, and do not part the paragraph they interrupt."""
    found: list[Paragraph] = []
    footnotes: list[Paragraph] = []
    before: Line | None = None
    in_footnote = False
    for line in lines:
        small = line.size < body * 0.93
        if small and (_FOOTNOTE.match(line.text) or (in_footnote and _goes_on(footnotes[-1].lines[-1], line))):
            if _FOOTNOTE.match(line.text) or not footnotes:
                footnotes.append(Paragraph(is_footnote=True))
            footnotes[-1].lines.append(line)
            in_footnote = True
            continue
        in_footnote = False
        formula = line.maths > 0.35 and line.indent > 1.0
        if before is None or not found or formula != found[-1].is_formula or _begins(before, line, found[-1]):
            found.append(Paragraph(is_formula=formula))
        found[-1].lines.append(line)
        before = line
    return [*found, *footnotes]


def _goes_on(above: Line, line: Line) -> bool:
    return above.page == line.page and above.column == line.column and 0 < above.y - line.y < 1.6 * line.size


def _begins(before: Line, line: Line, paragraph: Paragraph) -> bool:
    """Whether a line begins a new paragraph."""
    if abs(before.size - line.size) > max(1.0, 0.12 * line.size):
        return True
    if _ITEM.match(line.text):
        return True
    ended = _SENTENCE_ENDS.search(before.text) is not None
    if before.page != line.page or before.column != line.column or line.y > before.y:
        return ended and (line.indent > 0.7 or not line.text[:1].islower())
    gap = before.y - line.y
    usual = _usual_gap(paragraph, line)
    if gap > max(1.35 * usual, usual + 2.5):
        return ended or not line.text[:1].islower()
    is_indented = line.indent > 0.7 and before.indent < line.indent - 0.5
    is_short = before.right - before.x1 > 2.5 * before.size
    if is_indented and not _ITEM.match(paragraph.lines[0].text):
        return ended or is_short
    return ended and is_short and not line.text[:1].islower()


def _usual_gap(paragraph: Paragraph, line: Line) -> float:
    gaps = [
        above.y - below.y
        for above, below in zip(paragraph.lines, paragraph.lines[1:], strict=False)
        if above.page == below.page and above.y > below.y
    ]
    return min(gaps, default=1.25 * line.size)
