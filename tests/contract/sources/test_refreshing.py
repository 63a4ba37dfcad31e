"""Refreshing against a small arXiv over loopback: faults, missed days, thirty days in a row."""

from __future__ import annotations

import random
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from paper_reader.refresh import run_refresh, steps_for
from paper_reader.refresh.running import said_of
from paper_reader.sources.arxiv_api import ArxivApi
from paper_reader.sources.arxiv_oai import ArxivOai
from paper_reader.sources.gate import Gate
from paper_reader.sources.retrying import Limits
from paper_reader.sources.transport import Transport
from paper_reader.store import open_store
from paper_reader.types import Follow, FollowKind, Outcome, SavedSearch, SearchFilter, SearchMode

DAY = timedelta(days=1)
BEGIN = datetime(2024, 1, 8, 12, tzinfo=UTC)
SEARCH = SavedSearch(
    slug="sorting", name="sorting", query="graph neural networks", mode=SearchMode.HYBRID, limits=SearchFilter(),
    created_at=BEGIN,
)  # fmt: skip
CATEGORY = Follow(kind=FollowKind.CATEGORY, name="cs.LG", title="cs.LG", followed_at=BEGIN)
WORDS = Follow(kind=FollowKind.SEARCH, name="sorting", title="sorting", followed_at=BEGIN)
IMPATIENT = Limits(connect=2.0, read=0.1, answer=0.15)  # so that what drips costs next to nothing
FOLLOWED = [(CATEGORY, None), (WORDS, SEARCH)]


class Days:
    """An arXiv where papers appear day by day, refreshed into one library."""

    def __init__(self, folder, empty, arxiv, serve, time, *, first_day=BEGIN) -> None:
        self.everything = arxiv.papers
        self.arxiv = arxiv
        self.now = first_day
        self.answering = arxiv
        self.server = serve(lambda asked: self.answering(asked))
        self.time = time
        shutil.copy(empty, folder / "library.db")
        self.store = open_store(f"sqlite:///{folder / 'library.db'}", clock=lambda: self.now)
        gate = Gate(folder / "gate.json", 3.0, clock=time.clock, sleep=time.sleep)
        limits = Limits(connect=2.0, read=5.0, answer=9.0)
        self.transport = Transport(
            gate, contact="tests@example.org", limits=limits, clock=time.clock, now=lambda: self.now, chance=lambda: 1.0
        )

    def make(self, name):
        if name == "arxiv-oai":
            return ArxivOai(f"{self.server.url}/oai", transport=self.transport)
        return ArxivApi(f"{self.server.url}/api/query", transport=self.transport, page_size=3)

    def refresh(self, now, *, followed=FOLLOWED, jump=timedelta(), **steps):
        """Refresh at a moment, by a clock that is wrong by `jump`; arXiv shows what has appeared until then."""
        self.arxiv.now = now
        self.now = now = now + jump
        self.time.sleep(2 * DAY.total_seconds())  # a host that wants to be left alone is so for a day at most
        self.arxiv.papers = [paper for paper in self.everything if paper.published <= self.arxiv.now]
        asked = steps_for(followed, places=self.store.followed.places(), now=now, **steps)
        return run_refresh(self.store, asked, self.make, lambda _: (0, ()), description="all", now=lambda: self.now)

    def close(self):
        """Let go of everything."""
        self.server.close()
        self.store.close()

    def held(self):
        """The library: each paper with its records, by what the sources call it."""
        papers = self.store.papers.get_many(
            [change.paper_id for change in self.store.papers.changed_since(0, limit=9999)]
        )
        return sorted(
            (
                paper.title, paper.abstract, paper.authors, paper.published, paper.doi, paper.venue, paper.categories,
                tuple(sorted((one.record.source, one.record.key) for one in self.store.records.of_paper(paper.id))),
            )
            for paper in papers
        )  # fmt: skip


@pytest.fixture(scope="module")
def empty_library(tmp_path_factory):
    """A library with its tables and nothing in them: making one takes longer than refreshing it."""
    path = tmp_path_factory.mktemp("empty") / "library.db"
    open_store(f"sqlite:///{path}").close()
    return path


