"""From fragments to lines in reading order: no letters of pictures, columns apart, no running heads. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from paper_reader.reader.pdf_letters import Fragment, Page

_SAME_LINE: Final = 0.5  # of a letter's height
_OUTER: Final = 0.09  # of a page's height: where running heads and page numbers stand
_PAGE_NUMBER: Final = re.compile(
    r"(?:page\s+)?[-–—]?\s*(?:\d{1,4}|[ivxl]{1,6})\s*[-–—]?(?:\s*(?:of|/)\s*\d{1,4})?", re.IGNORECASE
)
_LABEL: Final = re.compile(r"(?:table|fig(?:ure|\.)|algorithm)\s*\d", re.IGNORECASE)
_DIGITS: Final = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a column. `left` and `right` are the column's margins; `parts` says of how many fragments it is."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    italic: bool
    maths: float
    page: int
    column: int  # 0 over the whole page, 1 left, 2 right
    left: float = 0.0
    right: float = 0.0
    parts: int = 1

    @property
    def width(self) -> float:
        """How far the line reaches, as a share of its column."""
        return (self.x1 - self.x0) / max(self.right - self.left, 1.0)

    @property
    def indent(self) -> float:
        """How far in from the column's margin it begins, in letter heights."""
        return (self.x0 - self.left) / self.size


def lines_of(pages: Sequence[Page]) -> list[Line]:
    """All lines of a document's body in the order in which they are read."""
    kept = [_without_pictures(page) for page in pages]
    running = _running_heads(kept)
    large = 1.15 * body_size(one for page in pages for one in page.fragments)
    kept = [
        replace(page, fragments=tuple(one for one in page.fragments if not _is_running(one, page, running, large)))
        for page in kept
    ]
    found: list[Line] = []
    for page in kept:
        found += _with_margins(_page_lines(page))
    return found


def body_size(fragments: Iterable[Fragment]) -> float:
    """The height of the letters that most of the text is set in."""
    sizes: Counter[float] = Counter()
    for one in fragments:
        sizes[round(one.size * 2) / 2] += len(one.text)
    return max(sizes, key=lambda size: (sizes[size], size), default=10.0)


def _without_pictures(page: Page) -> Page:
    def inside(one: Fragment) -> bool:
        x, y = (one.x0 + one.x1) / 2, one.y + one.size / 3
        return any(left <= x <= right and bottom <= y <= top for left, bottom, right, top in page.pictures)

    return replace(page, fragments=tuple(one for one in page.fragments if not inside(one)))


