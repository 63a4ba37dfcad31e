"""Lists and maps of papers that are made up, as large as a test wants them."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest

from paper_reader.pictures.topic_map import MapPaper, MapSubject
from paper_reader.types import Level, Paper, Prerequisite, ReadingList, ReadingListItem, Role

NOW = datetime(2026, 3, 4, 5, 6, tzinfo=UTC)
LEVELS = (Level.START_HERE, Level.CORE, Level.ADVANCED, Level.RECENT)


def a_paper(number, year=2015, title=None):
    return Paper(
        id=number, title=title or f"Paper {number}: on a subject of its own", year=year, authors=("Ada Müller",)
    )


@pytest.fixture
def make_list():
    """Makes a list of papers numbered 101, 102, … in reading order; `needs` are (later, earlier) positions."""

    def make(count, needs=(), surveys=()):
        items = [
            ReadingListItem(
                position=position,
                level=LEVELS[(position - 1) * len(LEVELS) // count],
                role=Role.SURVEY if position in surveys else Role.CORE,
                reason="",
                score=0.5,
                signals={},
                paper=a_paper(100 + position),
                needs=tuple(
                    Prerequisite(paper_id=100 + earlier, title="", why="because", position=earlier)
                    for later, earlier in needs
                    if later == position
                ),
            )
            for position in range(1, count + 1)
        ]
        return ReadingList(topic="A topic", generated_at=NOW, items=tuple(items))

    return make


@pytest.fixture
def make_subject():
    """Makes papers in groups with vectors of their own; every fifth has no known influence, every seventh no year."""

    def make(count, groups=4, must_reads=10):
        chance = np.random.default_rng(5)
        centres = chance.standard_normal((groups, 24))
        rows = centres[np.arange(count) % groups] + 0.25 * chance.standard_normal((count, 24))
        vectors = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
        papers = [
            MapPaper(
                paper=a_paper(n + 1, None if n % 7 == 6 else 2000 + n % 20),
                position=n + 1 if n < must_reads else None,
                influence=None if n % 5 == 4 else (n * 37 % 100) / 100,
                facet=f"group {n % groups}",
            )
            for n in range(count)
        ]
        return MapSubject(topic="A topic", topic_slug=None, papers=papers, vectors=vectors)

    return make
