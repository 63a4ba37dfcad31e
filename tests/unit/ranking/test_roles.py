"""What part a paper plays: surveys of the whole topic, foundations that much of it cites."""

import numpy as np
import pytest

from paper_reader.ranking.roles import roles_of
from paper_reader.ranking.signals import measure
from paper_reader.ranking.signals.title_match import title_match
from paper_reader.types import Role


def roles(view):
    return roles_of(view, measure(view), view.relevance)


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("Graph Neural Networks: A Review of Methods and Applications", Role.SURVEY),
        ("A Comprehensive Survey on Graph Neural Networks", Role.SURVEY),
        ("A Gentle Introduction to Graph Neural Networks", Role.SURVEY),
        ("Deep Learning on Graphs: A Survey", Role.SURVEY),
        ("The Ends and Means of Networks: A Review of Graph Neural Networks", Role.SURVEY),
        ("Graph Neural Networks for Fraud Detection: A Survey", Role.CORE),
        ("A Survey on Graph Neural Networks in Physics", Role.CORE),
        ("A Survey: Graph Neural Networks Meet Symbols", Role.CORE),
    ],
)
def test_a_survey_of_one_side_of_the_topic_is_none_of_the_topic(paper, view, title, role):
    assert roles(view([paper(1, title, year=2020)], phrasings=("graph neural networks",)))[0] is role


def cited_by(paper, view, citers, others=0, **facts):
    """The role of an old paper that so many later ones cite."""
    papers = [paper(0, "Old", year=2001, **facts)]
    papers += [paper(n, year=2010) for n in range(1, citers + others + 1)]
    edges = [(n, 0) for n in range(1, citers + 1)]
    known = np.ones(len(papers), dtype=np.int64)
    return roles(view(papers, edges=edges, reference_counts=known))[0]


def test_a_foundation_is_cited_by_more_than_a_few(paper, view):
    assert cited_by(paper, view, 9, 20) is Role.FOUNDATION
    assert cited_by(paper, view, 3, 5) is Role.CORE
    assert cited_by(paper, view, 0, 30) is Role.CORE


def test_a_topics_name_in_the_singular_is_its_name(paper, view):
    found = title_match(view([paper(1, "A Diffusion Model"), paper(2, "Models")], phrasings=("diffusion models",)))
    assert list(found.values) == [1.0, 0.5]
