"""The title on a PDF's first page. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from paper_reader.reader.pdf_layout import Line

_NO_TITLE: Final = re.compile(
    r"untitled|^microsoft word|\.(?:docx?|tex|dvi|pdf)$|^arxiv:|"
    r"^preprint\b|^published\b|^under review|^proceedings\b|^\W*$",
    re.IGNORECASE,
)
_NUMBERED: Final = re.compile(r"^\d{1,2}(?:(?:\.\d{1,2})+\s|\.?\s+[A-Z]\w+$)")
_FIRST_HEADING: Final = re.compile(r"^(?:abstract|(?:\d\.?\s+|I\.\s+)?introduction)\b", re.IGNORECASE)


def title_of(lines: Sequence[Line], named: str, body: float) -> tuple[str, int]:
    """The title, and the number of the first line after it.

    It is the largest text on the first page, or what the file names as its title where the page says the same.
    """
    front = _front(lines)
    middle = (min((line.y for line in front), default=0) + max((line.y for line in front), default=0)) / 2
    largest = max((line.size for line in front if _may_be_title(line, middle)), default=0.0)
    at = next(
        (index for index, line in enumerate(front) if line.size > largest - 0.5 and _may_be_title(line, middle)), 0
    )
    if largest <= body * 1.05:
        return (named, 0) if named and not _NO_TITLE.search(named) else ("", 0)
    end = at
    while end < len(front) and front[end].size > largest - 0.8:
        end += 1
    shown = " ".join(line.text.replace("\x02", "-") for line in front[at:end])
    if named and not _NO_TITLE.search(named) and _letters(named) in _letters(" ".join(one.text for one in front)):
        return named, end
    return shown, end


def _may_be_title(line: Line, middle: float) -> bool:
    return len(line.text) > 3 and line.y >= middle and line.text[0].isalnum() and not _NUMBERED.match(line.text)


def _front(lines: Sequence[Line]) -> list[Line]:
    front = []
    for line in lines:
        if line.page > 0 or (_FIRST_HEADING.match(line.text) and len(line.text) < 40):
            break
        front.append(line)
    return front


def _letters(text: str) -> str:
    return "".join(sign for sign in text.lower() if sign.isalnum())
