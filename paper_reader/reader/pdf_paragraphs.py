"""Lines of a PDF joined to paragraphs, across columns and pages, with hyphens taken out. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from paper_reader.reader.pdf_hyphens import Hyphenation
from paper_reader.reader.pdf_layout import Line

_SENTENCE_ENDS: Final = re.compile(r"[.!?:][\"”’)\]]*[⁰¹²³⁴⁵⁶⁷⁸⁹]*$")
_FOOTNOTE: Final = re.compile(r"^(?:[⁰¹²³⁴⁵⁶⁷⁸⁹∗*†‡§]|\d{1,2}\s?(?=[A-Z\sh])|https?://)")
_ITEM: Final = re.compile(r"^(?:[•◦▪‣–—∗⋆▷✓]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])\s+\S")


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together."""

    words: Hyphenation
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
        return self.words.joined(line.text for line in self.lines)


def paragraphs_of(lines: Sequence[Line], body: float, words: Hyphenation) -> list[Paragraph]:
    """Paragraphs in order; footnotes stand behind the text, and do not part the paragraph they interrupt."""
    found: list[Paragraph] = []
    footnotes: list[Paragraph] = []
    before: Line | None = None
    in_footnote = False
    for line in lines:
        small = line.size < body * 0.93
        if small and (_FOOTNOTE.match(line.text) or (in_footnote and _goes_on(footnotes[-1].lines[-1], line))):
            if _FOOTNOTE.match(line.text) or not footnotes:
                footnotes.append(Paragraph(words, is_footnote=True))
            footnotes[-1].lines.append(line)
            in_footnote = True
            continue
        in_footnote = False
        formula = _is_formula(line, found[-1] if found else None)
        is_new = formula != found[-1].is_formula if found else True
        if before is None or is_new or (not formula and _begins(before, line, found[-1])):
            found.append(Paragraph(words, is_formula=formula))
        found[-1].lines.append(line)
        before = line
    return [*found, *footnotes]


def _is_formula(line: Line, before: Paragraph | None) -> bool:
    """Whether a line belongs to a displayed formula: set in its fonts, or a scrap beside one (a limit, an index)."""
    if line.indent <= 1.0:
        return False
    if line.maths > 0.35:
        return True
    is_scrap = len(line.text) <= 6 and line.width < 0.25 and not line.text.isalpha()
    return before is not None and before.is_formula and is_scrap


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
