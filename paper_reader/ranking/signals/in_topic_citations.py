"""How many papers on the same topic cite a paper, out of those that could have.

A paper could cite another when its own references are known and it is not older. Where fewer than a handful could,
or a citation would not be recognised, nothing is known: an uncited paper is then no less worthy than a cited one.
"""

from __future__ import annotations

import numpy as np

from paper_reader.ranking.topic_view import LIBRARY, Column, Explanation, Floats, Integers, TopicView

NAME = "in_topic_citations"

# Fewer papers that could have cited it than this, and a share of them says nothing.
LEAST_ABLE = 5
# Citers are added to the number able to cite, so that 2 of 5 does not beat 30 of 90.
DOUBT = 20.0
# A share of able citers at which the signal is full; reached by a topic's few classics.
FULL_SHARE = 0.4
LIKE_COUNTS = 10  # papers with the nearest counts, of which a mean is taken


def in_topic_citations(view: TopicView) -> Column:
    """The square root of the (doubted) share of able papers that cite it: the step from 0 to 3 citers matters most."""
    cited = citers_of_each(view)
    able = np.maximum(view.could_cite(view.has_references), cited)
    share = cited / (able + DOUBT)
    values = np.sqrt(np.minimum(share / FULL_SHARE, 1.0))
    values[(able < LEAST_ABLE) | ~view.can_be_seen_cited] = np.nan

    def explain(row: int) -> Explanation:
        if np.isnan(values[row]):
            return Explanation("who cites it on this topic is not known")
        return Explanation(
            f"cited by {cited[row]} of the {able[row]} papers on this topic that could cite it", LIBRARY, view.today
        )

    return Column(name=NAME, values=values, explain=explain, expected=expected_of_cited(view, values))


def citers_of_each(view: TopicView) -> Integers:
    """For each candidate: how many candidates cite it."""
    if len(view.edges) == 0:
        return np.zeros(len(view), dtype=np.int64)
    return np.bincount(view.edges[:, 1], minlength=len(view)).astype(np.int64)


def expected_of_cited(view: TopicView, values: Floats) -> Floats:
    """What to expect of a paper that nobody could be seen to cite: the mean over all, such papers taken for uncited.

    The plain mean of the known would be too much: without an arXiv id a paper is known only when it is cited. Of a
    paper that is cited often by its own count but hardly here, as much is expected as of those with the nearest counts.
    """
    found = np.full(len(values), float(np.where(np.isnan(values), 0.0, values).mean()) if len(values) else 0.0)
    alike = np.flatnonzero((view.counts > 0) & ~np.isnan(values))
    for row in np.flatnonzero(view.hardly_recognised & np.isnan(values)) if len(alike) else ():
        nearest = np.argsort(np.abs(np.log(view.counts[alike] / view.counts[row])), kind="stable")[:LIKE_COUNTS]
        found[row] = values[alike[nearest]].mean()
    return found
