"""Which of a topic's candidates only share its words: papers that the catalogue names for quite other topics. Pure.

Whatever is asked for, a small library has papers that stand out by a word ("Cyclical Learning Rates" for the rates of
freelancers). Where the better candidates are mostly of some topics of the roadmap, a paper that the catalogue names for
none of these, and that does not have most of the words asked for, has strayed in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from paper_reader.ranking.aboutness import is_about
from paper_reader.types import Paper

BEST = 12  # candidates that tell which topics of the roadmap are meant
LEAST_OF_TOPIC, LEAST_SHARE = 3, 0.5  # of them, and of the commonest topic's, for a topic to be one of these


def strays(papers: Sequence[Paper], best: Sequence[int], asked: str) -> NDArray[np.bool_]:
    """Which papers have strayed in; `best` are rows, best first. None where the best are of no topic in common."""
    topics = [frozenset(paper.curation.topics) if paper.curation else frozenset[str]() for paper in papers]
    counted = Counter(topic for row in best[:BEST] for topic in topics[row])
    least = max(LEAST_OF_TOPIC, LEAST_SHARE * max(counted.values(), default=0) + 0.5)
    meant = {topic for topic, count in counted.items() if count >= least}
    if not meant:
        return np.zeros(len(papers), dtype=np.bool_)
    return np.array(
        [
            bool(own) and meant.isdisjoint(own) and not is_about(paper, asked, None)
            for paper, own in zip(papers, topics, strict=True)
        ],
        dtype=np.bool_,
    )
