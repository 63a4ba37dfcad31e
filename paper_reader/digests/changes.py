"""What changed among the must-reads, and whose citations grew. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from paper_reader.types import CitationCount, Climber, MustReadChange, Paper

MOST_CLIMBERS: Final = 5


def changes_of(
    titles: Mapping[str, str], known: Mapping[str, Sequence[int]], now: Mapping[str, Sequence[int]]
) -> list[tuple[str, str, list[int], list[int]]]:
    """(slug, title, came in, dropped out) of each topic whose list is another one than the reader knows.

    A topic without a known list has no changes yet, and one whose list is empty now (no index) has lost nothing.
    """
    found = []
    for slug, ids in now.items():
        if slug not in known or not ids:
            continue
        came = [one for one in ids if one not in set(known[slug])]
        gone = [one for one in known[slug] if one not in set(ids)]
        if came or gone:
            found.append((slug, titles[slug], came, gone))
    return found


def with_papers(
    changes: Sequence[tuple[str, str, list[int], list[int]]], papers: Mapping[int, Paper]
) -> tuple[MustReadChange, ...]:
    """The same with the papers themselves; those that are gone from the library are left out."""
    return tuple(
        MustReadChange(
            topic_slug=slug,
            title=title,
            came_in=tuple(papers[one] for one in came if one in papers),
            dropped=tuple(papers[one] for one in gone if one in papers),
        )
        for slug, title, came, gone in changes
    )


def climbers_of(
    papers: Sequence[Paper], histories: Mapping[int, Sequence[CitationCount]], since: date
) -> tuple[Climber, ...]:
    """The papers that gained most since a day by one source's own counts; `histories` are in order of time.

    Gains are weighed against what was there: 30 more of 10 are more than 40 more of 9,000.
    """
    found = [climber for paper in papers if (climber := _climb(paper, histories.get(paper.id, ()), since))]
    found.sort(key=lambda one: (-one.gained / (one.before.count + 10) ** 0.5, one.paper.id))
    return tuple(found[:MOST_CLIMBERS])


def _climb(paper: Paper, history: Sequence[CitationCount], since: date) -> Climber | None:
    best: Climber | None = None
    for source in dict.fromkeys(count.source for count in history):
        counts = [count for count in history if count.source == source and count.observed_on is not None]
        before = [count for count in counts if count.observed_on is not None and count.observed_on < since]
        after = [count for count in counts if count.observed_on is not None and count.observed_on >= since]
        if before and after and after[-1].count > before[-1].count:
            climber = Climber(paper=paper, before=before[-1], now=after[-1])
            best = climber if best is None or climber.gained > best.gained else best
    return best
