"""Finding a topic by what people type: forgiving in spelling, never a wrong topic."""

from __future__ import annotations

import pytest

from paper_reader.roadmap import find_part, find_topic, load_roadmap

ROADMAP = load_roadmap()


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("graph-neural-networks", "graph-neural-networks"),
        ("Graph Neural Network", "graph-neural-networks"),
        ("GNN", "graph-neural-networks"),
        ("gnns", "graph-neural-networks"),
        ("GNN's", "graph-neural-networks"),
        ("Graph neural networks (GNNs)", "graph-neural-networks"),
        ("  graph   neural networks ", "graph-neural-networks"),
        ("linear algebra & optimization", "linear-algebra-and-optimisation"),
        ("Linear Algebra and Optimisation", "linear-algebra-and-optimisation"),
        ("hyper-parameter optimization", "hyperparameter-optimisation"),
        ("online labor markets", "online-labour-markets"),
        ("machine learning for aging", "machine-learning-for-ageing"),
        ("the biology of aging", "ageing-biology"),
        ("language modeling", "large-language-models"),
        ("multi-modal learning", "multimodal-learning"),
        ("multi modal learning", "multimodal-learning"),
        ("timeseries", "time-series"),
        ("LLMs", "large-language-models"),
        ("rl", "reinforcement-learning"),
        ("transformer", "attention-and-transformers"),
        ("deep learning", "deep-learning-overview"),
        ("machine learning", "what-is-machine-learning"),
        ("denoising diffusion probabilistic models", "diffusion-models"),
        ("Epigenetic Clock", "epigenetic-clocks"),
        ("MOOCs", "online-courses-and-moocs"),
    ],
)
def test_a_topic_is_found_under_its_names(typed: str, slug: str) -> None:
    topic = find_topic(ROADMAP, typed)
    assert topic is not None
    assert topic.slug == slug


@pytest.mark.parametrize(
    "typed",
    ["", "   ", "?!", "graph", "graphs", "networks", "learning", "quantum computing", "graph neural", "protein",
     "neural", "graph neural networks for traffic", "fairness robustness", "GNN (transformers)"],
)  # fmt: skip
def test_nothing_is_guessed(typed: str) -> None:
    assert find_topic(ROADMAP, typed) is None


def test_every_slug_title_and_alias_finds_its_own_topic() -> None:
    for topic in ROADMAP.topics:
        for name in (topic.slug, topic.title, topic.title.upper(), *topic.aliases):
            assert find_topic(ROADMAP, name) == topic, name


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("6", "reading-papers"),
        ("Habits", "habits"),
        ("READING PAPERS", "reading-papers"),
        ("Interviewing", "interviewing"),
        ("reading research paper", "reading-papers"),
    ],
)
def test_a_part_is_found_by_number_slug_and_title(typed: str, slug: str) -> None:
    part = find_part(ROADMAP, typed)
    assert part is not None
    assert part.slug == slug


def test_an_unknown_part_is_none() -> None:
    assert find_part(ROADMAP, "0") is None
    assert find_part(ROADMAP, "") is None
    assert find_part(ROADMAP, "cooking") is None
