from datetime import date

import numpy as np
import pytest

from paper_reader.ranking.signals import measure
from paper_reader.ranking.signals.citation_percentile import citation_percentile
from paper_reader.ranking.signals.curated import curated
from paper_reader.ranking.signals.in_topic_citations import in_topic_citations
from paper_reader.ranking.signals.rescaled_pagerank import pagerank, rescaled_pagerank, z_scores_by_age
from paper_reader.ranking.signals.survey import is_survey, is_tutorial
from paper_reader.ranking.signals.survey_share import survey_share
from paper_reader.ranking.signals.tested_by_time import tested_by_time as age_signal
from paper_reader.ranking.signals.velocity import velocity
from paper_reader.ranking.signals.venue import venue
from paper_reader.types import CitationCount, Curation


def test_percentile_is_unknown_without_a_count_or_a_year(paper, view, cohorts):
    papers = [paper(1, year=2015, citation_count=9), paper(2, year=2015), paper(3, citation_count=9)]
    column = citation_percentile(view(papers, cohorts=cohorts([(2015, "", n) for n in range(10)] * 10)))
    assert column.values[0] > 0.8
    assert np.isnan(column.values[1:]).all()
    signal = column.signal(0)
    assert (signal.source, signal.as_of) == ("scholar", date(2026, 1, 1))
    assert "9 citations" in signal.detail
    assert column.signal(1).value is None


def test_in_topic_citations_count_those_that_could_cite(paper, view):
    papers = [paper(0, year=2010), *(paper(n, year=2015) for n in range(1, 21))]
    edges = [(n, 0) for n in range(1, 15)]
    counts = np.array([0] + [10] * 20)
    column = in_topic_citations(
        view(papers, edges=edges, reference_counts=counts, library_citers=np.array([14] + [0] * 20))
    )
    assert column.signal(0).detail == "cited by 14 of the 20 papers on this topic that could cite it"
    assert column.values[0] > 0.8 > column.values[1] == 0


def test_in_topic_citations_are_unknown_without_references(paper, view):
    papers = [paper(n, year=2010 + n) for n in range(10)]
    assert np.isnan(in_topic_citations(view(papers)).values).all()


def test_a_paper_cited_far_more_often_than_seen_is_not_taken_for_uncited(paper, view):
    """Whoever cites it names it by another identifier: what is expected of it is what papers of its count have."""
    papers = [paper(n, citation_count=1000 if n < 3 else 2, year=2018) for n in range(40)]
    edges = [(citing, cited) for cited in (0, 1) for citing in range(3, 40)]
    citers = np.array([40, 40, 1] + [1] * 37)
    seen = view(papers, edges=edges, library_citers=citers, reference_counts=np.full(40, 9))
    assert seen.hardly_recognised.nonzero()[0].tolist() == [2]
    column = in_topic_citations(seen)
    assert np.isnan(column.values[2])
    assert column.filled()[2] > np.nanmean(column.values)
    assert "not known" in column.explain(2).detail
    assert not np.isnan(column.values[3]), "few citers are expected of a paper with two citations"


def test_in_topic_citations_are_unknown_for_papers_that_nobody_could_be_seen_to_cite(paper, view):
    papers = [paper(0, year=2010, arxiv_id=None), paper(1, year=2010), *(paper(n, year=2015) for n in range(2, 20))]
    column = in_topic_citations(view(papers, reference_counts=np.array([0, 0] + [5] * 18)))
    assert np.isnan(column.values[0])
    assert column.values[1] == 0


def test_the_youngest_paper_is_not_blamed_for_having_no_citers(paper, view):
    papers = [*(paper(n, year=2015) for n in range(20)), paper(20, year=2026)]
    column = in_topic_citations(view(papers, reference_counts=np.array([5] * 21)))
    assert np.isnan(column.values[20])


def test_pagerank_agrees_with_the_definition():
    edges = np.array([[1, 0], [2, 0], [2, 1], [3, 2]])
    ranks = pagerank(edges, 4)
    matrix = np.array([[0.25, 1, 0.5, 0], [0.25, 0, 0.5, 0], [0.25, 0, 0, 1], [0.25, 0, 0, 0]])
    assert ranks == pytest.approx(0.5 * matrix @ ranks + 0.5 / 4, abs=1e-9)
    assert ranks.sum() == pytest.approx(1.0)


def test_rescaling_takes_the_age_out_of_pagerank():
    years = np.repeat(np.arange(2000, 2010), 60)
    ranks = np.random.default_rng(1).random(600) + (2010 - years) * 5.0  # the old have much more
    plain = (ranks - ranks.mean()) / ranks.std()
    scores = z_scores_by_age(ranks, years)
    assert plain[:60].mean() - plain[-60:].mean() > 3
    assert abs(scores[:60].mean() - scores[-60:].mean()) < 0.5


def test_pagerank_is_unknown_where_there_is_no_graph(paper, view):
    papers = [paper(n, year=2010) for n in range(10)]
    column = rescaled_pagerank(view(papers, edges=[(1, 0)], reference_counts=np.array([5] * 10)))
    assert np.isnan(column.values).all()


