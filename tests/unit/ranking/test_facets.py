import numpy as np
import pytest

from paper_reader.ranking.facets import facets_of, grouped
from paper_reader.ranking.families import families
from paper_reader.types import Paper


def cluster(centre, count, seed):
    spread = np.random.default_rng(seed).normal(scale=0.05, size=(count, 8))
    vectors = np.eye(8)[centre] + spread
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture
def topic():
    vectors = np.concatenate([cluster(0, 20, 1), cluster(1, 20, 2)])
    titles = ["Message passing on graphs"] * 20 + ["Molecular property graphs"] * 20
    return [Paper(id=n, title=title) for n, title in enumerate(titles)], vectors


def test_papers_on_one_thing_are_one_group(topic):
    _, vectors = topic
    labels = grouped(vectors, 2)
    assert len(set(labels[:20])) == len(set(labels[20:])) == 1
    assert labels[0] != labels[20]


def test_facets_are_named_by_what_tells_them_apart_and_not_by_the_topic(topic):
    papers, vectors = topic
    facets = facets_of(papers, vectors, np.linspace(1.0, 0.5, 40), topic="graphs")
    names = {facets.name_of(0), facets.name_of(30)}
    assert names == {"message passing", "molecular property"}


def test_the_same_candidates_give_the_same_facets(topic):
    papers, vectors = topic
    scores = np.linspace(1.0, 0.5, 40)
    one, other = (facets_of(papers, vectors, scores) for _ in range(2))
    assert np.array_equal(one.labels, other.labels)


def test_nothing_has_no_facets():
    assert facets_of([], np.zeros((0, 8), dtype=np.float32), np.zeros(0)).names == ()


def test_versions_of_one_thing_are_one_family():
    titles = [
        "YOLOv3: An Improvement",
        "YOLOv4: Faster",
        "PointNet++: Deep",
        "PointNet: Points",
        "Attention is all",
        "A: b",
    ]
    assert families([Paper(id=n, title=title) for n, title in enumerate(titles)]) == [
        "yolo", "yolo", "pointnet", "pointnet", "", "",
    ]  # fmt: skip
