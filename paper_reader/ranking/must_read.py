"""The must-reads among a topic's candidates: scored, chosen, ordered, explained. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from paper_reader.ranking.aboutness import names_topic
from paper_reader.ranking.candidates import BY_CITATIONS, Candidates
from paper_reader.ranking.coining import coinages
from paper_reader.ranking.facets import Facets, facets_of
from paper_reader.ranking.families import families
from paper_reader.ranking.ordering import Chosen, Placed, order
from paper_reader.ranking.prerequisites import Before, mere_mentions, prerequisites
from paper_reader.ranking.reasons import reason
from paper_reader.ranking.roles import is_recent, roles_of
from paper_reader.ranking.score import Weights, score
from paper_reader.ranking.selection import Pool, select
from paper_reader.ranking.signals import measure
from paper_reader.ranking.signals.curated import is_curated_for
from paper_reader.ranking.strays import strays
from paper_reader.ranking.topic_view import Column, Floats, TopicView
from paper_reader.types import Level, Paper, ReadingListItem, ReadingStatus, Role, Steering

ALL_KINDS = Steering()
LEAST_RELEVANCE_CITED = 0.15  # of what comes only because the topic cites it
BEST_FOR_NAMES = 100  # candidates among which it is looked for who coined what
# A list of one level is cut from one so much longer.
WIDER_FOR_A_LEVEL, LEAST_FOR_A_LEVEL = 3, 60
LEFT_OUT = frozenset({ReadingStatus.READ, ReadingStatus.KNOWN, ReadingStatus.SKIPPED})


@dataclass(frozen=True, kw_only=True)
class Personal:
    """What the reader and the roadmap add: marks by paper id, and the depth of topics that this one builds on."""

    statuses: Mapping[int, ReadingStatus] = field(default_factory=dict)
    depths: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Ranked:
    """A topic's candidates with their signals, scores and roles; rows as in the view."""

    view: TopicView
    columns: Mapping[str, Column]
    scores: Floats
    roles: tuple[Role, ...]

    @cached_property
    def facets(self) -> Facets:
        """What the topic's better candidates fall into."""
        topic = self.view.phrasings[0] if self.view.phrasings else ""
        return facets_of(self.view.papers, self.view.vectors, self.scores, topic=topic)

    def best(self) -> list[int]:
        """Rows by score, best first, ties by row: the plain ranking without quotas."""
        return [int(row) for row in np.argsort(-self.scores, kind="stable")]


def rank(view: TopicView, weights: Weights) -> Ranked:
    """Measures and scores every candidate."""
    columns = measure(view)
    scores = score(columns, weights)
    return Ranked(view=view, columns=columns, scores=scores, roles=roles_of(view, columns, scores))


def choose(
    ranked: Ranked, candidates: Candidates, *, size: int, personal: Personal, steering: Steering = ALL_KINDS
) -> list[int]:
    """The rows that make the list, best first; papers the reader has read, knows or skipped are not among them.

    For one level alone these are the rows to arrange first: which are of that level shows in their order.
    """
    papers = ranked.view.papers
    available = np.array([personal.statuses.get(p.id) not in LEFT_OUT for p in papers], dtype=np.bool_)
    available &= belonging(ranked)
    if steering.only_foundations:
        available &= np.array([role is Role.FOUNDATION for role in ranked.roles], dtype=np.bool_)
    if steering.recent:
        available &= np.array([is_recent(paper, ranked.view) for paper in papers], dtype=np.bool_)
    if steering.level is not None:
        size = max(size * WIDER_FOR_A_LEVEL, LEAST_FOR_A_LEVEL)
    pool = Pool(
        scores=ranked.scores,
        roles=ranked.roles,
        relevance=ranked.view.relevance,
        vectors=candidates.vectors,
        available=available,
        facets=ranked.facets.labels,
        families=families(papers),
    )
    return select(pool, size=size)


def belonging(ranked: Ranked) -> NDArray[np.bool_]:
    """Which candidates are more than loose ends of citations or words. What the catalogue names for it always is."""
    view = ranked.view
    if not view.found_by:
        return np.ones(len(view), dtype=np.bool_)
    if view.topic_slug is None and view.phrasings:
        return _near_enough(view) & ~strays(view.papers, ranked.best(), view.phrasings[0])
    return _near_enough(view)


