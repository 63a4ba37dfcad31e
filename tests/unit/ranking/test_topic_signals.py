"""The signals that look at the topic as a whole: words, heart, home, age, authors, names, growth."""

from datetime import date

import numpy as np
import pytest

from paper_reader.ranking.signals.age_in_topic import age_in_topic
from paper_reader.ranking.signals.at_home import at_home
from paper_reader.ranking.signals.author_standing import author_standing
from paper_reader.ranking.signals.builds_on_topic import builds_on_topic
from paper_reader.ranking.signals.fame import fame
from paper_reader.ranking.signals.heart_of_topic import heart_of_topic
from paper_reader.ranking.signals.name_fame import name_fame
from paper_reader.ranking.signals.name_mentions import name_mentions
from paper_reader.ranking.signals.title_match import title_match
from paper_reader.ranking.signals.velocity import velocity
from paper_reader.types import CitationCount


class Coined:
    name, key, mentions = "GraphNet", "graphnet", 99


def test_title_match_takes_the_best_phrasing_and_ignores_endings(paper, view):
    papers = [paper(1, "Network learning on Graphs"), paper(2, "Graphs, cut"), paper(3, "Cooking")]
    column = title_match(view(papers, phrasings=("graph neural networks", "networks on graphs")))
    assert column.values.tolist() == [1.0, 0.5, 0.0]
    assert np.isnan(title_match(view(papers, phrasings=("of",))).values).all()


def test_the_heart_is_where_the_best_and_cited_are(paper, view):
    papers = [paper(n) for n in range(30)]
    vectors = np.zeros((30, 2), dtype=np.float32)
    vectors[:25, 0] = vectors[25:, 1] = 1.0
    relevance = np.where(np.arange(30) < 25, 1.0, 0.2)
    values = heart_of_topic(view(papers, vectors=vectors, relevance=relevance)).values
    assert values[:25].tolist() == [1.0] * 25
    assert values[25:].tolist() == [0.0] * 5
    assert np.isnan(heart_of_topic(view(papers[:5], vectors=vectors[:5])).values).all()


def test_at_home_and_building_on_the_topic_follow_the_edges(paper, view):
    papers = [paper(n) for n in range(4)]
    seen = view(
        papers,
        edges=[(1, 0), (2, 0), (2, 1)],
        library_citers=np.array([2, 40, 0, 0]),
        reference_counts=np.array([0, 5, 5, 5]),
    )
    home = at_home(seen).values
    assert home[0] == pytest.approx(2 / 5)
    assert home[1] == pytest.approx(1 / 43)
    assert np.isnan(home[2])
    built = builds_on_topic(seen).values
    assert np.isnan(built[0])
    assert built[2] > built[1] > built[3] == 0.0


def test_age_is_against_the_topics_own_middle(paper, view):
    papers = [paper(1, year=2000), paper(2, year=2010), paper(3, year=2020), paper(4)]
    column = age_in_topic(view(papers))
    assert column.values[:3].tolist() == [0.75, 0.5, 0.25]
    assert np.isnan(column.values[3])
    assert column.signal(0).detail == "10 years older than the middle of this topic"


def test_authors_stand_on_their_other_papers(paper, view):
    papers = [paper(1, authors=("A", "B")), paper(2, authors=("a",)), paper(3, authors=("C",)), paper(4)]
    column = author_standing(view(papers))
    assert column.values[0] == column.values[1] > column.values[2] == 0.0
    assert np.isnan(column.values[3])
    assert "another paper" in column.signal(0).detail


def test_names_are_counted_inside_the_topic_and_in_the_library(paper, view):
    papers = [paper(n, year=2015 + (n > 1)) for n in range(1, 41)]
    mentioned = {n: frozenset({"graphnet"}) for n in range(1, 10)}
    seen = view(papers, coined={0: Coined()}, mentioned=mentioned)
    inside = name_mentions(seen)
    assert inside.values[0] == pytest.approx(np.sqrt(8 / (39 + 20) / 0.15))
    assert "8 later papers on this topic" in inside.signal(0).detail
    assert np.isnan(inside.values[1:]).all()
    everywhere = name_fame(seen)
    assert "99 papers of the library" in everywhere.signal(0).detail
    assert everywhere.filled()[1] == 0.0


def test_fame_is_unknown_where_nothing_was_counted(paper, view):
    papers = [paper(1, citation_count=99_999), paper(2, citation_count=0), paper(3)]
    values = fame(view(papers)).values
    assert values[0] == pytest.approx(1.0)
    assert values[1] == 0.0
    assert np.isnan(values[2])


def test_velocity_reads_all_dated_counts(paper, view):
    papers = [paper(1, citation_count=300)]
    history = [CitationCount(100, "scholar", date(2025, 1, 1)), CitationCount(300, "scholar", date(2026, 1, 1))]
    assert np.isnan(velocity(view(papers)).values[0])
    found = velocity(view(papers, histories={1: history}))
    assert found.values[0] > 0
    assert "200 new citations from 2025-01-01 to 2026-01-01" in found.signal(0).detail
