"""The facets of a topic: groups of its better candidates that are about the same thing, and the words that say what.

Vectors are grouped by spherical k-means, begun from papers far from one another, so that the same candidates always
give the same facets. A facet is named by the word or pair of words that its titles have and those of the other
facets have not (after class-based TF-IDF, Grootendorst 2022). Pure.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from paper_reader.query import says_something
from paper_reader.ranking.ports import Matrix
from paper_reader.ranking.topic_view import Floats
from paper_reader.types import Paper

Labels = NDArray[np.int64]

BEST = 150  # candidates that are grouped: further down there is more of what lies beside the topic
PAPERS_A_FACET = 20
MOST_FACETS = 8
ROUNDS = 12
FEWEST_TITLED = 3  # papers of a facet that have the words that name it, and this share of them:
LEAST_TITLED, LEAST_TITLED_SINGLE = 0.15, 0.25  # a single word says less than a pair
PAIR_BONUS = 1.5  # "message passing" says more than "message"
# Words of titles that name no subject.
_EMPTY = frozenset(
    """approach approaches efficient simple improved improving better learning based using via toward towards deep
    novel new method methods model models analysis study case framework general systems system large scale fast
    review survey introduction tutorial overview guide data problem problems beyond need know understanding
    evaluating evaluation recent advances challenges perspective perspectives comprehensive applications application
    effective
    paper research work works first look use uses good best make making practical what when how why does can we
    you your one two three through without across between made more less better not all its their our from with
    and the for into over under about""".split()  # noqa: SIM905 - reads better
)
_WORD = re.compile(r"[^\W_](?:[^\W_]|-(?=[^\W_]))*")


@dataclass(frozen=True)
class Facets:
    """`labels` gives each candidate's facet, -1 where it is not among the best; `names` each facet's words."""

    labels: Labels
    names: tuple[str, ...]

    def name_of(self, row: int) -> str:
        """What the facet of a candidate is called; "" where it has none, or nothing tells it from the others."""
        label = int(self.labels[row])
        return self.names[label] if label >= 0 else ""


def facets_of(papers: Sequence[Paper], vectors: Matrix, scores: Floats, *, topic: str = "") -> Facets:
    """Groups the best candidates. The topic's own words name no facet of it."""
    best = np.argsort(-scores, kind="stable")[:BEST]
    best = best[scores[best] > 0]
    labels = np.full(len(papers), -1, dtype=np.int64)
    count = min(MOST_FACETS, len(best) // PAPERS_A_FACET + 1)
    if len(best) == 0 or len(vectors) == 0:
        return Facets(labels, ())
    labels[best] = grouped(_apart_from_topic(vectors[best]), count)
    own = frozenset(map(str.lower, _WORD.findall(topic)))
    titles = [[papers[int(row)].title for row in best if labels[row] == group] for group in range(count)]
    return Facets(labels, tuple(_names(titles, own)))


def grouped(vectors: Matrix, count: int) -> Labels:
    """A group for each row, 0 to `count` - 1; rows are unit vectors, the first begins the first group."""
    centres = vectors[_far_apart(vectors, count)].astype(np.float32)
    labels = np.argmax(vectors @ centres.T, axis=1)
    for _ in range(ROUNDS):
        for group in range(count):
            members = vectors[labels == group]
            if len(members):
                centre = members.mean(axis=0)
                centres[group] = centre / max(float(np.linalg.norm(centre)), 1e-12)
        again = np.argmax(vectors @ centres.T, axis=1)
        if np.array_equal(again, labels):
            break
        labels = again
    return np.asarray(labels, dtype=np.int64)


def _apart_from_topic(vectors: Matrix) -> Matrix:
    """What tells the papers of one topic from one another: their vectors without what they share, of unit length."""
    rest = vectors - vectors.mean(axis=0)
    return np.asarray(rest / np.maximum(np.linalg.norm(rest, axis=1, keepdims=True), 1e-12), dtype=np.float32)


def _far_apart(vectors: Matrix, count: int) -> list[int]:
    """Rows to begin from: the first, then always the one that is least like those taken."""
    taken = [0]
    nearest = vectors @ vectors[0]
    while len(taken) < min(count, len(vectors)):
        row = int(np.argmin(nearest))
        taken.append(row)
        nearest = np.maximum(nearest, vectors @ vectors[row])
    return taken


def _names(titles: Sequence[Sequence[str]], own: frozenset[str]) -> list[str]:
    counts = [Counter(term for title in group for term in _terms(title, own)) for group in titles]
    everywhere = sum(counts, Counter[str]())
    total = sum(map(len, titles))
    names: list[str] = []
    for group, found in zip(titles, counts, strict=True):
        needed = {True: LEAST_TITLED * len(group), False: LEAST_TITLED_SINGLE * len(group)}
        worth = {
            term: _telling(count / len(group), everywhere[term] / total, term)
            for term, count in found.items()
            if count >= max(FEWEST_TITLED, needed[" " in term]) and term not in names
        }
        names.append(min(worth, key=lambda term: (-worth[term], term)) if worth else "")
    return names


def _telling(share: float, share_everywhere: float, term: str) -> float:
    return share * math.log(share / share_everywhere + 1e-9) * (PAIR_BONUS if " " in term else 1.0)


def _terms(title: str, own: frozenset[str]) -> set[str]:
    """Words and pairs of neighbouring words that may name a subject; a pair may have one word of the topic's own."""
    words = [word.lower() for word in _WORD.findall(title)]
    tells = [len(word) > 2 and word not in _EMPTY and says_something(word, common=False) for word in words]
    singles = {word for word, telling in zip(words, tells, strict=True) if telling and word not in own}
    pairs = {
        f"{a} {b}"
        for a, b, first, second in zip(words, words[1:], tells, tells[1:], strict=False)
        if first and second and not (a in own and b in own)
    }
    return singles | pairs