@pytest.fixture
def days(tmp_path, empty_library, make_arxiv, serve, passing_time, make_papers):
    made = []

    def make(papers=None, name="days"):
        folder = tmp_path / f"{name}{len(made)}"
        folder.mkdir()
        arxiv = make_arxiv(papers if papers is not None else make_papers(16))
        made.append(Days(folder, empty_library, arxiv, serve, passing_time))
        return made[-1]

    yield make
    for one in made:
        one.store.close()


# --- what a refresh brings --------------------------------------------------------------------------------------------


def test_the_first_refresh_brings_a_week_and_the_next_what_came_since(days):
    library = days()
    first = library.refresh(BEGIN)
    assert first.run.outcome is Outcome.DONE
    assert (first.run.created, len(library.held())) == (8, 8)  # 1 to 8 January
    second = library.refresh(BEGIN + DAY)
    assert second.run.created == 1
    assert [len(step.runs) for step in second.steps] == [1, 1]


def test_what_has_the_exact_words_comes_though_only_the_looser_search_gave_something_before(days, make_paper):
    loose = make_paper("2401.00001", "Networks of graph makers", BEGIN - 3 * DAY, abstract="They are neural at heart.")
    exact = make_paper("2401.00002", "Graph neural networks for once", BEGIN + DAY / 2)
    library = days([loose, exact])
    followed = [(WORDS, SEARCH)]
    assert library.refresh(BEGIN, followed=followed).run.created == 1
    assert library.refresh(BEGIN + DAY, followed=followed).run.created == 1
    assert library.refresh(BEGIN + 2 * DAY, followed=followed).run.created == 0
    assert len(library.held()) == 2


def test_missed_days_come_with_the_next_refresh_and_are_named(days):
    library = days()
    library.refresh(BEGIN)
    report = library.refresh(BEGIN + 4 * DAY)
    assert report.steps[0].step.missed == (date(2024, 1, 9), date(2024, 1, 10), date(2024, 1, 11))
    assert report.run.created == 4
    assert "made up for 2024-01-09, 2024-01-10, 2024-01-11" in said_of(report.steps[0])


def test_a_source_that_is_down_stops_none_of_the_others_and_is_asked_again(days, make_reply):
    library = days()
    library.answering = lambda asked: make_reply(503) if asked.path == "/oai" else library.arxiv(asked)
    report = library.refresh(BEGIN)
    assert report.run.outcome is Outcome.PARTIAL
    down, up = report.steps
    assert [run.outcome for run in down.runs] == [Outcome.FAILED, Outcome.FAILED]
    assert up.is_whole
    assert up.created == 8
    assert library.store.followed.places()[FollowKind.CATEGORY, "cs.LG"].refreshed_at is None
    library.answering = library.arxiv
    again = library.refresh(BEGIN + DAY)
    assert again.run.outcome is Outcome.DONE
    assert library.store.followed.places()[FollowKind.CATEGORY, "cs.LG"].since == date(2024, 1, 1)


def test_a_source_that_fails_again_and_again_is_not_asked_everything(days, make_reply):
    library = days()
    followed = [(replace(CATEGORY, name=name, title=name), None) for name in ("cs.LG", "cs.CL", "stat.ML", "cs.CV")]
    library.answering = lambda _: make_reply(503)
    report = library.refresh(BEGIN, followed=followed)
    assert report.run.outcome is Outcome.FAILED
    assert [len(step.runs) for step in report.steps] == [2, 2, 0, 0]
    assert "was not asked" in said_of(report.steps[3])


def test_a_refresh_that_was_killed_goes_on(days):
    library = days()

    class Killed(BaseException):
        pass

    def make(name):
        source = library.make(name)

        class Dying:
            name = source.name

            def harvest(self, *args, **kwargs):
                for number, page in enumerate(source.harvest(*args, **kwargs)):
                    if number == 1:
                        raise Killed
                    yield page

        return Dying()

    library.arxiv.papers = [paper for paper in library.everything if paper.published <= BEGIN]
    steps = steps_for(FOLLOWED, places={}, now=BEGIN)
    with pytest.raises(Killed):
        run_refresh(library.store, steps, make, lambda _: (0, ()), description="all", now=lambda: BEGIN)
    assert 0 < len(library.held()) < 8
    clean = library.refresh(BEGIN + DAY)
    assert clean.run.outcome is Outcome.DONE
    undisturbed = days()
    undisturbed.refresh(BEGIN + DAY)
    assert set(undisturbed.held()) <= set(library.held())


