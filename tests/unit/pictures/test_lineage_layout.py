"""A lineage: what is drawn, and that everything has its place."""

from __future__ import annotations

import random
from itertools import combinations, pairwise

import pytest

from paper_reader.pictures import draw_lineage, spread_lineage
from paper_reader.pictures.crossings import crossings, untangled
from paper_reader.pictures.layers import in_rows
from paper_reader.pictures.links import Link
from paper_reader.types import LinkKind


def cites(*pairs):
    """(citing, cited) by position, as ids."""
    return [(100 + a, 100 + b) for a, b in pairs]


def drawn(made, cited=(), across=5, known=True):
    counts = {item.paper.id: int(known) for item in made.items}
    return draw_lineage(made, cited, reference_counts=counts, across=across)


def pairs_of(lineage, kind=None):
    return {(link.later, link.earlier) for link in lineage.links if kind in (None, link.kind)}


def some_citations(count, seed=1, share=0.12):
    chance = random.Random(seed)
    return [(a, b) for b in range(1, count + 1) for a in range(b + 1, count + 1) if chance.random() < share]


def test_what_the_list_says_to_read_first_and_what_is_cited_are_links(make_list):
    lineage = drawn(make_list(4, needs=[(2, 1)]), cites((3, 2), (4, 2)))
    assert pairs_of(lineage, LinkKind.READ_FIRST) == {(2, 1)}
    assert pairs_of(lineage, LinkKind.CITES) == {(3, 2), (4, 2)}
    assert lineage.nodes[2].ancestors == (1, 2)


def test_a_citation_that_a_way_over_others_shows_is_not_drawn(make_list):
    lineage = drawn(make_list(3), cites((2, 1), (3, 2), (3, 1)))
    assert pairs_of(lineage) == {(2, 1), (3, 2)}
    assert lineage.thinned == 1


def test_papers_of_other_lists_and_citations_against_the_order_are_left_out(make_list):
    lineage = drawn(make_list(3), [(101, 103), (102, 999), (999, 101), (102, 101)])
    assert pairs_of(lineage) == {(2, 1)}


def test_a_survey_says_how_many_it_cites_and_is_linked_to_none(make_list):
    lineage = drawn(make_list(4, surveys={1}), cites((1, 2), (1, 3), (1, 4), (3, 2)))
    assert pairs_of(lineage) == {(3, 2)}
    assert [node.surveys for node in lineage.nodes] == [3, 0, 0, 0]


def test_unknown_references_are_told_apart_from_none(make_list):
    assert not any(node.has_known_references for node in drawn(make_list(3), known=False).nodes)
    assert any("any of these 3 papers cite is not known" in note for note in drawn(make_list(3), known=False).notes)
    assert not any("cite is not known" in note for note in drawn(make_list(3)).notes)


@pytest.mark.parametrize("count", [0, 1, 20, 100])
@pytest.mark.parametrize("across", [2, 5])
def test_cards_lie_apart_inside_the_picture_and_below_what_they_build_on(make_list, count, across):
    lineage = drawn(make_list(count), cites(*some_citations(count)), across)
    assert len(lineage.nodes) == count
    for one, other in combinations(lineage.nodes, 2):
        beside = one.x + one.width <= other.x or other.x + other.width <= one.x
        assert beside or one.y + one.height <= other.y or other.y + other.height <= one.y
    for node in lineage.nodes:
        assert node.x >= 0
        assert node.x + node.width <= lineage.width
        assert node.y + node.height <= lineage.height
    place = {node.position: node for node in lineage.nodes}
    for link in lineage.links:
        assert place[link.earlier].layer < place[link.later].layer
        assert all(above[1] <= below[1] for above, below in pairwise(link.points))


def test_lines_pass_beside_the_cards(make_list):
    lineage = drawn(make_list(40), cites(*some_citations(40, seed=3, share=0.1)))
    assert lineage.links
    for link in lineage.links:
        for (x1, y1), (x2, y2) in pairwise(link.points):
            if x1 == x2 and any(node.y == y1 and node.y + node.height == y2 for node in lineage.nodes):
                assert not any(node.x < x1 < node.x + node.width for node in lineage.nodes if node.y == y1)


def test_levels_are_bands_one_below_the_other(make_list):
    lineage = drawn(make_list(12), cites(*some_citations(12)))
    assert [band.level for band in lineage.bands] == list(dict.fromkeys(node.level for node in lineage.nodes))
    for node in lineage.nodes:
        band = next(band for band in lineage.bands if band.level is node.level)
        assert band.y <= node.y
        assert node.y + node.height <= band.y + band.height
    assert all(above.y + above.height <= below.y for above, below in pairwise(lineage.bands))


def test_the_order_in_which_citations_come_does_not_matter(make_list):
    edges = cites(*some_citations(25))
    made = make_list(25)
    assert drawn(made, edges) == drawn(made, random.Random(2).sample(edges, len(edges)))


def test_spreading_anew_is_drawing_anew(make_list):
    made, edges = make_list(20), cites(*some_citations(20))
    assert spread_lineage(drawn(made, edges, across=5), across=2) == drawn(made, edges, across=2)


def test_sweeps_take_away_crossings_that_need_not_be():
    links = [Link(1, 6, LinkKind.CITES, ""), Link(2, 5, LinkKind.CITES, ""), Link(3, 4, LinkKind.CITES, "")]
    rows = in_rows([[1, 2, 3], [4, 5, 6]], links, across=3)
    below = {upper: [lower] for upper, lower in rows.joins}
    assert crossings(rows.slots, below) == 3
    assert crossings(untangled(rows), below) == 0
