"""How well a paper fits the topic: its fused retrieval score over all phrasings, against the best paper's."""

from __future__ import annotations

from paper_reader.ranking.topic_view import LIBRARY, Column, Explanation, TopicView

NAME = "relevance"


def relevance(view: TopicView) -> Column:
    """Always known. 1 is the best match of this topic in this library."""

    def explain(row: int) -> Explanation:
        found_by = view.found_by[row] if view.found_by else ""
        words = f"fits the topic {round(100 * float(view.relevance[row]))} % as well as the best match"
        return Explanation(f"{words} ({found_by})" if found_by else words, LIBRARY, view.today)

    return Column(name=NAME, values=view.relevance, explain=explain)