# --- faults -----------------------------------------------------------------------------------------------------------

JUMPS = (timedelta(), timedelta(days=-400), timedelta(days=-3), timedelta(hours=-30), timedelta(days=3), 900 * DAY)


def faulty(library, seed, make_faults, make_reply, *, days):
    """Some refreshes under faults, after which time limits are as before; their faults by kind, and what they gave."""
    patient, library.transport.limits = library.transport.limits, IMPATIENT
    library.answering = faults = make_faults(seed, library.arxiv, make_reply, now=lambda: library.arxiv.now)
    reports = [library.refresh(day, jump=jump) for day, jump in days]
    library.answering, library.transport.limits = library.arxiv, patient
    return faults, reports


@pytest.mark.parametrize("count", [2, pytest.param(100, marks=[pytest.mark.slow, pytest.mark.timeout(900)])])
def test_after_any_faults_a_clean_refresh_gives_the_library_that_none_would_have_given(
    days, make_reply, make_papers, make_faults, schedules, count
):
    expected = days(make_papers(16), "sound")
    expected.refresh(BEGIN)
    expected.refresh(BEGIN + DAY)
    whole, troubled = expected.held(), 0
    assert len(whole) == 9
    for seed in schedules(count):
        library = days(make_papers(16), f"seed{seed}")
        _, (report,) = faulty(library, seed, make_faults, make_reply, days=[(BEGIN, timedelta())])
        troubled += report.run.outcome is not Outcome.DONE
        clean = library.refresh(BEGIN + DAY)
        assert clean.run.outcome is Outcome.DONE, (seed, clean)
        assert library.held() == whole, seed
        library.close()
    assert troubled or count < 10, "no schedule was bad enough to be one"


@pytest.mark.parametrize("count", [1, pytest.param(120, marks=[pytest.mark.slow, pytest.mark.timeout(900)])])
def test_after_faults_and_clocks_that_jump_a_clean_refresh_gives_the_same_library(
    days, make_reply, make_papers, make_faults, schedules, count
):
    """The server's clock jumps from answer to answer, ours from refresh to refresh; both are right in the end."""
    expected = days(make_papers(16), "sound")
    for day in range(5):
        expected.refresh(BEGIN + day * DAY)
    whole, chance = expected.held(), random.Random(count)
    assert len(whole) == 12
    for seed in schedules(count):
        library = days(make_papers(16), f"seed{seed}")
        library.refresh(BEGIN)
        jumps = chance.choices(JUMPS, k=3)
        when = [(BEGIN + day * DAY, jump) for day, jump in enumerate(jumps, 1)]
        faulty(library, 1000 + seed, make_faults, make_reply, days=when)
        clean = library.refresh(BEGIN + 4 * DAY)
        assert clean.run.outcome is Outcome.DONE, (seed, clean)
        assert library.held() == whole, (seed, jumps)
        library.close()


@pytest.mark.parametrize("jump", [JUMPS[1], JUMPS[-1]])
def test_a_clock_that_was_wrong_at_the_first_refresh_loses_nothing_later(days, make_papers, jump):
    library = days(make_papers(16))
    library.refresh(BEGIN, jump=jump)
    library.refresh(BEGIN + DAY)
    library.refresh(BEGIN + 2 * DAY, jump=jump)
    report = library.refresh(BEGIN + 3 * DAY)
    assert report.run.outcome is Outcome.DONE
    held = {title for title, *_ in library.held()}
    assert {paper.title for paper in library.arxiv.papers if paper.published >= BEGIN - 5 * DAY} <= held
    library.refresh(BEGIN + 4 * DAY)
    assert len(library.held()) == len(held) + 1
