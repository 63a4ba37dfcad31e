"""Which new papers matter to this reader, in which order, and why. Pure.

A new paper matters when it is on a followed topic, is found by a saved search, is of a followed category, or is near
to what the reader has read. Nearness is the mean cosine to the three nearest papers of a profile: a topic's must-reads,
what was read, what was skipped. "Near" is what one paper in twenty of the library is, or what lies nearer to the
nearest one of it than to its middle: nothing hangs to a model, nor to how much of a library is of one subject.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from paper_reader.types import NewsItem, Paper

Matrix = NDArray[np.float32]

NEIGHBOURS: Final = 3
NEAR_SHARE: Final = 0.95
APPEARS_LATE: Final = timedelta(days=60)  # a paper may be announced, or come to us, so long after it was submitted
_FOR_SEARCH: Final = 0.5  # as much as standing in the middle of a topic
_FOR_READ: Final = 0.5
_FOR_SKIPPED: Final = 0.5
_FOR_CATEGORY: Final = 0.05
_TITLE_LETTERS: Final = 80


@dataclass(frozen=True, slots=True)
class Profile:
    """Papers that stand for something, with their vectors, row by row."""

    papers: tuple[Paper, ...]
    rows: Matrix

    def nearness(self, rows: Matrix) -> NDArray[np.float32]:
        """How near each row is; 0 where the profile is empty."""
        if not len(self.rows) or not len(rows):
            return np.zeros(len(rows), dtype=np.float32)
        best = np.sort(rows @ self.rows.T, axis=1)[:, -NEIGHBOURS:]
        return np.asarray(best.mean(axis=1), dtype=np.float32)

    def nearest(self, row: Matrix) -> Paper:
        """The one paper that is nearest to a row."""
        return self.papers[int(np.argmax(self.rows @ row))]

    def bar(self, sample: Matrix) -> float:
        """From which nearness on a paper is near: see the module's own words."""
        if not len(sample) or not len(self.rows):
            return float("inf")
        near = self.nearness(sample)
        return float(min(np.quantile(near, NEAR_SHARE), (np.median(near) + near.max()) / 2))


@dataclass(frozen=True, slots=True, kw_only=True)
class Taste:
    """What is known of the reader. `topics` and `found_by` name, by title, the ids on a topic or of a saved search."""

    topics: Mapping[str, frozenset[int]]
    found_by: Mapping[str, frozenset[int]]
    categories: Sequence[str]
    must_reads: Mapping[str, Profile]
    read: Profile
    skipped: Profile
    sample: Matrix
    marked: frozenset[int] = field(default_factory=frozenset)


def is_news(paper: Paper, since: datetime) -> bool:
    """Whether a paper that came since then is new in the world too, and not an old one that came late."""
    if paper.published is not None:
        return paper.published >= since.date() - APPEARS_LATE
    return paper.year is not None and paper.year >= (since - APPEARS_LATE).year


def choose_news(
    papers: Sequence[Paper], rows: Mapping[int, Matrix], arrivals: Mapping[int, datetime], taste: Taste
) -> list[NewsItem]:
    """Those that matter, the most important first, each with its reasons; equal ones by date, then number."""
    bars = (taste.read.bar(taste.sample), taste.skipped.bar(taste.sample))
    items = [
        item
        for paper in papers
        if paper.id not in taste.marked
        and (item := _item(paper, rows.get(paper.id), arrivals[paper.id], taste, bars)) is not None
    ]
    return sorted(items, key=lambda item: (-item.score, -(item.paper.published or date.min).toordinal(), item.paper.id))


def _item(
    paper: Paper, row: Matrix | None, arrived_at: datetime, taste: Taste, bars: tuple[float, float]
) -> NewsItem | None:
    on = [title for title, ids in taste.topics.items() if paper.id in ids]
    searches = [title for title, ids in taste.found_by.items() if paper.id in ids]
    categories = [name for name in taste.categories if _is_in(paper, name)]
    read, skipped = (_near(profile, row) for profile in (taste.read, taste.skipped))
    is_near_read = row is not None and read >= bars[0]
    if not (on or searches or categories or is_near_read):
        return None
    reasons, score = [], 0.0
    for title in on:
        profile = taste.must_reads.get(title)
        near = _near(profile, row) if profile else 0.0
        score = max(score, near)
        reasons.append(f"on {title}, which you follow" + _beside(profile, row))
    if searches:
        score = max(score, _FOR_SEARCH)
        reasons.append("found by your search " + " and ".join(f"“{title}”" for title in searches))
    score += _FOR_READ * read
    if is_near_read and row is not None:
        reasons.append(f"close to “{_short(taste.read.nearest(row))}”, which you read")
    if categories:
        score += _FOR_CATEGORY
        reasons.append(f"new in {', '.join(categories)}")
    if skipped > read:
        score -= _FOR_SKIPPED * skipped
    if row is not None and skipped > read and skipped >= bars[1]:
        reasons.append(f"though close to “{_short(taste.skipped.nearest(row))}”, which you skipped")
    return NewsItem(paper=paper, arrived_at=arrived_at, score=score, reasons=tuple(reasons), topics=tuple(on))


def _near(profile: Profile | None, row: Matrix | None) -> float:
    return float(profile.nearness(row[None, :])[0]) if profile is not None and row is not None else 0.0


def _beside(profile: Profile | None, row: Matrix | None) -> str:
    if profile is None or row is None or not profile.papers:
        return ""
    return f"; nearest there: “{_short(profile.nearest(row))}”"


def _is_in(paper: Paper, category: str) -> bool:
    return any(own == category or own.startswith(f"{category}.") for own in paper.categories)


def _short(paper: Paper) -> str:
    title = paper.title
    return title if len(title) <= _TITLE_LETTERS else title[: _TITLE_LETTERS - 1].rstrip() + "…"
