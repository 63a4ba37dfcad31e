"""Which topic is meant: by what a person types, or by a paper. Pure but for the retriever it asks."""

from __future__ import annotations

import numpy as np

from paper_reader.ranking.notes import one_side_of, one_topic_of
from paper_reader.ranking.ports import Retriever
from paper_reader.roadmap import find_part, find_topic, narrowed
from paper_reader.types import Paper, Part, Roadmap, Topic


def asked_for(roadmap: Roadmap, text: str) -> tuple[Topic | str, tuple[str, ...]]:
    """The roadmap's topic that goes by this text, or one side of it, or else the text; and what to say about it.

    A part of the roadmap is not one subject: its name stands for the topic of it that is named most like it.
    """
    topic = find_topic(roadmap, text)
    part = find_part(roadmap, text) if topic is None else None
    if part is not None and part.topics:
        topic = named_like(part)
        return topic, (one_topic_of(part, topic),)
    asked = narrowed(topic, text) if topic else text
    return asked, () if topic is None or asked is topic else (one_side_of(text, topic),)


def named_like(part: Part) -> Topic:
    """The topic whose name shares the longest beginning of a word with the part's; the first of several."""
    words = part.slug.split("-")
    return max(part.topics, key=lambda topic: max(_alike(a, b) for a in words for b in topic.slug.split("-")))


def nearest_topic(paper: Paper, roadmap: Roadmap, retriever: Retriever | None) -> Topic | None:
    """The roadmap's topic that a paper belongs to: by the catalogue, else the nearest in meaning by its title."""
    topics = {topic.slug: topic for topic in roadmap.topics}
    named = paper.curation.topics if paper.curation is not None else ()
    found = next((topics[slug] for slug in named if slug in topics), None)
    if found is not None or retriever is None:
        return found
    _, vectors = retriever.vectors([paper.id])
    if len(vectors) == 0:
        return None
    return roadmap.topics[int(np.argmax(retriever.query_vectors([t.title for t in roadmap.topics]) @ vectors[0]))]


def _alike(one: str, other: str) -> int:
    """How many letters two words have in common at their beginning."""
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
