"""A reference says what to read first only where more than a mention speaks for it."""

import numpy as np

from paper_reader.ranking.ordering import Chosen, order
from paper_reader.ranking.prerequisites import mere_mentions
from paper_reader.types import Role


def test_what_one_paper_cites_in_passing_is_a_mere_mention(paper, view):
    papers = [paper(n) for n in range(6)]
    cited = [(1, 0), (2, 0), (3, 0), (4, 5)]
    assert mere_mentions(cited, range(6), view(papers)) == {(4, 5)}


def test_what_is_near_in_meaning_is_more_than_a_mention(paper, view):
    vectors = np.eye(6, dtype=np.float32)
    vectors[5] = vectors[4]
    papers = [paper(n) for n in range(6)]
    assert mere_mentions([(4, 5), (3, 5)], range(6), view(papers, vectors=vectors)) == set()
    vectors[0], vectors[1] = vectors[4], vectors[4]
    vectors[2] = vectors[4]
    assert mere_mentions([(4, 5), (3, 5)], range(6), view(papers, vectors=vectors)) == {(3, 5)}


def test_a_loose_link_orders_and_is_not_named(paper):
    chosen = [
        Chosen(paper=paper(1, year=2001), role=Role.CORE, score=0.5),
        Chosen(paper=paper(2, year=2002), role=Role.CORE, score=0.9),
    ]
    named, loose = order(chosen, [(1, 0)], []), order(chosen, [(1, 0)], [], loose={(1, 0)})
    assert [one.index for one in named] == [one.index for one in loose] == [0, 1]
    assert (named[1].after, loose[1].after) == ((0,), ())
