"""Makes one ranking of several. Pure; what was measured stands in docs/decisions/0103-fusion.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from index.document import Hit

RRF_CONSTANT = 60.0  # the constant of Cormack, Clarke and Büttcher (2009)

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


def weighted_fusion(rankings: Mapping[str, Ranking], weights: Mapping[str, float], *, limit: int) -> list[Hit]:
    """Adds weight times score, each ranking's scores first stretched to reach from 0 (its worst) to 1 (its best).

    A document that a ranking did not find gets 0 from it, as its worst does. Equal sums by id.
    """
    parts = {}
    for name, ranking in rankings.items():
        scores = [score for _, score in ranking]
        low, span = (min(scores), max(scores) - min(scores)) if scores else (0.0, 0.0)
        # Where all scores are equal, all are the best.
        parts[name] = {found: weights[name] * ((score - low) / span if span > 0 else 1.0) for found, score in ranking}
    return _hits(parts, rankings, limit)


def _hits(parts: Mapping[str, Mapping[int, float]], rankings: Mapping[str, Ranking], limit: int) -> list[Hit]:
    totals: dict[int, float] = {}
    for name in sorted(parts):  # a fixed order of adding, so that equal sums are equal
        for found, part in parts[name].items():
            totals[found] = totals.get(found, 0.0) + part
    places = {
        name: {found: (rank, score) for rank, (found, score) in enumerate(ranking, 1)}
        for name, ranking in rankings.items()
    }
    best = sorted(totals, key=lambda found: (-totals[found], found))[:limit]
    return [
        Hit(
            id=found,
            score=totals[found],
            ranks={name: place[found][0] for name, place in places.items() if found in place},
            scores={name: place[found][1] for name, place in places.items() if found in place},
        )
        for found in best
    ]
