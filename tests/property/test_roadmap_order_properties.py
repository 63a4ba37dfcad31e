"""Any roadmap without cycles has an order; any with one is refused and the cycle named."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paper_reader.errors import RoadmapError
from paper_reader.roadmap import find_topic, learning_order, load_roadmap, topic_depth
from paper_reader.roadmap.assembly import assemble
from paper_reader.roadmap.document import parse_document
from paper_reader.roadmap.spelling import normal_form
from paper_reader.types import Roadmap

PACKAGED = load_roadmap()
NAMES = [(name, topic.slug) for topic in PACKAGED.topics for name in (topic.slug, topic.title, *topic.aliases)]


@st.composite
def needs(draw: st.DrawFn) -> dict[int, set[int]]:
    count = draw(st.integers(1, 12))
    edges = draw(st.sets(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)), max_size=30))
    return {topic: {needed for one, needed in edges if one == topic} for topic in range(count)}


def roadmap_of(graph: dict[int, set[int]]) -> Roadmap:
    lines = ["[parts.all]", 'title = "All"']
    for topic, needed in graph.items():
        slugs = ", ".join(f'"topic-{each}"' for each in sorted(needed))
        lines += [f"[topics.topic-{topic}]", 'part = "all"', f'title = "Topic {topic}"', f"prerequisites = [{slugs}]"]
    return assemble([parse_document("\n".join(lines), "made up")])


@given(needs())
def test_acyclic_graphs_are_ordered_and_cyclic_ones_named(graph: dict[int, set[int]]) -> None:
    closure = {topic: set(needed) for topic, needed in graph.items()}
    for middle in graph:
        for topic in graph:
            if middle in closure[topic]:
                closure[topic] |= closure[middle]
    if any(topic in closure[topic] for topic in graph):
        with pytest.raises(RoadmapError) as caught:
            roadmap_of(graph)
        chain = [
            int(slug[6:]) for slug in str(caught.value).partition("circle: ")[2].partition(".")[0].split(" needs ")
        ]
        assert chain[0] == chain[-1]
        assert all(needed in graph[topic] for topic, needed in pairwise(chain))
        return
    roadmap = roadmap_of(graph)
    order = [topic.slug for topic in learning_order(roadmap)]
    assert sorted(order) == sorted(topic.slug for topic in roadmap.topics)
    for topic, needed in graph.items():
        for each in needed:
            assert order.index(f"topic-{each}") < order.index(f"topic-{topic}")
            assert topic_depth(roadmap, f"topic-{each}") < topic_depth(roadmap, f"topic-{topic}")


@given(st.sampled_from(NAMES), st.data())
def test_any_case_and_any_separators_find_the_same_topic(named: tuple[str, str], data: st.DataObject) -> None:
    name, slug = named
    letters = [data.draw(st.sampled_from([letter.lower(), letter.upper()])) for letter in name]
    separator = data.draw(st.sampled_from([" ", "-", "_", "  ", " - "]))
    typed = "".join(letters).replace("-", " ").replace(" ", separator)
    topic = find_topic(PACKAGED, typed)
    assert topic is not None
    assert topic.slug == slug


@given(st.text(max_size=40))
def test_any_text_has_a_form_that_ignores_case(text: str) -> None:
    assert normal_form(text) == normal_form(text.casefold())
