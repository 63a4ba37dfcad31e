"""Finds the way to a paper: asks catalogue, references, coined names, must-reads and roadmap for what comes before it.

Without references and without the catalogue there are still the names that the target uses and that others coined, and
the must-reads on what its title says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from paper_reader.ranking.coining import Coinage, coinages
from paper_reader.ranking.must_read import Ranked
from paper_reader.ranking.paths import Stone, bridge, joined, path_order, steps
from paper_reader.ranking.ports import Citations, CoinedNames, Papers
from paper_reader.ranking.reasons import short_title
from paper_reader.ranking.signals.curated import CATALOGUE, is_curated_for
from paper_reader.ranking.topic_view import LIBRARY
from paper_reader.types import Level, Paper, Prerequisite, ReadingList, ReadingListItem, Roadmap, Role, Signal, Topic

MOST_GENERATIONS = 6  # of what the catalogue says to read first
NEEDED_WEIGHT, NEEDED_FADES = 1.0, 0.85
CITED_WEIGHT, CITED_SUPPORT, FULL_SUPPORT = 0.4, 0.4, 5
ANCESTOR_WEIGHT, LEAST_ANCESTOR_CITERS = 0.5, 2
COINED_WEIGHT = 0.6
MUST_READ_WEIGHT = 0.4
MUST_READS = 6
BEST_FOR_NAMES = 200  # candidates among which coined names are looked for
TOPICS_BRIDGED = 3
STEP = "step"


@dataclass(frozen=True, kw_only=True)
class Sources:
    """Where to ask.

    `must_reads` ranks a topic or any words, None without an index; `by_key` finds a paper by its catalogue key.
    """

    papers: Papers
    citations: Citations
    names: CoinedNames
    by_key: Callable[[str], int | None]
    must_reads: Callable[[Topic | str], Ranked] | None
    roadmap: Roadmap
    depths: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class Knowledge:
    """What the reader knows: papers by id, topics with all that they build on, and words that are neither."""

    papers: frozenset[int] = frozenset()
    topics: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()

    def covers(self, paper: Paper) -> bool:
        """Whether the reader knows this paper, or the topic it is about."""
        if paper.id in self.papers:
            return True
        if paper.curation is not None and paper.curation.topics and paper.curation.topics[0] in self.topics:
            return True
        return any(words.lower() in paper.title.lower() for words in self.words)


@dataclass
class _Found:
    """What was found on the way: stones, links (later, earlier), and who coined what."""

    stones: list[Stone] = field(default_factory=list)
    links: list[tuple[int, int]] = field(default_factory=list)
    coined: dict[tuple[int, int], str] = field(default_factory=dict)


def find_path(
    target: Paper, *, topic: Topic | None, sources: Sources, knowledge: Knowledge, now: datetime, size: int
) -> ReadingList:
    """At most `size` papers, the target last. `topic` is the roadmap's topic that the target belongs to."""
    found = _Found()
    _by_catalogue(target, sources, found)
    _by_citations(target, sources, found)
    _by_must_reads(target, sources, found)
    if topic is not None:
        _by_roadmap(topic, target, sources, knowledge, found)
    open_ones = [
        stone for stone in joined(found.stones) if _may_be(stone, target) and not knowledge.covers(stone.paper)
    ]
    chosen = steps(open_ones, size=size - 1)
    found.links += sources.citations.edges_among([stone.paper.id for stone in chosen])
    found.links += _needs_among([target, *(stone.paper for stone in chosen)], sources)
    order, builds_on = path_order(chosen, found.links, sources.depths, target)
    places = {number: position for position, number in enumerate(order, start=1)}
    by_id = {stone.paper.id: stone for stone in chosen}
    titles = {target.id: target.title} | {number: stone.paper.title for number, stone in by_id.items()}
    items = [
        _item(
            target if number == target.id else by_id[number].paper,
            by_id.get(number),
            [
                Prerequisite(paper_id=one, title=titles[one], position=places[one], why=_link(number, one, found))
                for one in builds_on[number]
            ],
            position=places[number],
        )
        for number in order
    ]
    return ReadingList(
        topic=f"The way to “{target.title}”",
        generated_at=now,
        items=tuple(items),
        notes=_notes(target, chosen, topic, knowledge),
        topic_slug=None,
    )


