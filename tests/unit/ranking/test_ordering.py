from paper_reader.ranking.ordering import Chosen, order
from paper_reader.types import Curation, Level, Role


def pick(paper, number, year=2015, role=Role.CORE, score=0.5, level=None, depth=0):
    curation = Curation(topics=("t",), why="…", kind="core", level=level) if level else None
    return Chosen(
        paper=paper(number, year=year, curation=curation), role=role, score=score, is_curated=bool(level), depth=depth
    )


def places(placed):
    return {one.index: position for position, one in enumerate(placed)}


def test_what_is_cited_is_read_first(paper):
    chosen = [pick(paper, 0, 2019), pick(paper, 1, 2012), pick(paper, 2, 2016)]
    found = order(chosen, [(0, 2), (2, 1)], [])
    assert [one.index for one in found] == [1, 2, 0]
    assert found[2].after == (2,)


def test_a_survey_comes_first_though_it_cites_the_rest(paper):
    chosen = [pick(paper, 0, 2010), pick(paper, 1, 2020, role=Role.SURVEY)]
    found = order(chosen, [(1, 0)], [])
    assert [one.index for one in found] == [1, 0]
    assert found[0].level is Level.START_HERE


def test_a_circle_is_broken_by_date(paper):
    chosen = [pick(paper, 0, 2018), pick(paper, 1, 2017), pick(paper, 2, 2016)]
    found = order(chosen, [(0, 1), (1, 2), (2, 0)], [])
    assert [one.index for one in found] == [2, 1, 0]


def test_what_the_catalogue_needs_counts_like_a_citation(paper):
    chosen = [
        pick(paper, 0, 2018, level="core"),
        pick(paper, 1, 2014, level="advanced"),
        pick(paper, 2, 2019, role=Role.SURVEY),
    ]
    found = order(chosen, [], [(0, 1)])
    assert [one.index for one in found] == [2, 1, 0]
    assert found[1].level is Level.CORE  # needed by a core paper, so not advanced


def test_levels_follow_one_another_and_recent_work_is_last(paper):
    chosen = [
        pick(paper, 0, 2025, role=Role.RECENT),
        pick(paper, 1, 2012, role=Role.FOUNDATION),
        pick(paper, 2, 2019, level="advanced"),
        pick(paper, 3, 2020, level="start-here"),
    ]
    levels = [one.level for one in order(chosen, [], [])]
    assert levels == [Level.START_HERE, Level.CORE, Level.ADVANCED, Level.RECENT]


def test_without_a_survey_the_best_foundations_are_the_way_in(paper):
    chosen = [pick(paper, n, 2010 + n, role=Role.FOUNDATION if n < 3 else Role.CORE, score=n / 10) for n in range(8)]
    found = order(chosen, [], [])
    assert [one.index for one in found if one.level is Level.START_HERE] == [1, 2]


def test_the_beginning_stays_short(paper):
    chosen = [pick(paper, n, 2010, level="start-here", score=n / 100) for n in range(20)]
    levels = [one.level for one in order(chosen, [], [])]
    assert levels.count(Level.START_HERE) == 4


def test_topics_that_others_build_on_come_first(paper):
    chosen = [
        pick(paper, 0, 2010, role=Role.FOUNDATION, depth=3),
        pick(paper, 1, 2012, role=Role.FOUNDATION, depth=1),
        pick(paper, 2, 2012, role=Role.SURVEY),
    ]
    assert [one.index for one in order(chosen, [], [])] == [2, 1, 0]


def test_only_the_closest_prerequisites_are_named(paper):
    chosen = [pick(paper, n, 2010 + n) for n in range(3)]
    found = order(chosen, [(2, 1), (2, 0), (1, 0)], [])
    assert found[places(found)[2]].after == (1,)


def test_what_the_catalogue_says_to_begin_with_can_be_begun_with_whatever_it_cites(paper):
    chosen = [pick(paper, 0, 2017, level="start-here"), pick(paper, 1, 2014, role=Role.FOUNDATION)]
    assert [one.index for one in order(chosen, [(0, 1)], [])] == [0, 1]
    assert [one.index for one in order(chosen, [], [(0, 1)])] == [1, 0]


def test_nothing_gives_nothing():
    assert order([], [], []) == []
