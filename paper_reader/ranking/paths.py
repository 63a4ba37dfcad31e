"""The way to one paper: which of the papers before it to read, and in which order. Pure.

What could be a step is a `Stone`: a paper with a weight and what connects it to the target. The heaviest make the
path; steps through the roadmap's topics have their places first, so that a reader from far away gets a bridge and not
only the target's own neighbourhood. The order keeps what a paper builds on before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from paper_reader.ranking.ordering import in_order
from paper_reader.types import Paper, Roadmap, Topic

# Also said by another source: so much of its weight is added.
AGREEMENT = 0.3
SHARE_FOR_TOPICS = 0.5  # of the steps before the target, at most
FAR = 99  # depth of a paper that is of no topic of the roadmap


@dataclass(frozen=True, kw_only=True)
class Stone:
    """A paper that may be a step. `why` says what connects it; `topic` is set where it stands for one."""

    paper: Paper
    weight: float
    why: str
    source: str
    topic: str | None = None


def joined(stones: Iterable[Stone]) -> list[Stone]:
    """One stone for each paper: the heaviest, heavier still where several say it; heaviest first, ties by id."""
    best: dict[int, Stone] = {}
    for stone in sorted(stones, key=lambda one: (one.topic is None, -one.weight)):
        known = best.get(stone.paper.id)
        if known is None:
            best[stone.paper.id] = stone
        else:
            heavier, lighter = (known, stone) if known.weight >= stone.weight else (stone, known)
            best[stone.paper.id] = replace(
                heavier, weight=heavier.weight + AGREEMENT * lighter.weight, topic=known.topic or stone.topic
            )
    return sorted(best.values(), key=lambda stone: (-stone.weight, stone.paper.id))


def steps(stones: Sequence[Stone], *, size: int) -> list[Stone]:
    """The `size` stones to step on: those that stand for topics first, up to their share, then the heaviest."""
    for_topics = [stone for stone in stones if stone.topic is not None][: max(1, int(size * SHARE_FOR_TOPICS))]
    others = [stone for stone in stones if stone not in for_topics and stone.topic is None]
    return [*for_topics, *others][:size] if size > 0 else []


def path_order(
    chosen: Sequence[Stone], links: Iterable[tuple[int, int]], depths: Mapping[str, int], target: Paper
) -> tuple[list[int], dict[int, tuple[int, ...]]]:
    """Ids in reading order with the target last, and for each id what of the path it builds on.

    `links` are (later, earlier) by paper id; those that point to something younger are left out, unless the earlier
    one stands for a topic. Free papers go by the depth of their topic in the roadmap, then by age.
    """
    by_id = {stone.paper.id: stone for stone in chosen}
    papers = {target.id: target} | {number: stone.paper for number, stone in by_id.items()}
    before: dict[int, set[int]] = {number: set() for number in papers}
    before[target.id] = set(by_id)
    builds_on: dict[int, set[int]] = {number: set() for number in papers}
    for later, earlier in set(links):
        if later in papers and earlier in papers and later != earlier and _age(papers[earlier]) < _age(papers[later]):
            before[later].add(earlier)
            builds_on[later].add(earlier)

    def key(number: int) -> tuple[int, tuple[int, int]]:
        stone = by_id.get(number)
        topic = stone.topic if stone and stone.topic else _first_topic(papers[number])
        return depths.get(topic, FAR), _age(papers[number])

    order = in_order({number: frozenset(found) for number, found in before.items()}, key)
    return order, {number: tuple(one for one in order if one in builds_on[number]) for number in papers}


def bridge(roadmap: Roadmap, target: str, known: frozenset[str]) -> list[Topic]:
    """The topics before a topic that are not known: first those that lead on from known ones, the nearest first."""
    topics = {topic.slug: topic for topic in roadmap.topics}
    distance: dict[str, int] = {}
    waiting = [(slug, 1) for slug in topics[target].prerequisites]
    while waiting:
        slug, steps_away = waiting.pop(0)
        if slug not in known and slug not in distance:
            distance[slug] = steps_away
            waiting += [(needed, steps_away + 1) for needed in topics[slug].prerequisites]
    return [
        topics[slug]
        for slug in sorted(
            distance, key=lambda slug: (not known & closure(roadmap, [slug]), distance[slug], list(topics).index(slug))
        )
    ]


def closure(roadmap: Roadmap, slugs: Iterable[str]) -> frozenset[str]:
    """These topics and all that come before them: who knows one knows what it builds on."""
    topics = {topic.slug: topic for topic in roadmap.topics}
    found: set[str] = set()
    waiting = list(slugs)
    while waiting:
        slug = waiting.pop()
        if slug not in found:
            found.add(slug)
            waiting += topics[slug].prerequisites
    return frozenset(found)


def _first_topic(paper: Paper) -> str:
    return paper.curation.topics[0] if paper.curation is not None and paper.curation.topics else ""


def _age(paper: Paper) -> tuple[int, int]:
    return paper.year or 9999, paper.id