def _by_catalogue(target: Paper, sources: Sources, found: _Found) -> None:
    generation, seen = [target], {target.id}
    for depth in range(MOST_GENERATIONS):
        following: list[Paper] = []
        for later in generation:
            for earlier in _needed(later, sources):
                found.links.append((later.id, earlier.id))
                if earlier.id not in seen:
                    seen.add(earlier.id)
                    following.append(earlier)
                    why = f"“{short_title(later.title)}” builds on it"
                    weight = NEEDED_WEIGHT * NEEDED_FADES**depth
                    found.stones.append(Stone(paper=earlier, weight=weight, why=why, source=CATALOGUE))
        generation = following


def _by_citations(target: Paper, sources: Sources, found: _Found) -> None:
    direct = [cited for _, cited in sources.citations.references_of([target.id])]
    if not direct:
        return
    support: Counter[int] = Counter()
    for citing, cited in sources.citations.references_of(direct):
        found.links.append((citing, cited))
        support[cited] += 1
    found.links += [(target.id, cited) for cited in direct]
    further = [number for number, count in support.items() if count >= LEAST_ANCESTOR_CITERS and number not in direct]
    title = short_title(target.title)
    for paper in sources.papers.get_many([*direct, *further]):
        share = min(1.0, support[paper.id] / FULL_SUPPORT)
        if paper.id in direct:
            weight = CITED_WEIGHT + CITED_SUPPORT * share
            why = f"“{title}” cites it" + (f", and {_of_those(support[paper.id])}" if support[paper.id] else "")
        else:
            weight, why = ANCESTOR_WEIGHT * share, f"{support[paper.id]} of the papers that “{title}” cites build on it"
        found.stones.append(Stone(paper=paper, weight=weight, why=why, source=LIBRARY))


def _of_those(count: int) -> str:
    return "so does one of those it cites" if count == 1 else f"so do {count} of those it cites"


def _by_must_reads(target: Paper, sources: Sources, found: _Found) -> None:
    """What the target's title names: the names that others coined and it uses, and the best older papers on it."""
    if sources.must_reads is None:
        return
    ranked = sources.must_reads(target.title)
    rows = [row for row in ranked.best()[:BEST_FOR_NAMES] if ranked.view.papers[row].id != target.id]
    pool = [ranked.view.papers[row] for row in rows]
    best = max((float(ranked.scores[row]) for row in rows), default=0.0)
    for row, paper in list(zip(rows, pool, strict=True))[:MUST_READS]:
        weight = MUST_READ_WEIGHT * float(ranked.scores[row]) / best if best > 0 else 0.0
        found.stones.append(
            Stone(paper=paper, weight=weight, why="An earlier must-read on what this paper is about", source=LIBRARY)
        )
    ids = [target.id, *(paper.id for paper in pool)]
    for coinage in coinages([target, *pool], sources.names.coined_by(ids), sources.names.mentioned_in(ids)):
        found.links += [(user, coinage.coiner) for user in coinage.users]
        found.coined |= {(user, coinage.coiner): coinage.name for user in coinage.users}
        if target.id in coinage.users:
            found.stones.append(_coined(coinage, pool, target))


def _coined(coinage: Coinage, pool: Sequence[Paper], target: Paper) -> Stone:
    paper = next(one for one in pool if one.id == coinage.coiner)
    why = f"Introduces {coinage.name}, which “{short_title(target.title)}” builds on"
    return Stone(paper=paper, weight=COINED_WEIGHT, why=why, source=LIBRARY)