def _running_heads(pages: Sequence[Page]) -> frozenset[str]:
    """What stands at the top or bottom of several pages, its numbers aside."""
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({_shape(one) for one in page.fragments if _is_outer(one, page)})
    often = max(2, min(4, len(pages) // 3))
    return frozenset(shape for shape, count in seen.items() if count >= often and len(shape) > 1)


def _is_running(one: Fragment, page: Page, running: frozenset[str], large: float) -> bool:
    if page.number == 0 and one.size > large:  # the title, which later pages repeat
        return False
    if _LABEL.match(one.text):  # of tables, which often stand at a page's top
        return False
    return _is_outer(one, page) and (_shape(one) in running or _PAGE_NUMBER.fullmatch(one.text) is not None)


def _is_outer(one: Fragment, page: Page) -> bool:
    return one.y < page.height * _OUTER or one.y > page.height * (1 - _OUTER)


def _shape(one: Fragment) -> str:
    return _DIGITS.sub("#", one.text)


def _page_lines(page: Page) -> list[Line]:
    gutter = gutter_of(page.fragments)
    by_column: dict[int, list[Fragment]] = {0: [], 1: [], 2: []}
    in_tables = _in_wide_tables(page.fragments, gutter) if gutter is not None else frozenset()
    for one in page.fragments:
        by_column[0 if id(one) in in_tables else _column(one, gutter)].append(one)
    columns = {column: _joined(found, page.number, column) for column, found in by_column.items()}
    if gutter is None:
        return columns[0]
    return _in_order(columns)


def _column(one: Fragment, gutter: float | None) -> int:
    if gutter is None or (one.x0 < gutter - 4 and one.x1 > gutter + 4):
        return 0
    return 1 if (one.x0 + one.x1) / 2 < gutter else 2


def _in_wide_tables(fragments: Sequence[Fragment], gutter: float) -> frozenset[int]:
    """Cells of tables over both columns: three or more short ones in a row, on both sides of the gap.

    A row beside a line of one column is no such row: a table of the left column, and a paragraph's end in the right.
    """
    across = max(one.x1 for one in fragments) - min(one.x0 for one in fragments)
    rows = _rows(fragments)
    in_columns = [any(_is_of_column(one, gutter, across) for one in row) for row in rows]
    found: set[int] = set()
    for index, row in enumerate(rows):
        sizes = sorted(one.size for one in row)
        is_even = sizes[-1] < 1.15 * sizes[len(row) // 2]
        is_over_both = min(one.x1 for one in row) < gutter < max(one.x0 for one in row)
        near = any(
            in_columns[other] and abs(rows[other][0].y - row[0].y) < 1.8 * sizes[-1]
            for other in (index - 1, index, index + 1)
            if 0 <= other < len(rows)
        )
        if len(row) >= 3 and is_even and is_over_both and not near:
            found.update(id(one) for one in row)
    return frozenset(found)


def _is_of_column(one: Fragment, gutter: float, across: float) -> bool:
    """Whether a fragment is a line of text on one side of the gap."""
    return one.x1 - one.x0 > 0.3 * across and not one.x0 < gutter < one.x1


def gutter_of(fragments: Sequence[Fragment]) -> float | None:
    """Where the gap between two columns stands; None for a page of one column.

    Two columns are lines of some length that stand beside each other on both sides of a gap which none of them crosses.
    """
    if not fragments:
        return None
    first, last = min(one.x0 for one in fragments), max(one.x1 for one in fragments)
    middle, across = (first + last) / 2, last - first
    long_ones = [one for one in fragments if 0.28 * across < one.x1 - one.x0 < 0.56 * across]
    lefts = [one for one in long_ones if one.x1 <= middle + 0.04 * across and one.x0 < middle - 0.2 * across]
    rights = [one for one in long_ones if one.x0 >= middle - 0.04 * across]
    beside = sum(any(abs(one.y - other.y) < 3 * one.size for other in lefts) for one in rights)
    if len(lefts) < 5 or beside < 5:
        return None
    edge_left = sorted(one.x1 for one in lefts)[int(len(lefts) * 0.95)]
    edge_right = sorted(one.x0 for one in rights)[int(len(rights) * 0.05)]
    return (edge_left + edge_right) / 2 if edge_left < edge_right else None


def _joined(fragments: Sequence[Fragment], page: int, column: int) -> list[Line]:
    """Fragments of one column as lines from top to bottom."""
    return [_line(sorted(row, key=lambda one: one.x0), page, column) for row in _rows(fragments)]


def _rows(fragments: Sequence[Fragment]) -> list[list[Fragment]]:
    rows: list[list[Fragment]] = []
    for one in sorted(fragments, key=lambda one: (-one.y, one.x0)):
        if rows and abs(rows[-1][0].y - one.y) <= _SAME_LINE * max(one.size, rows[-1][0].size):
            rows[-1].append(one)
        else:
            rows.append([one])
    return rows


def _line(row: list[Fragment], page: int, column: int) -> Line:
    letters = sum(len(one.text) for one in row) or 1
    main = max(row, key=lambda one: (one.size * len(one.text), one.x0))
    return Line(
        text=" ".join(one.text for one in row),
        x0=row[0].x0,
        x1=max(one.x1 for one in row),
        y=main.y,
        size=main.size,
        bold=sum(len(one.text) for one in row if one.bold) * 2 > letters,
        italic=sum(len(one.text) for one in row if one.italic) * 2 > letters,
        maths=sum(one.maths * len(one.text) for one in row) / letters,
        page=page,
        column=column,
        parts=len(row),
    )


def _in_order(columns: dict[int, list[Line]]) -> list[Line]:
    """Lines over the whole page part it into bands; within a band the left column is read before the right one."""
    ordered: list[Line] = []
    left, right = list(columns[1]), list(columns[2])
    for full in columns[0]:
        ordered += _above(left, full.y) + _above(right, full.y)
        ordered.append(full)
    return ordered + left + right


def _above(lines: list[Line], y: float) -> list[Line]:
    """Take the lines above `y` out of a column."""
    count = sum(1 for one in lines if one.y > y)
    taken, lines[:] = lines[:count], lines[count:]
    return taken


def _with_margins(lines: list[Line]) -> list[Line]:
    margins: dict[int, tuple[float, float]] = {}
    for column in (0, 1, 2):
        own = [one for one in lines if one.column == column]
        if own:
            lefts = sorted(one.x0 for one in own)
            rights = sorted(one.x1 for one in own)
            margins[column] = lefts[int(len(own) * 0.05)], rights[min(int(len(own) * 0.9), len(own) - 1)]
    return [replace(one, left=margins[one.column][0], right=margins[one.column][1]) for one in lines]
