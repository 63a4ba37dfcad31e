"""Where a search at a citation service stands: a page after a page, up to the limit. Pure.

An interrupted search goes on for a day, after which the order of the answers may have changed. A finished one begins
anew when it is asked again: that brings what is new, and today's counts. With a larger limit it goes on.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from paper_reader.errors import QueryError
from paper_reader.types import SourceQuery

_FORMAT: Final = 1
_ORDER_HOLDS: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPosition:
    """`place` is the service's own word for the next page (a cursor, an offset); `taken` counts records so far."""

    begun: str
    place: str
    taken: int = 0
    total: int | None = None
    exhausted: bool = False

    def to_json(self) -> str:
        """Write the cursor."""
        return json.dumps({"format": _FORMAT} | asdict(self))

    @classmethod
    def from_json(cls, text: str | None) -> SearchPosition | None:
        """Read a cursor; None for one that this version did not write."""
        try:
            data: dict[str, Any] = json.loads(text or "")
            if data.pop("format") != _FORMAT:
                return None
            position = cls(**data)
            datetime.fromisoformat(position.begun)
        except (ValueError, KeyError, TypeError, AttributeError):
            return None
        return position

    def wanted(self, query: SourceQuery, page_size: int) -> int:
        """How many records the next request should bring; 0 at the end."""
        if self.exhausted:
            return 0
        return page_size if query.limit is None else max(0, min(page_size, query.limit - self.taken))

    def after(self, *, taken: int, place: str | None, total: int | None) -> SearchPosition:
        """The position after a page; no `place` means that it was the last one."""
        return replace(
            self, place=place or self.place, taken=self.taken + taken, total=total, exhausted=place is None or not taken
        )


def position_for(query: SourceQuery, cursor: str | None, *, first: str, now: datetime) -> SearchPosition:
    """Where to begin or go on; `QueryError` for what cannot be asked of any service."""
    check_search(query)
    known = SearchPosition.from_json(cursor)
    if known is not None and known.wanted(query, 1):
        age = now - datetime.fromisoformat(known.begun)
        if timedelta(0) <= age < _ORDER_HOLDS:
            return known
    return SearchPosition(begun=now.isoformat(), place=first)


def check_search(query: SourceQuery) -> None:
    """Raise `QueryError` for a search without words, of impossible dates or of less than one paper."""
    if not query.text.strip():
        raise QueryError(f'say what {query.source} should look for: paper-reader collect "graph neural networks" …')
    if query.limit is not None and query.limit < 1:
        raise QueryError(f"cannot collect {query.limit} papers. Give a number from 1 on")
    if query.date_from and query.date_to and query.date_from > query.date_to:
        raise QueryError(f"from {query.date_from} to {query.date_to} is no stretch of time. Swap the dates")
