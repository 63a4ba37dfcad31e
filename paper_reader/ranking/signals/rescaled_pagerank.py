"""PageRank on the topic's citation graph, as a z-score among papers of like age.

Plain PageRank favours the old: they had longer to be cited. Rescaling by the mean and deviation among a paper's
neighbours in age takes that bias out (Mariani, Medo, Zhang 2016, "Identification of milestone papers through
time-balanced network centrality", Journal of Informetrics 10(4)).
"""

from __future__ import annotations

import numpy as np

from paper_reader.ranking.signals.in_topic_citations import LEAST_ABLE, expected_of_cited
from paper_reader.ranking.topic_view import LIBRARY, Column, Explanation, Floats, Integers, TopicView

NAME = "rescaled_pagerank"

DAMPING = 0.5  # as the authors use for citations: readers follow few steps of references
ITERATIONS = 40  # 0.5 ** 40 is below float precision
LIKE_AGE_PAPERS = 60  # neighbours in age on either side together
LEAST_EDGES = 30  # below this there is no graph to speak of


def rescaled_pagerank(view: TopicView) -> Column:
    """Known where the topic has a citation graph and enough papers could have cited the paper."""
    scores = np.full(len(view), np.nan)
    if len(view.edges) >= LEAST_EDGES:
        scores = z_scores_by_age(pagerank(view.edges, len(view)), view.years)
        judged = (view.could_cite(view.has_references) >= LEAST_ABLE) & view.can_be_seen_cited
        scores[~judged] = np.nan
    values = 1.0 / (1.0 + np.exp(-scores))

    def explain(row: int) -> Explanation:
        if np.isnan(scores[row]):
            return Explanation("its place in the topic's citations is not known")
        words = "more" if scores[row] >= 0 else "less"
        detail = f"{words} central to the topic's citations than papers of its age ({scores[row]:+.1f} deviations)"
        return Explanation(detail, LIBRARY, view.today)

    return Column(name=NAME, values=values, explain=explain, expected=expected_of_cited(view, values))


def pagerank(edges: Integers, count: int) -> Floats:
    """PageRank of `count` nodes, summing to 1; `edges` has rows (citing, cited). Who cites nobody shares evenly."""
    citing, cited = edges[:, 0], edges[:, 1]
    outgoing = np.bincount(citing, minlength=count).astype(np.float64)
    silent = outgoing == 0
    ranks = np.full(count, 1.0 / count)
    for _ in range(ITERATIONS):
        passed = np.bincount(cited, weights=ranks[citing] / outgoing[citing], minlength=count)
        ranks = (1.0 - DAMPING) / count + DAMPING * (passed + ranks[silent].sum() / count)
    return ranks


def z_scores_by_age(ranks: Floats, years: Integers) -> Floats:
    """Each rank's z-score among the LIKE_AGE_PAPERS nearest in year; 0 where they are all alike."""
    order = np.argsort(years, kind="stable")
    ordered = ranks[order]
    count = len(ranks)
    width = min(LIKE_AGE_PAPERS, count)
    starts = np.clip(np.arange(count) - width // 2, 0, count - width)
    sums = np.concatenate([[0.0], np.cumsum(ordered)])
    squares = np.concatenate([[0.0], np.cumsum(ordered**2)])
    mean = (sums[starts + width] - sums[starts]) / width
    variance = np.maximum((squares[starts + width] - squares[starts]) / width - mean**2, 0.0)
    deviation = np.sqrt(variance)
    scores = np.zeros(count)
    spread = deviation > 1e-12
    scores[order[spread]] = (ordered[spread] - mean[spread]) / deviation[spread]
    return scores
