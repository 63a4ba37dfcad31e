"""Which of a topic's papers are new: published since a day, or come to the library since then. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time

from paper_reader.types import NewPaper, Paper


def new_since(
    papers: Iterable[Paper], arrivals: Mapping[int, datetime], since: date, *, seen_at: datetime | None = None
) -> list[NewPaper]:
    """Those that are new, the latest to arrive first, then the latest published; each once.

    With `seen_at`, the arrival counts from that very moment and not from the beginning of the day. Papers whose
    arrival is not known are left out: they have just been deleted.
    """
    moment = seen_at or datetime.combine(since, time.min, UTC)
    found = {
        paper.id: NewPaper(paper, arrivals[paper.id])
        for paper in papers
        if paper.id in arrivals
        and (arrivals[paper.id] > moment or (paper.published is not None and paper.published >= since))
    }
    return sorted(found.values(), key=_latest_first)


def _latest_first(new: NewPaper) -> tuple[float, int, int]:
    published = new.paper.published.toordinal() if new.paper.published else 0
    return -new.arrived_at.timestamp(), -published, new.paper.id
