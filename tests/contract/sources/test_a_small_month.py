"""The month that scripts/measure_refresh.py lives through, made small: every paper comes once and is told of once."""

from __future__ import annotations

import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).resolve().parents[3] / "scripts"
FIRST = date(2024, 5, 1)
WORDS = ("Adversarial examples", "Graph neural networks", "Sorting socks", "Methylation clocks", "Tides", "Proofs")


@pytest.fixture
def simulation():
    """The modules of scripts/refreshing."""
    sys.path.insert(0, str(SCRIPTS))
    try:
        from refreshing import month, small_arxiv
    finally:
        sys.path.remove(str(SCRIPTS))
    return month, small_arxiv


@pytest.mark.slow
def test_five_days_of_three_hundred_papers(tmp_path, simulation) -> None:
    month, small_arxiv = simulation
    papers = [
        small_arxiv.Submission(
            arxiv_id=f"2405.{number:05}", title=f"{WORDS[number % 6]} in the case of number {number}",
            abstract=f"We consider {WORDS[number % 6].lower()} {number % 17} times, with care and {number % 5} doubts.",
            authors=(f"Ada Lovelace {'abcdefghij'[number % 10]}",), categories=("cs.LG",),
            day=FIRST + timedelta(days=number % 5),
        )
        for number in range(300)
    ]  # fmt: skip
    with small_arxiv.SmallArxiv(papers) as arxiv:
        lived = month.Month(arxiv, tmp_path / "data", tmp_path / "cache", ["cs"])
        days = list(lived.days(FIRST, 5))
        assert [day.new for day in days] == [60] * 5
        assert lived.live(FIRST + timedelta(days=4)).new == 0
        assert lived.told == dict.fromkeys((paper.arxiv_id for paper in papers), 1)
        assert lived.library.status().papers == 300
        lived.close()


def test_a_query_in_arxivs_language_is_read(simulation) -> None:
    _, small_arxiv = simulation
    paper = small_arxiv.Submission("2405.00001", "Graph nets", "They sort.", ("A",), ("cs.LG",), FIRST)
    for text, fits in {
        '(ti:"graph nets" OR abs:"graph nets") AND cat:cs.*': True,
        '((ti:"sort" OR abs:"sort") ANDNOT (ti:"nets" OR abs:"nets"))': False,
        'abs:"sort" AND (cat:stat.ML OR cat:cs.LG) AND submittedDate:[202405010000 TO 202405012359]': True,
        'abs:"sort" AND submittedDate:[202405020000 TO 202405022359]': False,
    }.items():
        assert small_arxiv.read_query(text)(paper) is fits, text
