"""How much of the topic's own words stand in a paper's title, over all phrasings of the topic."""

from __future__ import annotations

import re

import numpy as np

from paper_reader.ranking.stems import stem
from paper_reader.ranking.topic_view import Column, Explanation, TopicView

NAME = "title_match"

_WORD = re.compile(r"[^\W_]+")
SHORTEST_WORD = 3
# Words that tell no topic from another.
_COMMON = frozenset(
    {"and", "based", "for", "from", "how", "into", "its", "the", "their", "towards", "using", "via", "with"}
)


def title_match(view: TopicView) -> Column:
    """The best share over the phrasings; unknown where the topic has no words to look for."""
    wanted = [stems for text in view.phrasings if (stems := _stems(text))]
    values = np.full(len(view), np.nan)
    if wanted:
        titles = [_stems(paper.title) for paper in view.papers]
        values = np.array([max(len(stems & title) / len(stems) for stems in wanted) for title in titles])

    def explain(row: int) -> Explanation:
        if np.isnan(values[row]):
            return Explanation("the topic has no words to look for in titles")
        return Explanation(f"its title has {round(100 * float(values[row]))} % of the topic's words")

    return Column(name=NAME, values=values, explain=explain)


def _stems(text: str) -> frozenset[str]:
    words = (word.lower() for word in _WORD.findall(text))
    return frozenset(stem(word) for word in words if len(word) >= SHORTEST_WORD and word not in _COMMON)