def test_survey_share_counts_surveys_with_references_only(paper, view):
    papers = [
        paper(0, "Old idea", year=2010),
        paper(1, "A Survey of Things", year=2018),
        paper(2, "Things: a review", year=2019),
        paper(3, "An overview of things", year=2020),
    ]
    column = survey_share(view(papers, edges=[(1, 0)], reference_counts=np.array([0, 9, 9, 0])))
    assert column.values[0] == pytest.approx(1 / 3)
    assert column.signal(0).detail == "cited by 1 of the 2 surveys of this topic that could cite it"
    assert np.isnan(column.values[3])


def test_velocity_needs_two_counts_of_one_source(paper, view):
    twice = (CitationCount(500, "scholar", date(2026, 1, 1)), CitationCount(300, "scholar", date(2025, 1, 1)))
    mixed = (CitationCount(500, "scholar", date(2026, 1, 1)), CitationCount(300, "openalex", date(2025, 1, 1)))
    close = (CitationCount(500, "scholar", date(2026, 1, 1)), CitationCount(300, "scholar", date(2025, 12, 25)))
    column = velocity(view([paper(n, citation_counts=c) for n, c in enumerate((twice, mixed, close, ()))]))
    assert column.values[0] > 0.7
    assert np.isnan(column.values[1:]).all()
    assert column.signal(0).detail == "200 new citations from 2025-01-01 to 2026-01-01"


@pytest.mark.parametrize(
    "title",
    [
        "A Survey on Graph Neural Networks",
        "Deep Learning for Text: A Comprehensive Review",
        "Recent Advances in Speech Synthesis",
        "Federated Learning: Challenges, Methods, and Future Directions: An Overview",
        "Fairness in Machine Learning: Open Problems",
        "A Systematic Literature Review of Code Search",
        "Generative Models: Past, Present and Future",
    ],
)
def test_surveys_are_told_by_their_titles(paper, title):
    assert is_survey(paper(1, title))


@pytest.mark.parametrize(
    "title",
    [
        "Survey Propagation: An Algorithm for Satisfiability",
        "Predicting Helpfulness of Product Reviews",
        "Imputing Missing Survey Responses",
        "Overview of the Shared Task on Hate Speech",
        "Automating Systematic Literature Reviews with Language Models",
        "Attention Is All You Need",
        "Peer Review in Machine Learning",
        "Faster Sampling through the Guidance of Past and Future",
        "When do Embeddings Reflect Surveys on our Beliefs?",
        "A complete and automated overview of proteins",
        "Introduction to the CoNLL-2003 Shared Task",
    ],
)
def test_papers_about_surveys_are_none(paper, title):
    assert not is_survey(paper(1, title))


def test_the_catalogue_overrules_the_title(paper):
    curation = Curation(topics=("x",), why="…", kind="core", level="core")
    assert not is_survey(paper(1, "A Survey of Things", curation=curation))
    assert is_tutorial(paper(1, "A Tutorial on Spectral Clustering"))


def test_curated_is_unknown_where_the_catalogue_names_nothing(paper, view):
    assert np.isnan(curated(view([paper(1)], topic_slug="fairness")).values).all()


def test_what_the_topic_builds_on_is_worth_more(paper, view):
    def entry(number, **words):
        given = {"topics": ("fairness",), "why": "…", "kind": "core", "level": "core", **words}
        return paper(number, curation=Curation(**given))

    papers = [
        entry(0),
        entry(1),
        entry(2, kind="foundation"),
        entry(3, topics=("privacy", "fairness")),
        entry(4, topics=("privacy",)),
    ]
    values = curated(view(papers, topic_slug="fairness", needed_by={1: 3})).values
    assert values[2] > values[1] > values[0] > values[3] > values[4] == 0


def test_venue_tells_preprint_from_published_from_unknown(paper, view):
    papers = [paper(1, venue="NeurIPS 2017"), paper(2, venue="arXiv"), paper(3), paper(4, arxiv_id=None)]
    values = venue(view(papers)).values
    assert values[:3].tolist() == [1, 0, 0]
    assert np.isnan(values[3])


def test_time_is_full_after_a_few_years(paper, view):
    values = age_signal(view([paper(1, year=1995), paper(2, year=2015), paper(3, year=2026), paper(4)])).values
    assert values[0] == values[1] == 1
    assert values[2] < 0.2
    assert np.isnan(values[3])


def test_every_signal_lies_between_0_and_1_and_has_words(paper, view, cohorts):
    random = np.random.default_rng(3)
    papers = [
        paper(n, f"Net{n}: a thing", year=2005 + n % 20, citation_count=int(random.integers(0, 900))) for n in range(80)
    ]
    edges = [(a, b) for a in range(80) for b in range(80) if papers[b].year < papers[a].year and random.random() < 0.1]
    made = view(
        papers,
        edges=edges,
        reference_counts=np.full(80, 9),
        cohorts=cohorts([(p.year, "", p.citation_count) for p in papers]),
    )
    for column in measure(made).values():
        known = column.values[~np.isnan(column.values)]
        assert ((known >= 0) & (known <= 1)).all(), column.name
        assert all(column.signal(row).detail for row in range(80)), column.name
