"""Makes one ranking of several. Pure; what was measured stands in docs/decisions/0103-fusion.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from index.document import Hit

RRF_CONSTANT = 60.0  # the constant of Cormack, Clarke and Büttcher (2009)

# A tenth more or less changes little; see the decision for the figures.
DENSE_WEIGHT = 0.6

NOTHING: Mapping[str, Mapping[int, float]] = MappingProxyType({})
NO_FLOORS: Mapping[str, float] = MappingProxyType({})

Ranking = Sequence[tuple[int, float]]  # ids and scores, best first


def reciprocal_rank_fusion(rankings: Mapping[str, Ranking], *, limit: int, constant: float = RRF_CONSTANT) -> list[Hit]:
    """Adds 1 / (constant + rank) over the rankings that found a document; ranks begin at 1.

    Cormack, Clarke, Büttcher: Reciprocal rank fusion outperforms Condorcet and individual rank learning methods,
    SIGIR 2009. Equal sums by id.
    """
    parts = {
        name: {found: 1.0 / (constant + rank) for rank, (found, _) in enumerate(ranking, 1)}
        for name, ranking in rankings.items()
    }
    return _hits(parts, rankings, limit)


def weighted_fusion(
    rankings: Mapping[str, Ranking],
    weights: Mapping[str, float],
    *,
    limit: int,
    also_known: Mapping[str, Mapping[int, float]] = NOTHING,
    floors: Mapping[str, float] = NO_FLOORS,
) -> list[Hit]:
    """Adds weight times score, each ranking's scores first stretched to reach from 0 (the worst) to 1 (the best).

    `also_known` are scores of documents that a ranking did not list, where they can be had; a document without any
    counts as the worst. `floors` name the score that is to be 0 instead of the worst one: a ranking that lists all it
    has found has a natural one. Equal sums by id.
    """
    parts = {}
    for name, ranking in rankings.items():
        known = {**also_known.get(name, {}), **dict(ranking)}
        low = min([*known.values(), floors[name]] if name in floors else known.values(), default=0.0)
        span = max(known.values(), default=0.0) - low
        # Where all scores are equal, all are the best.
        parts[name] = {
            found: weights[name] * ((score - low) / span if span > 0 else 1.0) for found, score in known.items()
        }
    return _hits(parts, rankings, limit, also_known)


def _hits(
    parts: Mapping[str, Mapping[int, float]],
    rankings: Mapping[str, Ranking],
    limit: int,
    also_known: Mapping[str, Mapping[int, float]] = NOTHING,
) -> list[Hit]:
    totals: dict[int, float] = {}
    for name in sorted(parts):  # a fixed order of adding, so that equal sums are equal
        for found, part in parts[name].items():
            totals[found] = totals.get(found, 0.0) + part
    ranks = {name: {found: rank for rank, (found, _) in enumerate(ranking, 1)} for name, ranking in rankings.items()}
    scores = {name: {**also_known.get(name, {}), **dict(ranking)} for name, ranking in rankings.items()}
    best = sorted(totals, key=lambda found: (-totals[found], found))[:limit]
    return [
        Hit(
            id=found,
            score=totals[found],
            ranks={name: places[found] for name, places in ranks.items() if found in places},
            scores={name: known[found] for name, known in scores.items() if found in known},
        )
        for found in best
    ]
