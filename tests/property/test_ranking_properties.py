"""What holds for every library: orders are permutations that respect what is built on, unknown never counts as 0."""

import bibtexparser
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from paper_reader.exporting import ExportedPaper, write_papers
from paper_reader.ranking import Cohorts, fitted_weights
from paper_reader.ranking.ordering import Chosen, order
from paper_reader.ranking.score import score
from paper_reader.ranking.selection import Pool, select
from paper_reader.ranking.topic_view import Column, Explanation
from paper_reader.types import Level, Paper, Role

years = st.one_of(st.none(), st.integers(1990, 2026))


@st.composite
def chosen_with_links(draw):
    size = draw(st.integers(0, 14))
    chosen = [
        Chosen(
            paper=Paper(id=n, title=f"P{n}", year=draw(years)),
            role=draw(st.sampled_from(Role)),
            score=draw(st.floats(0, 1)),
            depth=draw(st.integers(0, 3)),
        )
        for n in range(size)
    ]
    pairs = st.tuples(st.integers(0, max(0, size - 1)), st.integers(0, max(0, size - 1)))
    return chosen, draw(st.lists(pairs, max_size=40)) if size else []


@given(chosen_with_links())
def test_an_order_is_a_permutation_level_by_level_with_prerequisites_first(case):
    chosen, links = case
    placed = order(chosen, links, [])
    assert sorted(one.index for one in placed) == list(range(len(chosen)))
    levels = [list(Level).index(one.level) for one in placed]
    assert levels == sorted(levels)
    position = {one.index: place for place, one in enumerate(placed)}
    for one in placed:
        assert all(position[earlier] < position[one.index] for earlier in one.after)


values = st.one_of(st.just(float("nan")), st.floats(0, 1))


@given(st.lists(st.tuples(st.floats(0, 1), values, values), min_size=1, max_size=20), st.floats(0, 1))
def test_scores_lie_between_0_and_1_and_rise_with_what_is_known(rows, better):
    names = ("relevance", "in_topic_citations", "title_match")

    def scores(table):
        columns = {
            # What stands in for the unknown is held still: it would move with the mean of the known.
            name: Column(
                name=name, values=np.array(column, dtype=float), explain=lambda row: Explanation(), expected=0.4
            )
            for name, column in zip(names, zip(*table, strict=True), strict=True)
        }
        return score(columns, fitted_weights())

    before = scores(rows)
    assert ((before >= 0) & (before <= 1)).all()
    relevance, cited, title = rows[0]
    if not np.isnan(cited) and better > cited:
        after = scores([(relevance, better, title), *rows[1:]])
        assert after[0] >= before[0] - 1e-12


@given(st.integers(0, 40), st.integers(1, 30), st.integers(0, 2**32 - 1))
def test_a_selection_has_no_paper_twice_and_is_as_long_as_it_can_be(count, size, seed):
    random = np.random.default_rng(seed)
    vectors = random.normal(size=(count, 8))
    vectors = (vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)).astype(np.float32)
    scores = random.random(count) + 0.01
    roles = [list(Role)[n] for n in random.integers(0, 4, count)]
    available = random.random(count) < 0.8
    pool = Pool(scores=scores, roles=roles, relevance=np.ones(count), vectors=vectors, available=available)
    rows = select(pool, size=size)
    assert len(set(rows)) == len(rows) <= size
    assert all(available[row] for row in rows)
    others = sum(bool(available[row]) for row in range(count) if roles[row] is not Role.SURVEY)
    assert len(rows) >= min(size, others)


@given(st.lists(st.tuples(st.integers(2000, 2003), st.sampled_from(["cs.LG", "cs.CV", ""]), st.integers(-1, 50))))
def test_percentiles_lie_inside_0_and_1_and_never_fall_with_the_count(rows):
    cohorts = Cohorts.of(
        np.array([year for year, _, _ in rows], dtype=np.int32),
        np.array([field for _, field, _ in rows], dtype=np.str_),
        np.array([count for _, _, count in rows], dtype=np.int64),
    )
    standings = [cohorts.standing("cs.LG", 2001, count).percentile for count in range(52)]
    assert all(0 < one < 1 for one in standings)
    assert standings == sorted(standings)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.text(max_size=60), st.lists(st.text(max_size=20), max_size=3), years), max_size=8))
def test_bibtex_of_any_title_is_a_file_with_every_entry(rows):
    papers = [
        Paper(id=n, title=f"T{title}", authors=tuple(authors), year=year)
        for n, (title, authors, year) in enumerate(rows)
    ]
    text = "".join(write_papers("bibtex", [ExportedPaper(paper=paper) for paper in papers]))
    assert text.count("{") == text.count("}")
    parsed = bibtexparser.loads(text)
    assert len({entry["ID"] for entry in parsed.entries}) == len(papers)