def _by_roadmap(topic: Topic, target: Paper, sources: Sources, knowledge: Knowledge, found: _Found) -> None:
    for between in bridge(sources.roadmap, topic.slug, knowledge.topics)[:TOPICS_BRIDGED]:
        paper = next(_ways_in(between, target, sources, knowledge), None)
        if paper is not None:
            why = f"A way into “{between.title}”, which the roadmap puts before “{topic.title}”"
            found.stones.append(Stone(paper=paper, weight=0.5, why=why, source="roadmap", topic=between.slug))


def _ways_in(topic: Topic, target: Paper, sources: Sources, knowledge: Knowledge) -> Iterator[Paper]:
    """Where to begin with a topic: what the catalogue names for it first of all, then its best foundations."""
    if sources.must_reads is None:
        return
    ranked = sources.must_reads(topic)
    needed = ranked.view.needed_by
    best = [ranked.view.papers[row] for row in ranked.best() if ranked.view.papers[row].id != target.id]
    papers = sorted(best, key=lambda paper: -needed.get(paper.id, 0))
    roles = {ranked.view.papers[row].id: ranked.roles[row] for row in range(len(ranked.view.papers))}
    open_ones = [paper for paper in papers if not knowledge.covers(paper)]
    first = [one for one in open_ones if is_curated_for(one, topic.slug) and one.curation is not None]
    yield from (one for one in first if one.curation and one.curation.topics[0] == topic.slug and _begins(one))
    yield from (one for one in open_ones if roles[one.id] in {Role.FOUNDATION, Role.SURVEY})
    yield from open_ones


def _begins(paper: Paper) -> bool:
    return paper.curation is not None and paper.curation.level == "start-here"


def _may_be(stone: Stone, target: Paper) -> bool:
    """A step is older than the target; what stands for a topic may be a younger introduction."""
    if stone.paper.id == target.id:
        return False
    return stone.topic is not None or (stone.paper.year or 0) <= (target.year or 9999)


def _needed(paper: Paper, sources: Sources) -> list[Paper]:
    keys = paper.curation.needs if paper.curation is not None else ()
    ids = [number for key in keys if (number := sources.by_key(key)) is not None]
    return sources.papers.get_many(ids)


def _needs_among(papers: Sequence[Paper], sources: Sources) -> list[tuple[int, int]]:
    return [(paper.id, needed.id) for paper in papers for needed in _needed(paper, sources)]


def _link(later: int, earlier: int, found: _Found) -> str:
    name = found.coined.get((later, earlier))
    return f"introduces {name}" if name else "this builds on it"


def _item(paper: Paper, stone: Stone | None, needs: Sequence[Prerequisite], *, position: int) -> ReadingListItem:
    after = needs[-2:]
    first = "Read " + " and ".join(f"“{short_title(one.title)}”" for one in after) + " first." if after else ""
    opening = "The paper that you want to read" if stone is None else stone.why
    why = paper.curation.why.rstrip(". ") + "." if paper.curation is not None else ""
    detail = opening if stone is None else stone.why
    signal = Signal(
        value=1.0 if stone is None else round(min(1.0, stone.weight), 4),
        detail=detail,
        source=None if stone is None else stone.source,
    )
    return ReadingListItem(
        position=position,
        level=Level.CORE if stone is None or position > 1 else Level.START_HERE,
        role=Role.CORE if stone is None else Role.FOUNDATION,
        reason=" ".join(part for part in (f"{opening}.", why, first) if part),
        score=signal.value or 0.0,
        signals={STEP: signal},
        paper=paper,
        needs=tuple(needs),
    )


def _notes(target: Paper, chosen: Sequence[Stone], topic: Topic | None, knowledge: Knowledge) -> tuple[str, ...]:
    notes = []
    if knowledge.words:
        words = ", ".join(f"“{word}”" for word in knowledge.words)
        notes.append(
            f"{words}: no topic of the roadmap and no paper here, so only papers with these words are left out."
        )
    if topic is not None and topic.slug in knowledge.topics:
        notes.append(f"You know “{topic.title}” already, which is what this paper is about.")
    if not chosen:
        notes.append(
            "Nothing in this library comes before it. For its references: "
            f"paper-reader enrich {target.arxiv_id or target.doi or target.id}"
        )
    return tuple(notes)
