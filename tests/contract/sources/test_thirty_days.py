"""Thirty days of a small arXiv, refreshed and told of day by day, through the library that the commands use."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from paper_reader.digests.writing import write_digest
from paper_reader.library import open_library
from paper_reader.settings import Settings
from paper_reader.types import Outcome, ReadingStatus

DAYS = 30
TODAY = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0) - timedelta(days=1)
FIRST = TODAY - timedelta(days=DAYS - 1)
SUBJECTS = (
    ("Graph neural networks for molecules", "We pass messages between atoms along bonds to predict solubility."),
    ("Sorting socks by hand", "People sort socks by colour and wool; we count their swaps."),
    ("Clocks of methylation", "Methylation of DNA tells how old a tissue is; a penalised regression fits it."),
)


@pytest.fixture
def arxiv(make_arxiv, make_paper):
    papers = []
    for day in range(DAYS):
        for number in range(1 + day % 3):  # one to three papers a day
            title, abstract = SUBJECTS[(day + number) % len(SUBJECTS)]
            moment = FIRST + timedelta(days=day, minutes=-10 * number)
            name = f"{title}, study {day} {number}"
            papers.append(
                make_paper(
                    f"{moment:%y%m}.{day:03d}{number:02d}", name, moment, abstract=f"{abstract} Case {day} of {number}."
                )
            )
    return make_arxiv(papers)


@pytest.fixture
def library(tmp_path, serve, arxiv):
    server = serve(arxiv)
    settings = Settings(
        data_dir=tmp_path / "data", cache_dir=tmp_path / "cache", starter=False, model="fast",
        arxiv_oai_url=f"{server.url}/oai", arxiv_api_url=f"{server.url}/api/query", arxiv_interval_seconds=0.0,
    )  # fmt: skip
    opened = open_library(settings)
    opened.follow_category("cs.LG")
    opened.follow_search("graph neural networks")
    yield opened
    opened.close()


@pytest.mark.parametrize("days", [4, pytest.param(DAYS, marks=pytest.mark.slow)])
def test_every_paper_arrives_once_and_is_told_of_once(library, arxiv, days) -> None:
    everything, told = [paper for paper in arxiv.papers if paper.published <= FIRST + timedelta(days=days - 1)], []
    for day in range(days):
        arxiv.now = FIRST + timedelta(days=day)
        arxiv.papers = [paper for paper in everything if paper.published <= arxiv.now]
        expected = {paper.title for paper in arxiv.papers} - set(told)
        report = library.refresh(since=FIRST.date() - timedelta(days=1))
        assert report.run.outcome is Outcome.DONE
        assert report.run.created == len(expected)
        digest = library.digest(limit=100)
        written = write_digest(digest, "text")
        assert {item.paper.title for item in digest.items} == expected
        assert all(written.count(title) == 1 for title in expected)
        library.note_shown(digest)
        told += [item.paper.title for item in digest.items]
    assert sorted(told) == sorted(paper.title for paper in everything)
    assert library.status().papers == len(everything)
    assert library.digest(limit=100).is_empty
    assert len(library.digest(limit=100, since=FIRST.date(), again=True).items) == len(everything)


def test_what_is_read_and_skipped_shapes_what_is_told(library, arxiv) -> None:
    arxiv.now = TODAY
    library.refresh(since=FIRST.date() - timedelta(days=1))
    papers = {subject: [p.title for p in arxiv.papers if p.title.startswith(subject)] for subject, _ in SUBJECTS}
    for title in papers["Clocks of methylation"][:4]:
        library.mark(title, ReadingStatus.READ)
    for title in papers["Sorting socks by hand"][:4]:
        library.mark(title, ReadingStatus.SKIPPED)
    told = library.digest(limit=100).items
    names = [item.paper.title for item in told]
    assert not set(names) & {*papers["Clocks of methylation"][:4], *papers["Sorting socks by hand"][:4]}
    place = {subject: [names.index(title) for title in found[4:]] for subject, found in papers.items()}
    assert max(place["Clocks of methylation"]) < min(place["Sorting socks by hand"])
    assert max(place["Graph neural networks for molecules"]) < min(place["Sorting socks by hand"])
    read = next(item for item in told if item.paper.title == papers["Clocks of methylation"][5])
    assert any(reason.startswith("close to “Clocks of methylation") for reason in read.reasons)
    searched = next(item for item in told if item.paper.title == papers["Graph neural networks for molecules"][5])
    assert "found by your search “graph neural networks”" in searched.reasons