def _near_enough(view: TopicView) -> NDArray[np.bool_]:
    cited = np.array([found == BY_CITATIONS for found in view.found_by], dtype=np.bool_)
    named = np.array([is_curated_for(paper, view.topic_slug) for paper in view.papers], dtype=np.bool_)
    return np.asarray(~cited | named | (view.relevance >= LEAST_RELEVANCE_CITED))


def arrange(
    ranked: Ranked, rows: Sequence[int], *, needs: Mapping[int, Sequence[Paper]], personal: Personal
) -> tuple[ReadingListItem, ...]:
    """The chosen rows as items in reading order. `needs` gives what the catalogue says to read before each paper."""
    view = ranked.view
    better = list(dict.fromkeys([*ranked.best()[:BEST_FOR_NAMES], *rows]))
    coined = {view.papers[row].id: name for row, name in view.coined.items()}
    names = coinages([view.papers[row] for row in better], coined, view.mentioned)
    before = Before(needed=needs, coinages=names)
    chosen = [
        Chosen(
            paper=view.papers[row],
            role=ranked.roles[row],
            score=float(ranked.scores[row]),
            is_curated=is_curated_for(view.papers[row], view.topic_slug),
            depth=_depth(view.papers[row], personal.depths),
        )
        for row in rows
    ]
    index_of = {view.papers[row].id: index for index, row in enumerate(rows)}
    cited = [(view.papers[int(a)].id, view.papers[int(b)].id) for a, b in view.edges]
    needed = [(later, one.id) for later, found in needs.items() for one in found]
    told = {*_among(before.uses(), index_of), *_among(needed, index_of)}
    links = _among(cited, index_of)
    loose = mere_mentions(links, rows, view) - told
    placed = order(chosen, [*links, *_among(before.uses(), index_of)], _among(needed, index_of), loose=loose)
    places = {chosen[one.index].paper.id: position for position, one in enumerate(placed, start=1)}
    said = {number for number, status in personal.statuses.items() if status in LEFT_OUT}
    items = []
    for one in placed:
        items.append(_item(ranked, rows, one, places, before, personal, said))
        said |= {need.paper_id for need in items[-1].needs}
    return tuple(items)


def _among(links: Sequence[tuple[int, int]], index_of: Mapping[int, int]) -> list[tuple[int, int]]:
    """The links (later, earlier) between chosen papers, as indexes."""
    return [(index_of[a], index_of[b]) for a, b in links if a in index_of and b in index_of]


def of_level(items: Sequence[ReadingListItem], level: Level, size: int) -> tuple[ReadingListItem, ...]:
    """The best `size` items of one level, in their order, numbered anew."""
    held = [item for item in items if item.level is level]
    best = set(sorted(range(len(held)), key=lambda i: -held[i].score)[:size])
    kept = [item for i, item in enumerate(held) if i in best]
    places = {item.paper.id: position for position, item in enumerate(kept, start=1)}
    return tuple(
        replace(
            item,
            position=places[item.paper.id],
            needs=tuple(replace(one, position=places.get(one.paper_id)) for one in item.needs),
        )
        for item in kept
    )


def _item(
    ranked: Ranked,
    rows: Sequence[int],
    placed: Placed,
    places: Mapping[int, int],
    before: Before,
    personal: Personal,
    said: Collection[int],
) -> ReadingListItem:
    view, row = ranked.view, rows[placed.index]
    paper = view.papers[row]
    signals = {name: column.signal(row) for name, column in ranked.columns.items()}
    listed = [ranked.view.papers[rows[index]] for index in placed.after]
    needs = prerequisites(row, listed, places=places, said=said, before=before, view=ranked.view)
    facet = ranked.facets.name_of(row)
    names_it = not view.phrasings or names_topic(paper, view.phrasings, view.topic_slug)
    return ReadingListItem(
        position=places[paper.id],
        level=placed.level,
        role=ranked.roles[row],
        reason=reason(
            paper,
            ranked.roles[row],
            signals,
            needs,
            personal.statuses.get(paper.id),
            facet=facet,
            names_topic=names_it,
        ),
        score=round(float(ranked.scores[row]), 4),
        signals=signals,
        paper=paper,
        needs=needs,
        facet=facet,
    )


def _depth(paper: Paper, depths: Mapping[str, int]) -> int:
    """How deep in the roadmap the paper's own topic stands; all topics that this one does not build on are as deep."""
    first = paper.curation.topics[0] if paper.curation is not None and paper.curation.topics else ""
    return depths.get(first, max(depths.values(), default=0) + 1)
