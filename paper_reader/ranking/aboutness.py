"""Whether a paper names its topic in so many words. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from paper_reader.query import query_terms
from paper_reader.ranking.signals.curated import is_curated_for
from paper_reader.ranking.stems import stem
from paper_reader.types import Paper


def is_about(paper: Paper, topic: str, topic_slug: str | None) -> bool:
    """Whether title and abstract have more than half of the topic's words, or the catalogue names it for the topic."""
    if is_curated_for(paper, topic_slug):
        return True
    wanted = _stems(topic)
    why = paper.curation.why if paper.curation is not None else ""
    return 2 * len(wanted & _stems(f"{paper.title} {paper.abstract or ''} {why}")) > len(wanted)


def names_topic(paper: Paper, phrasings: Sequence[str], topic_slug: str | None) -> bool:
    """Whether a paper is about the topic in one of the ways in which it is said."""
    return any(is_about(paper, text, topic_slug) for text in phrasings)


@lru_cache(maxsize=1000)
def _stems(text: str) -> frozenset[str]:
    """The beginnings of the words that say something: "mentoring" and "mentors" have the same."""
    return frozenset(stem(word) for word in query_terms(text) if len(word) > 2)
