import numpy as np
import pytest

from index.attributes import ColumnsBuilder, concatenate, load_columns
from index.document import Filter

ROWS = [
    ({"year": 2017}, {"category": ("cs", "cs.lg"), "venue": ("neurips",)}),
    ({}, {"category": ("stat",)}),
    ({"year": 2020, "pages": 3}, {}),
    ({"year": 2015}, {"category": ("cs",), "venue": ("icml", "icml")}),
]
FILTERS = [
    Filter(),
    Filter(ranges={"year": (2016, 2019)}),
    Filter(ranges={"year": (None, None)}),
    Filter(ranges={"year": (2017, None), "pages": (None, 5)}),
    Filter(ranges={"nothing": (None, 5)}),
    Filter(any_of={"category": frozenset({"cs"})}),
    Filter(any_of={"category": frozenset({"stat", "cs.lg"}), "venue": frozenset({"neurips"})}),
    Filter(any_of={"category": frozenset()}),
    Filter(ranges={"year": (2000, None)}, any_of={"venue": frozenset({"icml"})}),
]


def columns(rows):
    builder = ColumnsBuilder()
    for numbers, tags in rows:
        builder.add(numbers, tags)
    return builder.build()


def expected(rows, condition):
    return [condition.matches(numbers, tags) for numbers, tags in rows]


def test_what_a_filter_means():
    assert expected(ROWS, FILTERS[1]) == [True, False, False, False]
    assert expected(ROWS, FILTERS[2]) == [True, False, True, True]  # open on both sides still asks for a number
    assert expected(ROWS, FILTERS[6]) == [True, False, False, False]
    assert expected(ROWS, FILTERS[7]) == [False] * 4  # any of nothing is nothing


@pytest.mark.parametrize("condition", FILTERS)
def test_the_mask_says_what_matches_says(condition):
    assert columns(ROWS).mask(condition).tolist() == expected(ROWS, condition)


@pytest.mark.parametrize("condition", FILTERS)
def test_columns_survive_the_disk(tmp_path, condition):
    columns(ROWS).save(tmp_path / "columns.npz")
    assert load_columns(tmp_path / "columns.npz").mask(condition).tolist() == expected(ROWS, condition)


@pytest.mark.parametrize("condition", FILTERS)
def test_taking_rows_is_taking_documents(condition):
    order = [3, 0, 2]
    taken = columns(ROWS).take(np.array(order))
    assert taken.mask(condition).tolist() == expected([ROWS[row] for row in order], condition)


@pytest.mark.parametrize("condition", FILTERS)
@pytest.mark.parametrize("cut", [0, 1, 2, 4])
def test_concatenated_columns_are_those_of_all_documents(condition, cut):
    both = concatenate(columns(ROWS[:cut]), columns(ROWS[cut:]))
    assert both.mask(condition).tolist() == expected(ROWS, condition)
