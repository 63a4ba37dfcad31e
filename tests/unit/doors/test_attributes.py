"""What a search can be limited by: for papers and filters the same."""

from __future__ import annotations

import numpy as np
import pytest

from paper_reader.attributes import document_of, engine_filter, passes
from paper_reader.types import Curation, Paper, SearchFilter

PAPER = Paper(
    id=7,
    title="On Graphs",
    abstract="Of graphs.",
    year=2019,
    venue="NeurIPS 2019",
    categories=("cs.LG", "stat.ML"),
    sources=("arxiv-oai", "import"),
)


def test_a_document_carries_archive_family_and_venue_without_year() -> None:
    document = document_of(PAPER, np.zeros(3, np.float32))
    assert document.numbers == {"year": 2019}
    assert document.tags == {
        "category": ("cs.lg", "cs", "stat.ml", "stat"),
        "venue": ("neurips 2019", "neurips"),
        "source": ("arxiv-oai", "arxiv", "import"),
    }


def test_what_is_unknown_is_absent_and_the_catalogues_sentence_stands_for_an_abstract() -> None:
    curation = Curation(topics=(), why="Because.", kind="core", level="core")
    document = document_of(Paper(id=1, title="T", curation=curation), np.zeros(3, np.float32))
    assert (document.numbers, document.tags, document.body) == ({}, {}, "Because.")


@pytest.mark.parametrize(
    ("limits", "meets"),
    [
        (SearchFilter(), True),
        (SearchFilter(year_from=2019, year_to=2019), True),
        (SearchFilter(year_from=2020), False),
        (SearchFilter(categories=("CS",)), True),
        (SearchFilter(categories=("math", "stat")), True),
        (SearchFilter(categories=("cs.CL",)), False),
        (SearchFilter(venues=("NeurIPS",)), True),
        (SearchFilter(venues=("neurips 2018",)), False),
        (SearchFilter(sources=("arxiv",)), True),
        (SearchFilter(sources=("arxiv",), year_to=2018), False),
    ],
)
def test_limits(limits: SearchFilter, meets: bool) -> None:
    assert passes(PAPER, limits) is meets


def test_a_paper_without_a_year_meets_no_year_limit() -> None:
    assert not passes(Paper(id=1, title="T"), SearchFilter(year_to=3000))


def test_no_limits_are_an_empty_filter() -> None:
    assert engine_filter(SearchFilter()).is_empty
