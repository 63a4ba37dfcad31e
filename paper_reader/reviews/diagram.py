"""The PRISMA 2020 flow as a drawing of our own, in SVG: no fonts, scripts or styles from elsewhere. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from textwrap import wrap
from typing import Final

from paper_reader.exporting.plain import plain
from paper_reader.types import FlowColumn, PrismaFlow

_BOX: Final = 300  # widths and heights in SVG units, which are pixels unless scaled
_GAP: Final = 50
_BAND: Final = 36
_LINE: Final = 18
_PAD: Final = 12
_LETTERS: Final = 37  # in a line of a box
_Lines = Sequence[str]


@dataclass(frozen=True, slots=True)
class _Row:
    """A step of the flow: what goes on, and what leaves it."""

    on: _Lines
    off: _Lines

    @property
    def height(self) -> int:
        return 2 * _PAD + _LINE * max(len(self.on), len(self.off), 3)


def flow_svg(flow: PrismaFlow, title: str) -> str:
    """The diagram as one SVG document; a column stands there only where something was searched."""
    columns = []
    if flow.databases.identified or not flow.others.identified:
        columns.append(_rows(flow.databases, "databases and registers"))
    if flow.others.identified:
        columns.append(_rows(flow.others, "other methods"))
    heights = [max(rows[number].height for rows in columns) for number in range(len(columns[0]))]
    tops = [_GAP + sum(heights[:number]) + number * _GAP for number in range(len(heights) + 1)]
    width = _BAND + len(columns) * (2 * _BOX + _GAP) + len(columns) * _GAP
    last = _folded("Papers included in the review", flow.included)
    height = tops[-1] + 2 * _PAD + _LINE * max(len(last), 3) + _GAP
    drawn = [*_bands(tops, heights, height)]
    for number, rows in enumerate(columns):
        drawn += _column(rows, _BAND + _GAP // 2 + number * (2 * _BOX + 2 * _GAP), tops, heights)
    drawn += _box(_BAND + _GAP // 2, tops[-1], height - tops[-1] - _GAP, last)
    if len(columns) == 2:
        drawn.append(_other_included(tops[-1], heights, tops))
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        'font-family="sans-serif" font-size="14" role="img">'
    )
    marker = (
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
        '<path d="M0 0L8 4L0 8z"/></marker></defs>'
    )
    ground = f'<rect width="{width}" height="{height}" fill="white"/>'
    return "\n".join([head, f"<title>{escape(title)}</title>", marker, ground, *drawn, "</svg>"]) + "\n"


def _rows(column: FlowColumn, source: str) -> list[_Row]:
    removed = [*_folded("Duplicate records removed", column.duplicates)]
    if column.not_screened_by_tool:
        removed += _folded("Not screened, put aside by the order of screening", column.not_screened_by_tool)
    waiting = _folded("Still to be screened", column.to_screen) if column.to_screen else []
    unassessed = _folded("Still to be assessed", column.to_assess) if column.to_assess else []
    awaiting = _folded("Awaiting classification", column.awaiting) if column.awaiting else []
    return [
        _Row([*_folded(f"Records identified from {source}", column.identified_total), *_each(column.identified)],
             ["Removed before screening:", *removed]),
        _Row([*_folded("Records screened", column.screened), *waiting],
             [*_folded("Records excluded", column.excluded), *_each(column.excluded_reasons)]),
        _Row(_folded("Reports sought for retrieval", column.sought),
             _folded("Reports not retrieved", column.not_retrieved)),
        _Row([*_folded("Reports assessed for eligibility", column.assessed), *unassessed],
             [*_folded("Reports excluded", column.full_text_excluded), *_each(column.full_text_reasons), *awaiting]),
    ]  # fmt: skip


def _folded(name: str, count: int, indent: str = "") -> list[str]:
    return [indent + line for line in wrap(f"{plain(name)} (n\u00a0=\u00a0{count:,})", _LETTERS)]


def _each(counts: Mapping[str, int]) -> list[str]:
    return [line for name, count in counts.items() for line in _folded(name, count, "\u2002")]


def _bands(tops: Sequence[int], heights: Sequence[int], bottom: int) -> Iterator[str]:
    """The names of the three phases down the left side."""
    phases = (
        ("Identification", tops[0], tops[0] + heights[0]),
        ("Screening", tops[1], tops[3] + heights[3]),
        ("Included", tops[4], bottom - _GAP),
    )
    for name, top, end in phases:
        middle = (top + end) / 2
        yield f'<rect x="4" y="{top}" width="{_BAND - 8}" height="{end - top}" rx="4" fill="#dce8f4" stroke="none"/>'
        yield (
            f'<text x="{_BAND / 2}" y="{middle}" text-anchor="middle" dominant-baseline="middle" font-size="11" '
            f'font-weight="bold" transform="rotate(-90 {_BAND / 2} {middle})">{name}</text>'
        )


def _column(rows: Sequence[_Row], left: int, tops: Sequence[int], heights: Sequence[int]) -> Iterator[str]:
    for number, row in enumerate(rows):
        top, height = tops[number], heights[number]
        yield from _box(left, top, height, row.on)
        yield from _box(left + _BOX + _GAP, top, height, row.off)
        yield _arrow(left + _BOX, top + height / 2, left + _BOX + _GAP, top + height / 2)
        if left < _BOX or number + 1 < len(rows):
            yield _arrow(left + _BOX / 2, top + height, left + _BOX / 2, tops[number + 1])


def _other_included(top: int, heights: Sequence[int], tops: Sequence[int]) -> str:
    """The way from the last box of the second column to the one box at the end."""
    start = _BAND + _GAP // 2 + 2 * _BOX + 2 * _GAP + _BOX / 2
    bend, end = top + _PAD + _LINE / 2, _BAND + _GAP // 2 + _BOX
    path = f"M{start} {tops[3] + heights[3]}V{bend}H{end}"
    return f'<path d="{path}" fill="none" stroke="black" marker-end="url(#tip)"/>'


def _box(left: float, top: float, height: float, lines: _Lines) -> Iterator[str]:
    yield f'<rect x="{left}" y="{top}" width="{_BOX}" height="{height}" fill="white" stroke="black"/>'
    for number, line in enumerate(lines):
        place = top + _PAD + _LINE * (number + 0.75)
        yield f'<text x="{left + _PAD}" y="{place}" xml:space="preserve">{escape(line)}</text>'


def _arrow(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<path d="M{x1} {y1}L{x2} {y2}" stroke="black" marker-end="url(#tip)"/>'
