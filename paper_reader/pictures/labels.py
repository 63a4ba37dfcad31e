"""Room for words on a map: beside what they name, over no other words and over no circle that matters. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from paper_reader.pictures.lettering import text_width
from paper_reader.types import MapLabel

AIR: Final = 2.0
_ASCENT, _DESCENT = 0.8, 0.28  # of a font's size, above and below its base line
OVER_CIRCLE: Final = 3.0  # what a place costs for each circle that it covers; a step further away costs 1


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle on the map; words never cover one that `matters`."""

    x: float
    y: float
    radius: float
    matters: bool = False


@dataclass(frozen=True, slots=True)
class _Box:
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: _Box) -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def covers(self, circle: Circle) -> bool:
        dx = max(self.left - circle.x, 0.0, circle.x - self.right)
        dy = max(self.top - circle.y, 0.0, circle.y - self.bottom)
        return dx * dx + dy * dy < circle.radius * circle.radius


class Room:
    """The free room of a map of this size. Each label that is placed takes some of it."""

    def __init__(self, width: float, height: float, circles: Sequence[Circle]) -> None:
        self._frame = _Box(AIR, AIR, width - AIR, height - AIR)
        self._circles = circles
        self._taken: list[_Box] = []

    def beside(self, circle: Circle, text: str, size: float) -> MapLabel | None:
        """A label next to a circle, None where there is no room for it."""
        width = text_width(text, size)
        return self._best(text, width, size, _around(circle, width, size))

    def near(self, x: float, y: float, text: str, size: float, most_away: float) -> MapLabel | None:
        """A label with its middle near a point."""
        width = text_width(text, size)
        return self._best(text, width, size, _spiral(x - width / 2, y + size / 3, most_away))

    def _best(
        self, text: str, width: float, size: float, places: Iterator[tuple[float, float, float]]
    ) -> MapLabel | None:
        best: tuple[float, float, float, _Box] | None = None
        for x, y, cost in places:
            if best is not None and cost >= best[0]:
                continue
            box = _Box(x - AIR, y - _ASCENT * size - AIR, x + width + AIR, y + _DESCENT * size + AIR)
            price = self._price(box)
            if price is not None and (best is None or cost + price < best[0]):
                best = (cost + price, x, y, box)
        if best is None:
            return None
        _, x, y, box = best
        self._taken.append(box)
        return MapLabel(text=text, x=round(x, 1), y=round(y, 1), width=round(width, 1), height=round(size, 1))

    def _price(self, box: _Box) -> float | None:
        """What a place costs beside its distance; None where nothing may stand there."""
        frame = self._frame
        if box.left < frame.left or box.top < frame.top or box.right > frame.right or box.bottom > frame.bottom:
            return None
        if any(box.meets(other) for other in self._taken):
            return None
        covered = [circle for circle in self._circles if box.covers(circle)]
        if any(circle.matters for circle in covered):
            return None
        return OVER_CIRCLE * len(covered)


def _around(circle: Circle, width: float, size: float) -> Iterator[tuple[float, float, float]]:
    """Places around a circle as (left, base line, cost): right, left, above, below, then aslant, then further away."""
    middle = circle.y + (_ASCENT - _DESCENT) / 2 * size
    for step in range(3):
        away = circle.radius + AIR + 2 + 7 * step
        slant = 0.72 * away
        above, below = circle.y - away - _DESCENT * size, circle.y + away + _ASCENT * size
        yield circle.x + away, middle, step
        yield circle.x - away - width, middle, step + 0.1
        yield circle.x - width / 2, above, step + 0.2
        yield circle.x - width / 2, below, step + 0.3
        yield circle.x + slant, circle.y - slant - _DESCENT * size, step + 0.4
        yield circle.x + slant, circle.y + slant + _ASCENT * size, step + 0.5
        yield circle.x - slant - width, circle.y - slant - _DESCENT * size, step + 0.6
        yield circle.x - slant - width, circle.y + slant + _ASCENT * size, step + 0.7


def _spiral(left: float, base: float, most_away: float) -> Iterator[tuple[float, float, float]]:
    yield left, base, 0.0
    step = 12.0
    rings = int(most_away / step)
    for ring in range(1, rings + 1):
        for dx, dy in ((0, -1), (0, 1), (1, 0), (-1, 0), (1, -1), (-1, -1), (1, 1), (-1, 1)):
            yield left + dx * ring * step * 1.5, base + dy * ring * step, float(ring)
