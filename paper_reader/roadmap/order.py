"""What the prerequisites say about the order of topics. Pure; the roadmap is free of cycles (`assembly` sees to it)."""

from __future__ import annotations

from paper_reader.types import Roadmap, Topic


def learning_order(roadmap: Roadmap) -> list[Topic]:
    """All topics, each after its prerequisites, and otherwise as near to the roadmap's own order as that allows."""
    by_slug = {topic.slug: topic for topic in roadmap.topics}
    ordered: dict[str, Topic] = {}

    def place(topic: Topic) -> None:
        for slug in topic.prerequisites:
            if slug not in ordered:
                place(by_slug[slug])
        ordered[topic.slug] = topic

    for topic in roadmap.topics:
        if topic.slug not in ordered:
            place(topic)
    return list(ordered.values())


def topic_depth(roadmap: Roadmap, slug: str) -> int:
    """How many topics stand, at most, in a chain of prerequisites below this one: 0 for a topic that needs none.

    KeyError for a slug that the roadmap does not have.
    """
    depths: dict[str, int] = {}
    for topic in learning_order(roadmap):
        depths[topic.slug] = 1 + max((depths[needed] for needed in topic.prerequisites), default=-1)
    return depths[slug]
