"""What to read before each paper of a list: on the list, or outside where the list lacks it. Pure.

Three things say that a paper comes before another: the catalogue, a reference, and a name that the one coined and the
other uses. From outside the list only what is plainly needed is named: what the catalogue says, a name that many of
the topic use, or what much of the topic cites.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from paper_reader.ranking.coining import Coinage
from paper_reader.ranking.ports import Matrix
from paper_reader.ranking.topic_view import TopicView
from paper_reader.types import Paper, Prerequisite

MOST_OUTSIDE = 1  # named for one paper
LEAST_USERS_OUTSIDE = 8  # of a name whose paper is not on the list
# Candidates that cite a paper that is not on the list, and their share of those whose references are known.
LEAST_CITERS_OUTSIDE, LEAST_CITING_SHARE = 8, 0.15
# A listed paper that another cites is worth reading first where so many of the list cite it, or where the two are
# nearer in meaning than this share of the list's pairs: a reference alone is as often a mere mention.
LEAST_CITERS_INSIDE, NEARER_THAN = 3, 75.0
BY_CATALOGUE, BY_CITATION = "the starter catalogue says to read it first", "this paper cites it"


@dataclass(frozen=True, kw_only=True)
class Before:
    """What is known to come before what, by paper id.

    `needed` is the catalogue's word, each paper with those to read first; `coinages` are the names coined among the
    topic's better candidates.
    """

    needed: Mapping[int, Sequence[Paper]] = field(default_factory=dict)
    coinages: Sequence[Coinage] = ()

    def uses(self) -> list[tuple[int, int]]:
        """(user of a name, who coined it)."""
        return [(user, one.coiner) for one in self.coinages for user in sorted(one.users)]


def mere_mentions(cited: Collection[tuple[int, int]], rows: Sequence[int], view: TopicView) -> set[tuple[int, int]]:
    """Those of the references among listed papers that say little of what to read first.

    `cited` are (citing, cited) as indexes into `rows`, the list's rows in the view.
    """
    citers = Counter(earlier for _, earlier in set(cited))
    near = _near_pairs(view.vectors[list(rows)]) if len(view.vectors) and len(rows) else np.zeros((0, 0), np.bool_)
    return {
        (later, earlier)
        for later, earlier in cited
        if citers[earlier] < LEAST_CITERS_INSIDE and not (near.size and near[later, earlier])
    }


def _near_pairs(vectors: Matrix) -> NDArray[np.bool_]:
    likeness = vectors @ vectors.T
    pairs = likeness[np.triu_indices(len(vectors), 1)]
    return np.asarray(likeness >= (np.percentile(pairs, NEARER_THAN) if len(pairs) else 1.0))


def prerequisites(
    row: int,
    listed: Sequence[Paper],
    *,
    places: Mapping[int, int],
    said: Collection[int],
    before: Before,
    view: TopicView,
) -> tuple[Prerequisite, ...]:
    """The `listed` papers to read right before one, then what is needed and not on the list.

    `row` is the paper's row in the view; `places` gives the place of each paper on the list. `said` are papers that
    the reader knows or has been told of: nothing outside the list is named twice.
    """
    paper = view.papers[row]
    inside = [
        Prerequisite(paper_id=one.id, title=one.title, position=places[one.id], why=_why(paper, one, before))
        for one in listed
    ]
    found = (one for one in _outside(row, before, view) if one.paper_id not in places and one.paper_id not in said)
    return (*inside, *list(found)[:MOST_OUTSIDE])


def _why(later: Paper, earlier: Paper, before: Before) -> str:
    if any(one.id == earlier.id for one in before.needed.get(later.id, ())):
        return BY_CATALOGUE
    name = next((one.name for one in before.coinages if one.coiner == earlier.id and later.id in one.users), None)
    return f"it introduces {name}, which this paper uses" if name else BY_CITATION


def _outside(row: int, before: Before, view: TopicView) -> Iterator[Prerequisite]:
    paper = view.papers[row]
    for one in before.needed.get(paper.id, ()):
        yield Prerequisite(paper_id=one.id, title=one.title, why=BY_CATALOGUE)
    papers = {one.id: one for one in view.papers}
    for coinage in before.coinages:
        if paper.id in coinage.users and len(coinage.users) >= LEAST_USERS_OUTSIDE:
            why = f"it introduces {coinage.name}, which this paper uses"
            yield Prerequisite(paper_id=coinage.coiner, title=papers[coinage.coiner].title, why=why)
    citers = np.bincount(view.edges[:, 1], minlength=len(view))
    least = max(LEAST_CITERS_OUTSIDE, LEAST_CITING_SHARE * np.count_nonzero(view.has_references))
    cited = view.edges[view.edges[:, 0] == row, 1]
    for one_row in sorted(map(int, cited), key=lambda found: (-citers[found], found)):
        one = view.papers[one_row]
        if citers[one_row] >= least and (one.year or 9999) < (paper.year or 0):
            yield Prerequisite(paper_id=one.id, title=one.title, why=BY_CITATION)
