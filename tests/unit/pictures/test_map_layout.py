"""A map: places by meaning, circles apart, words where there is room."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import combinations

import numpy as np
import pytest

from paper_reader.pictures import draw_map, framed
from paper_reader.pictures.ages import age_bands, band_of
from paper_reader.pictures.bubbles import SMALLEST, UNKNOWN, radii
from paper_reader.pictures.lettering import short_title, text_width, wrapped
from paper_reader.pictures.meaning import places
from paper_reader.pictures.topic_map import WIDTH

WHEN = datetime(2026, 3, 4, tzinfo=UTC)


def box(label):
    return (label.x, label.y - label.height * 0.8, label.x + label.width, label.y + label.height * 0.28)


def meet(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def labels_of(drawn):
    return [one.label for one in (*drawn.nodes, *drawn.facets) if one.label is not None]


@pytest.mark.parametrize("count", [0, 1, 2, 7, 100])
@pytest.mark.parametrize("frame", [(1000.0, 660.0), (380.0, 560.0)])
def test_circles_lie_apart_inside_the_frame(make_subject, count, frame):
    drawn = draw_map(make_subject(count), WHEN, width=frame[0], height=frame[1])
    assert len(drawn.nodes) == count
    for one, other in combinations(drawn.nodes, 2):
        assert np.hypot(one.x - other.x, one.y - other.y) >= one.radius + other.radius - 0.1
    for node in drawn.nodes:
        assert node.radius <= node.x <= frame[0] - node.radius
        assert node.radius <= node.y <= frame[1] - node.radius


def test_papers_at_one_place_are_moved_apart(make_subject):
    subject = make_subject(30)
    same = replace(subject, vectors=np.repeat(subject.vectors[:1], 30, axis=0))
    drawn = draw_map(same, WHEN)
    assert all(np.hypot(a.x - b.x, a.y - b.y) >= a.radius + b.radius - 0.1 for a, b in combinations(drawn.nodes, 2))


def test_words_lie_over_no_other_words_and_over_no_must_read(make_subject):
    drawn = draw_map(make_subject(100, must_reads=20), WHEN)
    labels = labels_of(drawn)
    assert sum(node.label is not None for node in drawn.nodes) >= 18
    assert not any(meet(box(one), box(other)) for one, other in combinations(labels, 2))
    for label in labels:
        left, top, right, bottom = box(label)
        assert left >= 0
        assert right <= WIDTH
        for node in (node for node in drawn.nodes if node.position is not None):
            dx, dy = max(left - node.x, 0, node.x - right), max(top - node.y, 0, node.y - bottom)
            assert np.hypot(dx, dy) >= node.radius - 0.1


def test_the_order_in_which_papers_come_does_not_matter(make_subject):
    subject = make_subject(60)
    mixed = np.random.default_rng(1).permutation(60)
    other = replace(subject, papers=[subject.papers[row] for row in mixed], vectors=subject.vectors[mixed])
    assert draw_map(subject, WHEN) == draw_map(other, WHEN)


def test_another_frame_has_the_same_neighbours(make_subject):
    drawn = draw_map(make_subject(40), WHEN)
    assert framed(framed(drawn, 380, 560), 1000, 660) == framed(drawn, 1000, 660)
    assert [node.place for node in framed(drawn, 380, 560).nodes] == [node.place for node in drawn.nodes]


def test_neighbours_in_meaning_are_neighbours_on_the_map(make_subject):
    subject = make_subject(90, groups=6)
    flat = places(subject.vectors, np.full(90, np.nan))
    groups = np.arange(90) % 6
    apart = np.linalg.norm(flat[:, None] - flat[None], axis=-1) + np.eye(90) * 9
    nearest = np.argsort(apart, axis=1)[:, :5]
    assert np.mean(groups[nearest] == groups[:, None]) > 0.95


def test_younger_papers_lean_to_the_right(make_subject):
    subject = make_subject(50)
    years = np.array([2000.0 + 4 * (n % 4) for n in range(50)])
    for one in (years, 4030 - years):
        flat = places(subject.vectors, one)
        assert np.corrcoef(flat[:, 0], one)[0, 1] > 0


def test_unknown_influence_is_neither_the_smallest_nor_the_largest():
    sizes = radii([0.0, None, 1.0], 1e6)
    assert sizes.tolist() == [SMALLEST, UNKNOWN, pytest.approx(23.0)]


def test_bands_of_age_have_all_papers_with_a_year_and_are_told_apart():
    years = [2021] * 10 + [2019] * 30 + [2010] * 5 + [1999, None]
    bands = age_bands(years)
    assert sum(band.papers for band in bands) == 46
    assert [band_of(year, bands) for year in (2021, 2019, 1999, None)] == [0, 1, len(bands) - 1, None]
    assert age_bands([None, None]) == ()


def test_titles_are_cut_to_the_room_there_is():
    assert short_title("BERT: Pre-training of Deep Bidirectional Transformers", 90, 12) == "BERT"
    cut = short_title("On the Impact of Feature Heterophily on Link Prediction", 120, 12)
    assert cut.endswith("…")
    assert text_width(cut, 12) <= 120
    lines = wrapped("Supercalifragilistic " * 6, 100, 13, 3)
    assert len(lines) == 3
    assert all(text_width(line, 13) <= 100 for line in lines)
