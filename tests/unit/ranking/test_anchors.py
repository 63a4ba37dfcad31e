import numpy as np

from paper_reader.ranking.anchors import is_named, usual_nearness


def test_usual_nearness_is_the_median_likeness_of_nearest_neighbours():
    sample = np.array([[1, 0], [1, 0], [0, 1], [0.6, 0.8]], dtype=np.float32)
    assert usual_nearness(sample) == np.float32(np.median([1.0, 1.0, 0.8, 0.8]))


def test_one_paper_has_no_neighbours():
    assert usual_nearness(np.ones((1, 4), dtype=np.float32)) == 0.0


def test_names_are_found_in_titles_whatever_the_encoder_thinks(paper):
    papers = [paper(1, "Tree-LSTM revisited"), paper(2, "Something")]
    assert is_named(papers, ["tree LSTM"])
    assert not is_named(papers, ["tree surgery", ""])
