import numpy as np

from paper_reader.ranking.selection import Pool, Quotas, select
from paper_reader.types import Role


def spread(count, seed=0):
    vectors = np.random.default_rng(seed).normal(size=(count, 32))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def chosen(scores, roles, size, vectors=None, relevance=None, available=None, **more):
    count = len(scores)
    pool = Pool(
        scores=np.array(scores, dtype=float),
        roles=roles,
        relevance=np.ones(count) if relevance is None else np.array(relevance),
        vectors=spread(count) if vectors is None else vectors,
        available=np.ones(count, dtype=bool) if available is None else available,
        **more,
    )
    return select(pool, size=size)


def test_a_list_has_a_survey_foundations_and_something_recent():
    roles = [Role.CORE] * 40 + [Role.SURVEY] * 5 + [Role.RECENT] * 10 + [Role.FOUNDATION] * 10
    scores = [0.9] * 40 + [0.4] * 5 + [0.3] * 10 + [0.5] * 10
    found = [roles[row] for row in chosen(scores, roles, 20)]
    quotas = Quotas.of(20)
    assert found.count(Role.SURVEY) == quotas.surveys == 1
    assert found.count(Role.RECENT) == quotas.recent
    assert found.count(Role.FOUNDATION) >= quotas.foundations
    assert len(found) == 20


def test_a_foundation_far_below_the_rest_has_no_place_kept_for_it():
    roles = [Role.CORE] * 30 + [Role.FOUNDATION] * 6
    foundations = set(range(30, 36))
    assert len(foundations & set(chosen([0.5] * 30 + [0.3] * 6, roles, 20))) == Quotas.of(20).foundations
    assert not foundations & set(chosen([0.5] * 30 + [0.2] * 6, roles, 20))


def test_a_survey_of_something_else_is_no_survey_of_the_topic():
    roles = [Role.CORE] * 20 + [Role.SURVEY]
    assert 20 not in chosen([0.5] * 21, roles, 10, relevance=[1.0] * 20 + [0.3])


def test_the_same_paper_over_again_is_not_chosen_first():
    vectors = spread(200)
    vectors[1] = vectors[0]
    scores = [1.0, 0.99] + [0.9] * 10 + [0.1] * 188
    found = chosen(scores, [Role.CORE] * 200, 8, vectors=vectors)
    assert 0 in found
    assert 1 not in found


def test_papers_that_are_not_available_are_left_out():
    available = np.ones(30, dtype=bool)
    available[[0, 3]] = False
    assert not {0, 3} & set(chosen(list(np.linspace(1, 0.1, 30)), [Role.CORE] * 30, 10, available=available))


def test_a_short_supply_gives_a_short_list():
    assert len(chosen([0.5, 0.4], [Role.CORE, Role.SURVEY], 20)) == 2
    assert chosen([], [], 20, vectors=np.zeros((0, 32), dtype=np.float32)) == []


def test_only_recent_papers_still_make_a_list():
    assert len(chosen([0.5] * 30, [Role.RECENT] * 30, 20)) == 20


def test_a_list_has_no_more_than_two_versions_of_one_thing():
    found = chosen([0.9] * 5 + [0.1] * 10, [Role.CORE] * 15, 8, families=["yolo"] * 5 + [""] * 10)
    assert sum(row < 5 for row in found) == 2


def test_no_facet_fills_a_list_where_others_are_nearly_as_good():
    facets = np.array([0] * 20 + [1] * 20)
    found = chosen([0.5] * 20 + [0.4] * 20, [Role.CORE] * 40, 10, facets=facets)
    assert 0 < sum(row >= 20 for row in found) < 10
