"""A library refreshed day by day from a small arXiv, and what each day cost."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from paper_reader.errors import PaperNotFound
from paper_reader.library import Library, open_library
from paper_reader.settings import Settings
from refreshing.small_arxiv import SmallArxiv

TOPICS = ("graph-neural-networks", "reinforcement-learning")
SEARCH = "adversarial examples"


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One day: papers that came, named in the digest, and seconds of wall and of processor."""

    day: date
    came: int
    new: int
    told: int
    refresh_seconds: float
    refresh_cpu: float
    digest_seconds: float


class Month:
    """Refreshes one library from one arXiv. `told` counts how often each paper stood in a digest, by arXiv id."""

    def __init__(self, arxiv: SmallArxiv, data: Path, cache: Path, categories: Sequence[str]) -> None:
        self._arxiv = arxiv
        settings = Settings(
            data_dir=data, cache_dir=cache, starter=False, model="fast",
            arxiv_oai_url=f"{arxiv.url}/oai", arxiv_api_url=f"{arxiv.url}/api/query", arxiv_interval_seconds=0.0,
        )  # fmt: skip
        self.library: Library = open_library(settings, clock=lambda: arxiv.now)
        self.told: Counter[str] = Counter()
        for name in categories:
            self.library.follow_category(name)
        for topic in TOPICS:
            if self.library.topic(topic):
                self.library.follow_topic(topic)
        self.library.follow_search(SEARCH)

    def close(self) -> None:
        """Close the library."""
        self.library.close()

    def holds(self, arxiv_id: str) -> bool:
        """Whether the library has this paper."""
        try:
            return bool(self.library.paper(arxiv_id))
        except PaperNotFound:
            return False

    def days(self, first: date, count: int) -> Iterator[Day]:
        """Live through so many days, one after the other."""
        for number in range(count):
            yield self.live(first + timedelta(days=number))

    def live(self, day: date) -> Day:
        """Refresh on one day and look at the digest."""
        self._arxiv.today = day
        began, cpu = time.monotonic(), time.process_time()
        report = self.library.refresh()
        took, worked = time.monotonic() - began, time.process_time() - cpu
        if report.run.outcome.value != "done":
            raise SystemExit(f"the refresh of {day} ended {report.run.outcome}: {report.run.messages}")
        began = time.monotonic()
        digest = self.library.digest(limit=500)
        self.library.note_shown(digest)
        self.told.update(item.paper.arxiv_id or "" for item in digest.items)
        return Day(
            day=day,
            came=sum(one.day == day for one in self._arxiv.visible()),
            new=report.run.created,
            told=len(digest.items),
            refresh_seconds=took,
            refresh_cpu=worked,
            digest_seconds=time.monotonic() - began,
        )
