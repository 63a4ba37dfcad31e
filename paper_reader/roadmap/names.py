"""Finding a topic or a part by what a person types. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from paper_reader.roadmap.spelling import normal_form
from paper_reader.types import Part, Roadmap, Topic

_PARENTHESIS = re.compile(r"^(.*\S)\s*\(([^()]+)\)\s*$", re.DOTALL)

# In order: a slug or a title always wins over another topic's alias, an alias over another topic's phrasing.
_NAMES: tuple[Callable[[Topic], Iterable[str]], ...] = (
    lambda topic: (topic.slug,),
    lambda topic: (topic.title,),
    lambda topic: topic.aliases,
    lambda topic: topic.phrasings,
)


def find_topic(roadmap: Roadmap, text: str) -> Topic | None:
    """The topic with this slug, title, alias or phrasing, in any spelling; None where there is none.

    Forgives case, hyphens, plurals and British against American spelling, and an abbreviation in brackets ("Graph
    neural networks (GNNs)"). It never guesses: a text that no topic is called by gives None, so that the caller
    searches for it as free text; so does a phrasing that two topics share.
    """
    wanted = normal_form(text)
    if not wanted:
        return None
    for names in _NAMES:
        found = [topic for topic in roadmap.topics if any(normal_form(name) == wanted for name in names(topic))]
        if found:
            return found[0] if len(found) == 1 else None
    if match := _PARENTHESIS.match(text):
        outside, inside = find_topic(roadmap, match[1]), find_topic(roadmap, match[2])
        return outside if inside is None or inside == outside else inside if outside is None else None
    return None


def narrowed(topic: Topic, text: str) -> Topic:
    """The topic as it was asked for: by one of its phrasings, only that side of it is meant, under that name."""
    wanted = normal_form(text)
    whole = wanted in (normal_form(topic.slug), normal_form(topic.title))
    if whole or wanted not in map(normal_form, topic.phrasings):
        return topic
    return replace(topic, title=text, phrasings=())


def find_part(roadmap: Roadmap, text: str) -> Part | None:
    """The part with this number ("6"), slug or title, in any spelling; None where there is none."""
    wanted = normal_form(text)
    for part in roadmap.parts:
        if wanted and wanted in (str(part.number), normal_form(part.slug), normal_form(part.title)):
            return part
    return None
