"""Every vector index against numpy: the same rows, the same order, the same scores."""

import numpy as np
import pytest

from index.vectors.flat import FEW_ROWS, FlatVectors, write_flat
from index.vectors.ivf import IvfVectors, list_count, write_ivf
from index.vectors.ordering import complete_ties
from index.vectors.recall import AIMED_RECALL, choose_nprobe

DIMENSION = 24


def unit(matrix):
    return (matrix / np.linalg.norm(matrix, axis=1, keepdims=True)).astype(np.float32)


def make_matrix(count, seed=0, spread=0.4):
    """Clustered vectors, with exact duplicates spread over the rows."""
    random = np.random.default_rng(seed)
    centres = random.normal(size=(40, DIMENSION))
    matrix = unit(centres[random.integers(0, 40, count)] + spread * random.normal(size=(count, DIMENSION)))
    matrix[count // 2 : count // 2 + count // 20] = matrix[: count // 20]
    matrix[-3:] = matrix[0]
    return matrix


def open_flat(folder, matrix):
    write_flat(folder / "vectors.faiss", matrix)
    return FlatVectors(folder / "vectors.faiss")


def open_ivf_that_looks_everywhere(folder, matrix):
    flat = open_flat(folder, matrix)
    write_ivf(folder / "lists.faiss", matrix)
    return IvfVectors(folder / "lists.faiss", flat, nprobe=list_count(len(matrix)), exact_rows=100)


def reference(matrix, vector, limit, allowed):
    """The definition: dot products, best first, equal ones by row."""
    scores = np.array([float(np.dot(row.astype(np.float64), vector.astype(np.float64))) for row in matrix], np.float32)
    rows = [row for row in range(len(matrix)) if allowed is None or allowed[row]]
    rows.sort(key=lambda row: (-scores[row], row))
    return rows[:limit], [scores[row] for row in rows[:limit]]


@pytest.fixture(scope="module", params=[open_flat, open_ivf_that_looks_everywhere], ids=["flat", "ivf"])
def opened(request, tmp_path_factory):
    matrix = make_matrix(2 * FEW_ROWS + 1000)
    return request.param(tmp_path_factory.mktemp("vectors"), matrix), matrix


def masks(count):
    random = np.random.default_rng(5)
    return {
        "all": None,
        "most": random.random(count) < 0.9,
        "half": random.random(count) < 0.5,
        "few": random.random(count) < 0.01,
        "one": np.arange(count) == 17,
        "none": np.zeros(count, dtype=bool),
    }


@pytest.mark.parametrize("name", ["all", "most", "half", "few", "one", "none"])
@pytest.mark.parametrize("limit", [1, 3, 10, 200])
def test_rows_order_and_scores_are_those_of_numpy(opened, name, limit):
    index, matrix = opened
    allowed = masks(len(matrix))[name]
    for vector in (matrix[0], matrix[1234], unit(np.random.default_rng(9).normal(size=(1, DIMENSION)))[0]):
        rows, scores = reference(matrix, vector, limit, allowed)
        found = index.search(vector, limit=limit, allowed=allowed)
        assert found.rows.tolist() == rows
        assert found.scores.tolist() == pytest.approx(scores, abs=1e-6)


def test_a_limit_beyond_all_rows_gives_all_rows(opened):
    index, matrix = opened
    assert sorted(index.search(matrix[5], limit=10 * len(matrix)).rows.tolist()) == list(range(len(matrix)))


def test_a_limit_of_nothing_gives_nothing(opened):
    index, matrix = opened
    assert index.search(matrix[5], limit=0).rows.tolist() == []


def test_the_matrix_is_the_one_written_and_read_only(opened):
    index, matrix = opened
    np.testing.assert_array_equal(index.matrix, matrix)
    with pytest.raises(ValueError):
        index.matrix[0, 0] = 1.0


@pytest.mark.parametrize("make", [open_flat, open_ivf_that_looks_everywhere], ids=["flat", "ivf"])
@pytest.mark.parametrize("share", [None, 0.9])
def test_a_tie_of_many_rows_is_cut_at_the_lowest_rows(tmp_path, make, share):
    matrix = make_matrix(3 * FEW_ROWS, seed=8)
    tied = np.random.default_rng(2).choice(len(matrix), size=900, replace=False)
    matrix[tied] = matrix[0]
    allowed = None if share is None else np.random.default_rng(3).random(len(matrix)) < share
    index = make(tmp_path, matrix)
    rows, _ = reference(matrix, matrix[0], 10, allowed)
    assert index.search(matrix[0], limit=10, allowed=allowed).rows.tolist() == rows


def test_more_lists_are_opened_the_fewer_rows_pass(tmp_path):
    matrix = make_matrix(3 * FEW_ROWS, seed=6)
    flat = open_flat(tmp_path, matrix)
    write_ivf(tmp_path / "lists.faiss", matrix)
    index = IvfVectors(tmp_path / "lists.faiss", flat, nprobe=2, exact_rows=100)
    allowed = np.random.default_rng(1).random(len(matrix)) < 0.1
    shares = []
    for row in range(0, len(matrix), 499):
        rows, _ = reference(matrix, matrix[row], 3, allowed)
        shares.append(
            len(set(rows).intersection(index.search(matrix[row], limit=3, allowed=allowed).rows.tolist())) / 3
        )
    assert np.mean(shares) >= 0.97  # the two lists alone find 0.88


def test_few_passing_rows_are_searched_exactly(tmp_path):
    matrix = make_matrix(3 * FEW_ROWS, seed=6)
    flat = open_flat(tmp_path, matrix)
    write_ivf(tmp_path / "lists.faiss", matrix)
    index = IvfVectors(tmp_path / "lists.faiss", flat, nprobe=1)
    far = matrix @ matrix[0] < 0
    assert index.search(matrix[0], limit=10, allowed=far).rows.tolist() == reference(matrix, matrix[0], 10, far)[0]


def test_ties_are_asked_for_until_none_is_cut():
    """An engine that gives equal scores in falling order of row, as none may rely on the contrary."""
    scores = np.array([0.9] * 2 + [0.5] * 300 + [0.1] * 50, np.float32)
    rows = np.concatenate([np.arange(2), np.arange(301, 1, -1), np.arange(302, 352)])
    found = complete_ties(lambda count: (scores[:count], rows[:count]), 5, len(rows))
    assert {0, 1, 2, 3, 4} <= set(found.tolist())


def test_an_empty_index_finds_nothing(tmp_path):
    index = open_flat(tmp_path, np.zeros((0, DIMENSION), np.float32))
    assert index.search(np.ones(DIMENSION, np.float32), limit=5).rows.tolist() == []


def test_the_chosen_depth_reaches_the_aimed_recall_on_vectors_it_was_not_chosen_by(tmp_path):
    matrix = make_matrix(6000, seed=3, spread=0.15)
    flat = open_flat(tmp_path, matrix)
    write_ivf(tmp_path / "lists.faiss", matrix)
    chosen = choose_nprobe(tmp_path / "lists.faiss", flat)
    assert chosen.recall >= AIMED_RECALL
    assert chosen.nprobe < list_count(len(matrix))
    index = IvfVectors(tmp_path / "lists.faiss", flat, nprobe=chosen.nprobe)
    shares = []
    for row in range(7, 6000, 101):
        rows, _ = reference(matrix, matrix[row], 10, None)
        shares.append(len(set(rows).intersection(index.search(matrix[row], limit=10).rows.tolist())) / 10)
    assert np.mean(shares) >= 0.97


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_recall_holds_under_a_filter(tmp_path, share):
    matrix = make_matrix(12_000, seed=4)
    flat = open_flat(tmp_path, matrix)
    write_ivf(tmp_path / "lists.faiss", matrix)
    chosen = choose_nprobe(tmp_path / "lists.faiss", flat)
    index = IvfVectors(tmp_path / "lists.faiss", flat, nprobe=chosen.nprobe, exact_rows=100)
    allowed = np.random.default_rng(1).random(len(matrix)) < share
    shares = []
    for row in range(3, 12_000, 401):
        rows, _ = reference(matrix, matrix[row], 10, allowed)
        found = index.search(matrix[row], limit=10, allowed=allowed).rows.tolist()
        assert allowed[found].all()
        shares.append(len(set(rows).intersection(found)) / 10)
    assert np.mean(shares) >= 0.97


@pytest.mark.parametrize(("count", "dimension"), [(0, 8), (1, 3), (1000, 384)])
def test_the_flat_file_is_what_faiss_writes(tmp_path, count, dimension):
    import faiss

    from index.vectors.flat import FlatVectors, write_flat

    matrix = np.random.default_rng(4).normal(size=(count, dimension)).astype(np.float32)
    index = faiss.IndexFlatIP(dimension)
    index.add(matrix)
    faiss.write_index(index, str(tmp_path / "theirs"))
    write_flat(tmp_path / "ours", matrix)
    assert (tmp_path / "ours").read_bytes() == (tmp_path / "theirs").read_bytes()
    flat = FlatVectors(tmp_path / "ours")
    np.testing.assert_array_equal(flat.matrix, matrix)
