"""Refreshing: what is followed, what ran and how it ended, and what is new for this reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from api.pages.addresses import topic_path
from api.pages.views.cards import Card, card_of
from api.pages.views.links import Link
from api.pages.views.words import capital, count, day
from paper_reader.digests.writing import climb
from paper_reader.types import Digest, Follow, FollowKind, Outcome, ReadingStatus, RefreshStep, Roadmap, RunReport

_KINDS: Final = {FollowKind.TOPIC: "topic", FollowKind.SEARCH: "words", FollowKind.CATEGORY: "arXiv category"}
OUTCOMES: Final = {
    Outcome.DONE: "done",
    Outcome.EMPTY: "nothing new",
    Outcome.PARTIAL: "in part",
    Outcome.BLOCKED: "blocked",
    Outcome.FAILED: "failed",
    Outcome.RUNNING: "not ended",
}
_BAD: Final = frozenset({Outcome.BLOCKED, Outcome.FAILED, Outcome.PARTIAL})


@dataclass(frozen=True, slots=True)
class FollowRow:
    """Something that is followed; `since` is "" for what nobody asked for. `asked` says when it was asked last."""

    name: str
    title: str
    kind: str
    href: str
    since: str
    asked: str


@dataclass(frozen=True, slots=True)
class RunRow:
    """A run in the history."""

    number: int
    kind: str
    description: str
    begun: str
    took: str
    outcome: str
    is_bad: bool
    brought: str
    messages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RefreshView:
    """The page. `running_since` is "" where nothing runs; `is_default`: nobody has chosen what to follow."""

    follows: tuple[FollowRow, ...]
    is_default: bool
    questions: tuple[str, ...]
    running_since: str
    runs: tuple[RunRow, ...]
    topics: tuple[Link, ...]  # href is the topic's short name: the value of an option


@dataclass(frozen=True, slots=True)
class Change:
    """What came into a topic's must-reads and what dropped out of them."""

    topic: Link
    came_in: tuple[Card, ...]
    dropped: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class NewsView:
    """What is new."""

    since: str
    cards: tuple[Card, ...]
    changes: tuple[Change, ...]
    climbers: tuple[tuple[Card, str], ...]
    left_out: str
    notes: tuple[str, ...]


def refresh_view(
    steps: Sequence[RefreshStep],
    follows: Sequence[Follow],
    runs: Sequence[RunReport],
    roadmap: Roadmap,
    running_since: datetime | None,
) -> RefreshView:
    """Make the page's view."""
    asked: dict[tuple[FollowKind, str], datetime] = {}
    for step in steps:
        if step.refreshed_at is not None:
            key = (step.follow.kind, step.follow.name)
            asked[key] = min(step.refreshed_at, asked.get(key, step.refreshed_at))
    return RefreshView(
        follows=tuple(_follow(one, asked.get((one.kind, one.name))) for one in follows),
        is_default=all(one.by_default for one in follows),
        questions=tuple(f"{step.query.source}: {step.asks}" for step in steps),
        running_since=moment(running_since) if running_since else "",
        runs=tuple(_run(run) for run in runs),
        topics=tuple(Link(topic.slug, topic.title) for topic in roadmap.topics),
    )


def news_view(digest: Digest, statuses: Mapping[int, ReadingStatus]) -> NewsView:
    """Make the view of what is new."""
    return NewsView(
        since=day(digest.since),
        cards=tuple(
            card_of(
                item.paper,
                statuses.get(item.paper.id),
                text=capital("; ".join(item.reasons)),
                badges=item.topics,
            )
            for item in digest.items
        ),
        changes=tuple(
            Change(
                Link(topic_path(change.topic_slug), change.title),
                tuple(card_of(paper, statuses.get(paper.id)) for paper in change.came_in),
                tuple(card_of(paper, statuses.get(paper.id)) for paper in change.dropped),
            )
            for change in digest.changes
        ),
        climbers=tuple((card_of(one.paper, statuses.get(one.paper.id)), climb(one)) for one in digest.climbers),
        left_out=f"{count(digest.left_out, 'more new paper')} of less weight." if digest.left_out else "",
        notes=digest.notes,
    )


def moment(at: datetime) -> str:
    """A time of day with its day: "4 May 2019, 06:30 UTC"."""
    return f"{day(at)}, {at:%H:%M} UTC"


def _follow(one: Follow, asked: datetime | None) -> FollowRow:
    href = {
        FollowKind.TOPIC: topic_path(one.name),
        FollowKind.SEARCH: "",
        FollowKind.CATEGORY: "",
    }[one.kind]
    return FollowRow(
        name=one.name,
        title=one.title,
        kind=_KINDS[one.kind],
        href=href,
        since=day(one.followed_at) if one.followed_at else "",
        asked=f"asked {moment(asked)}" if asked else "never asked",
    )


def _run(run: RunReport) -> RunRow:
    numbers = {
        "new": run.created,
        "updated": run.updated,
        "merged": run.merged,
        "unchanged": run.unchanged,
        "rejected": run.rejected,
    }
    return RunRow(
        number=run.run_id,
        kind=run.kind,
        description=run.description,
        begun=moment(run.started_at),
        took=_took(run),
        outcome=OUTCOMES[run.outcome],
        is_bad=run.outcome in _BAD,
        brought=", ".join(f"{number:,} {name}" for name, number in numbers.items() if number) or "nothing",
        messages=run.messages,
    )


def _took(run: RunReport) -> str:
    if run.finished_at is None:
        return ""
    seconds = (run.finished_at - run.started_at).total_seconds()
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.0f} min"
