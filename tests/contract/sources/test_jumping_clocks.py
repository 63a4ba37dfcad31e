"""Refreshes and digests day by day while this machine's clock jumps: each paper comes and is told of once."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from paper_reader.library import open_library
from paper_reader.settings import Settings
from paper_reader.types import Outcome

FIRST = datetime(2026, 3, 2, 12, tzinfo=UTC)
# Right, a year back, right, three days on, a day back, two years on, right …
JUMPS = [timedelta(days=days) for days in (0, -365, 0, 3, -1, 730, 0, 0)]


@pytest.fixture
def arxiv(make_arxiv, make_paper):
    return make_arxiv(
        [
            make_paper(f"2603.{day + 1:02}{number:03}", f"Graphs of kind {day} {number}", FIRST + timedelta(days=day))
            for day in range(-1, len(JUMPS))
            for number in range(1 + day % 2)
        ]
    )


def test_each_paper_comes_and_is_told_once_whatever_the_clock_says(tmp_path, serve, arxiv):
    server, now = serve(arxiv), [FIRST]
    settings = Settings(
        data_dir=tmp_path / "data", cache_dir=tmp_path / "cache", starter=False, model="fast",
        arxiv_oai_url=f"{server.url}/oai", arxiv_api_url=f"{server.url}/api/query", arxiv_interval_seconds=0.0,
    )  # fmt: skip
    library = open_library(settings, clock=lambda: now[0])
    everything, told = arxiv.papers, Counter[str]()
    library.follow_category("cs.LG")
    library.follow_search("graphs")
    for day, jump in enumerate(JUMPS):
        arxiv.now = FIRST + timedelta(days=day)
        arxiv.papers = [paper for paper in everything if paper.published <= arxiv.now]
        now[0] = arxiv.now + jump
        report = library.refresh()
        assert report.run.outcome is Outcome.DONE
        if day % 2 and day < len(JUMPS) - 1:
            continue  # what came while the clock was wrong is told of when it is right again
        digest = library.digest(limit=100)
        library.note_shown(digest)
        told.update(item.paper.title for item in digest.items)
    assert library.status().papers == len(everything)
    assert max(told.values()) == 1, "nothing is told twice"
    # What was published long before the day that the clock claims is no news to it.
    ahead = {paper.title for paper in everything if JUMPS[(paper.published - FIRST).days] > timedelta(days=60)}
    assert set(told) >= {paper.title for paper in everything} - ahead
    library.close()
