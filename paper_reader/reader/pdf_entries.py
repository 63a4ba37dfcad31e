"""The lines of a PDF's list of references as its entries. Pure."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from paper_reader.reader.pdf_hyphens import Hyphenation
from paper_reader.reader.pdf_layout import Line

_BRACKETED: Final = re.compile(r"^(\[[^\]\s]{1,24}\])\s*")
_NUMBERED: Final = re.compile(r"^(\d{1,3}\.)\s+(?=\S)")
_NAME: Final = re.compile(r"^[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its label as printed (or empty), its text, and how many lines it takes."""

    label: str
    text: str


def entries_of(lines: Sequence[Line], words: Hyphenation) -> list[Entry]:
    """Entries told apart by their labels, else by the hanging indent, else by the room between them."""
    for pattern in (_BRACKETED, _NUMBERED):
        if sum(1 for line in lines if pattern.match(line.text)) * 8 >= len(lines):
            return [_labelled(group, pattern, words) for group in _parted(lines, _starts_by_label(lines, pattern))]
    return [Entry("", words.joined(line.text for line in group)) for group in _parted(lines, _starts_by_place(lines))]


def _starts_by_label(lines: Sequence[Line], pattern: re.Pattern[str]) -> list[bool]:
    """A number counts where it is the next one: "2019. In" at a line's beginning is a year."""
    starts: list[bool] = []
    last = 0
    matches = [pattern.match(line.text) for line in lines]
    numbers = [int(digits) if match and (digits := match[1].strip("[].")).isdecimal() else None for match in matches]
    are_numbers = sum(number is not None for number in numbers) * 2 > sum(match is not None for match in matches)
    for match, number in zip(matches, numbers, strict=True):
        is_start = match is not None and (last < number <= last + 3 if number is not None else not are_numbers)
        last = number if is_start and number is not None else last
        starts.append(is_start)
    return starts


def _starts_by_place(lines: Sequence[Line]) -> list[bool]:
    lefts: dict[tuple[int, int], float] = {}
    for line in lines:
        key = (line.page, line.column)
        lefts[key] = min(lefts.get(key, line.x0), line.x0)
    hangs = sum(1 for line in lines if line.x0 > lefts[line.page, line.column] + 0.4 * line.size)
    if hangs * 4 >= len(lines):
        return [
            line.x0 <= lefts[line.page, line.column] + 0.4 * line.size and _NAME.match(line.text) is not None
            for line in lines
        ]
    starts = [True]
    usual = sorted(above.y - below.y for above, below in itertools.pairwise(lines) if above.y > below.y)
    gap = usual[len(usual) // 4] if usual else 0.0
    for above, below in itertools.pairwise(lines):
        starts.append(above.y - below.y > 1.2 * gap if above.y > below.y else above.text.endswith("."))
    return starts


def _parted(lines: Sequence[Line], starts: Sequence[bool]) -> list[list[Line]]:
    groups: list[list[Line]] = []
    for line, is_start in zip(lines, starts, strict=True):
        if is_start:
            groups.append([line])
        elif groups:
            groups[-1].append(line)
    return groups


def _labelled(group: Sequence[Line], pattern: re.Pattern[str], words: Hyphenation) -> Entry:
    text = words.joined(line.text for line in group)
    match = pattern.match(text)
    return Entry(match[1], text[match.end() :]) if match else Entry("", text)
