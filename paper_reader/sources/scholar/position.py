"""Where a harvest of Scholar stands, and what the next page does to that. Pure."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from paper_reader.sources.scholar.asking import DEEPEST_RESULT, Asking

_FORMAT = 1
_RANKING_HOLDS = timedelta(days=7)  # a breaker may be open for a day; after a week the pages have shifted


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """So many rows of the answer lie behind (`start`), so many new papers came (`taken`), on so many pages.

    `seen` names every result so far: pages shift while they are turned, and a result that comes again is not new.
    """

    begun: datetime
    start: int = 0
    pages: int = 0
    taken: int = 0
    seen: frozenset[str] = frozenset()
    finished: bool = False

    def to_json(self) -> str:
        """Write the cursor."""
        return json.dumps(
            {
                "format": _FORMAT, "begun": self.begun.isoformat(), "start": self.start, "pages": self.pages,
                "taken": self.taken, "seen": sorted(self.seen), "finished": self.finished,
            }
        )  # fmt: skip

    @classmethod
    def from_json(cls, text: str | None) -> Position | None:
        """Read a cursor; None for one that this version did not write."""
        try:
            data: dict[str, Any] = json.loads(text or "")
            if data.pop("format") != _FORMAT:
                return None
            seen = frozenset(map(str, data.pop("seen")))
            return cls(begun=datetime.fromisoformat(data.pop("begun")), seen=seen, **data)
        except (ValueError, KeyError, TypeError, AttributeError):
            return None


def resumed(cursor: str | None, now: datetime) -> Position:
    """Go on with an interrupted harvest of the last days; otherwise begin anew.

    Begun anew, a finished harvest gets the counts of today; its pages of the last days come from the cache.
    """
    position = Position.from_json(cursor)
    if position is None or position.finished or not timedelta(0) <= now - position.begun < _RANKING_HOLDS:
        return Position(begun=now)
    return position


def wants_more(position: Position, limit: int | None) -> bool:
    """Whether another page is to be asked for."""
    return not position.finished and (limit is None or position.taken < limit)


def advanced(
    position: Position, asking: Asking, names: Sequence[str | None], *, has_next: bool, limit: int | None
) -> tuple[Position, tuple[int, ...]]:
    """Move on after a page whose results have these `names`; also gives the places of those to keep.

    None names a row that could not be read. Finished where there is no next page, where the page brought nothing new,
    at the limit, and where Scholar's own end is reached.
    """
    seen = set(position.seen)
    kept: list[int] = []
    for place, name in enumerate(names):
        if name is not None and name not in seen and (limit is None or position.taken + len(kept) < limit):
            kept.append(place)
            seen.add(name)
    moved = replace(
        position,
        start=position.start + asking.page_size,
        pages=position.pages + 1,
        taken=position.taken + len(kept),
        seen=frozenset(seen),
    )
    nothing_new = not kept and not any(name is None for name in names)
    reached = limit is not None and moved.taken >= limit
    ended = not has_next or nothing_new or reached or moved.start >= DEEPEST_RESULT
    return replace(moved, finished=ended), tuple(kept)
