import pytest

from index.fusion import reciprocal_rank_fusion, weighted_fusion

DENSE = [(7, 0.9), (3, 0.8), (5, 0.4)]
LEXICAL = [(3, 12.0), (9, 8.0), (7, 4.0), (1, 2.0)]


def reference_rrf(rankings, constant):
    """The definition, as Cormack, Clarke and Büttcher give it."""
    scores = {}
    for ranking in rankings:
        for rank, found in enumerate(ranking, start=1):
            scores[found] = scores.get(found, 0.0) + 1 / (constant + rank)
    return sorted(scores.items(), key=lambda entry: (-entry[1], entry[0]))


def test_rrf_gives_the_values_of_its_definition():
    hits = reciprocal_rank_fusion({"dense": DENSE, "lexical": LEXICAL}, limit=10, constant=60)
    expected = reference_rrf([[i for i, _ in DENSE], [i for i, _ in LEXICAL]], 60)
    assert [hit.id for hit in hits] == [found for found, _ in expected]
    assert [hit.score for hit in hits] == pytest.approx([score for _, score in expected], abs=1e-12)


def test_a_hit_says_who_found_it_where_and_with_which_score():
    first, second, *_ = reciprocal_rank_fusion({"dense": DENSE, "lexical": LEXICAL}, limit=10)
    assert (first.id, dict(first.ranks), dict(first.scores)) == (
        3,
        {"dense": 2, "lexical": 1},
        {"dense": 0.8, "lexical": 12.0},
    )
    assert (second.id, dict(second.ranks)) == (7, {"dense": 1, "lexical": 3})
    only_lexical = next(
        hit for hit in reciprocal_rank_fusion({"dense": DENSE, "lexical": LEXICAL}, limit=10) if hit.id == 9
    )
    assert dict(only_lexical.ranks) == {"lexical": 2}


def test_equal_sums_are_ordered_by_id():
    hits = reciprocal_rank_fusion({"dense": [(8, 1.0), (2, 0.5)], "lexical": [(2, 9.0), (8, 1.0)]}, limit=2)
    assert [hit.id for hit in hits] == [2, 8]
    assert hits[0].score == hits[1].score


def test_weighted_fusion_by_hand():
    # dense stretched: 7 -> 1, 3 -> 0.8, 5 -> 0; lexical: 3 -> 1, 9 -> 0.6, 7 -> 0.2, 1 -> 0
    hits = weighted_fusion({"dense": DENSE, "lexical": LEXICAL}, {"dense": 0.5, "lexical": 0.5}, limit=10)
    assert {hit.id: hit.score for hit in hits} == pytest.approx({3: 0.9, 7: 0.6, 9: 0.3, 1: 0.0, 5: 0.0})
    assert [hit.id for hit in hits] == [3, 7, 9, 1, 5]


def test_weighted_fusion_where_all_scores_of_a_ranking_are_equal():
    hits = weighted_fusion({"dense": [(1, 0.5), (2, 0.5)], "lexical": []}, {"dense": 0.7, "lexical": 0.3}, limit=5)
    assert [(hit.id, hit.score) for hit in hits] == [(1, 0.7), (2, 0.7)]


@pytest.mark.parametrize("limit", [0, 1, 3])
def test_the_limit_is_kept(limit):
    assert len(reciprocal_rank_fusion({"dense": DENSE, "lexical": LEXICAL}, limit=limit)) == limit


def test_a_score_known_without_being_listed_counts_and_has_no_rank():
    hits = weighted_fusion(
        {"dense": DENSE, "lexical": LEXICAL},
        {"dense": 0.5, "lexical": 0.5},
        limit=10,
        also_known={"dense": {9: 0.65, 1: 0.1}},
    )
    # dense now reaches from 0.1 to 0.9: 7 -> 1, 3 -> 0.875, 9 -> 0.6875, 5 -> 0.375, 1 -> 0
    assert {hit.id: hit.score for hit in hits} == pytest.approx({3: 0.9375, 9: 0.64375, 7: 0.6, 5: 0.1875, 1: 0.0})
    nine = next(hit for hit in hits if hit.id == 9)
    assert (dict(nine.ranks), dict(nine.scores)) == ({"lexical": 2}, {"dense": 0.65, "lexical": 8.0})


def test_a_floor_keeps_the_worst_of_a_complete_ranking_above_what_it_did_not_find():
    hits = weighted_fusion({"lexical": [(1, 10.0), (2, 9.0)]}, {"lexical": 1.0}, limit=5, floors={"lexical": 0.0})
    assert {hit.id: hit.score for hit in hits} == pytest.approx({1: 1.0, 2: 0.9})
