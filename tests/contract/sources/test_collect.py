"""From a source into the library: counts, cursors, the four kinds of failure, and what the person is told."""

from datetime import UTC, datetime, timedelta

import pytest

from paper_reader.errors import QueryError
from paper_reader.harvest import collect, cursor_name, describe
from paper_reader.sources.arxiv_api import ArxivApi
from paper_reader.sources.arxiv_feed import ArxivFeed
from paper_reader.sources.arxiv_oai import ArxivOai
from paper_reader.store import open_store
from paper_reader.types import Identifier, Outcome, Scheme, SourceQuery

QUERY = SourceQuery(source="arxiv", text="graph neural networks", limit=12)


@pytest.fixture
def store(tmp_path):
    with open_store(f"sqlite:///{tmp_path / 'library.db'}") as opened:
        yield opened


@pytest.fixture
def site(make_arxiv, make_papers):
    return make_arxiv(make_papers(12))


@pytest.fixture
def server(serve, site):
    return serve(site)


@pytest.fixture
def api(server, transport):
    return ArxivApi(f"{server.url}/api/query", transport=transport, page_size=5)


def test_papers_come_in_with_a_report_and_a_bar(store, api, site, notes):
    report = collect(store, api, QUERY, progress=notes)
    assert (report.outcome, report.kind) == (Outcome.DONE, "collect")
    assert (report.read, report.created, report.updated, report.unchanged) == (12, 12, 0, 0)
    assert report.description == "arxiv “graph neural networks” at most 12"
    assert report.finished_at is not None
    assert store.papers.count() == 12
    paper = store.papers.get(store.papers.find(Identifier(Scheme.ARXIV, site.papers[7].arxiv_id)))
    assert (paper.title, paper.doi) == (site.papers[7].title, "10.5555/case.7")
    assert notes.stages == [("asking arxiv", None), ("collecting from arxiv", 12)]
    assert (notes.count, notes.open) == (12, 0)
    assert store.runs.list(1)[0] == report


def test_collected_again_nothing_is_doubled(store, api):
    collect(store, api, QUERY)
    again = collect(store, api, QUERY)
    assert (again.outcome, again.read, again.created, again.unchanged) == (Outcome.DONE, 12, 0, 12)
    assert store.papers.count() == 12


def test_an_interrupted_harvest_is_partial_and_goes_on(store, api, site, server, make_reply):
    site.troubles = [None, *[make_reply(503)] * 4]
    first = collect(store, api, QUERY)
    assert (first.outcome, first.read) == (Outcome.PARTIAL, 5)
    assert any("run the same command again" in message for message in first.messages)
    assert store.papers.count() == 5
    server.requests.clear()
    second = collect(store, api, QUERY)
    assert (second.outcome, second.read, second.created) == (Outcome.DONE, 7, 7)
    assert [asked.query["start"] for asked in server.requests] == ["5", "10"]
    assert store.papers.count() == 12


def test_nothing_found_is_empty_every_time(store, api, site):
    site.papers = []
    for _ in range(2):
        report = collect(store, api, QUERY)
        assert report.outcome is Outcome.EMPTY
        assert report.messages == ("arxiv has nothing for arxiv “graph neural networks” at most 12",)


@pytest.mark.parametrize(
    ("status", "headers", "outcome", "told"),
    [
        (403, {}, Outcome.BLOCKED, "refuses us"),
        (429, {"Retry-After": "7200"}, Outcome.BLOCKED, "left alone until"),
        (429, {}, Outcome.BLOCKED, "too often"),
        (503, {}, Outcome.FAILED, "run the same command again"),
        (400, {}, Outcome.FAILED, "Change the query"),
    ],
)
def test_blocked_and_failed_are_told_apart(store, api, site, make_reply, status, headers, outcome, told):
    site.troubles = [make_reply(status, b"", headers)] * 9
    report = collect(store, api, QUERY)
    assert report.outcome is outcome
    assert any(told in message for message in report.messages)
    assert store.runs.list(1)[0].outcome is outcome
    assert store.papers.count() == 0


def test_an_empty_page_of_many_is_partial_and_not_empty(store, api, site, make_reply):
    site.troubles = [make_reply(200, site.feed([], total=214_881, start=0))] * 9
    report = collect(store, api, QUERY)
    assert report.outcome is Outcome.PARTIAL
    assert "214,881" in report.messages[0]


def test_a_web_page_is_a_failure_and_not_empty(store, api, site, make_reply):
    site.troubles = [make_reply(200, b"<html>hello</html>")] * 9
    report = collect(store, api, QUERY)
    assert report.outcome is Outcome.FAILED
    assert "web page" in report.messages[0]


def test_unknown_ids_make_it_partial(store, api, site):
    query = SourceQuery(source="arxiv", text=f"{site.papers[0].arxiv_id} 2401.99999")
    report = collect(store, api, query)
    assert (report.outcome, report.read) == (Outcome.PARTIAL, 1)
    assert "2401.99999" in report.messages[0]


def test_a_query_that_cannot_be_asked_closes_its_run(store, api):
    with pytest.raises(QueryError):
        collect(store, api, SourceQuery(source="arxiv"))
    assert store.runs.list(1)[0].outcome is Outcome.FAILED


def test_stopped_by_hand_the_run_is_closed_and_goes_on(store, api, site):
    class Impatient:
        def begin(self, stage, total, unit): ...
        def note(self, message): ...
        def end(self): ...
        def advance(self, count=1):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        collect(store, api, QUERY, progress=Impatient())
    assert store.runs.list(1)[0].outcome is Outcome.PARTIAL
    assert collect(store, api, QUERY).outcome is Outcome.DONE
    assert store.papers.count() == 12


def test_a_bulk_harvest_in_two_runs_and_a_follow_up(store, serve, transport, make_arxiv, make_papers, make_reply):
    papers = make_papers(23)
    papers[4].deleted = True
    site = make_arxiv(papers)
    site.troubles = [None, None, *[make_reply(500)] * 4]
    source = ArxivOai(f"{serve(site).url}/oai", transport=transport)
    query = SourceQuery(source="arxiv-oai", set_name="cs.LG")
    first = collect(store, source, query)
    assert (first.outcome, first.read) == (Outcome.PARTIAL, 7)
    second = collect(store, source, query)
    assert (second.outcome, second.read) == (Outcome.DONE, 15)
    assert store.papers.count() == 22
    third = collect(store, source, query)
    assert (third.outcome, third.read, third.messages) == (Outcome.DONE, 0, ("nothing new since the last time",))
    assert any(papers[4].arxiv_id in message for message in first.messages)


def test_the_same_paper_by_api_and_oai_is_one_paper(store, api, serve, site, transport):
    collect(store, api, QUERY)
    report = collect(store, ArxivOai(f"{serve(site).url}/oai", transport=transport), SourceQuery(source="arxiv-oai"))
    assert (report.read, report.created, report.merged) == (12, 0, 12)
    assert store.papers.count() == 12


def test_an_empty_feed_is_empty_and_says_why(store, serve, transport, make_reply):
    body = b"<rss version='2.0'><channel><title>t</title></channel></rss>"
    feed = ArxivFeed(serve(lambda asked: make_reply(200, body)).url, transport=transport)
    report = collect(store, feed, SourceQuery(source="arxiv-feed", categories=("cs.LG",)))
    assert report.outcome is Outcome.EMPTY
    assert "weekends" in report.messages[0]


def test_a_pause_that_was_asked_for_holds_in_the_next_run(store, api, site, make_reply, server):
    site.troubles = [make_reply(429, b"", {"Retry-After": "7200"})]
    collect(store, api, QUERY)
    server.requests.clear()
    report = collect(store, api, QUERY, now=lambda: datetime(2026, 11, 22, 12, tzinfo=UTC))
    assert report.outcome is Outcome.BLOCKED
    assert not server.requests
    assert any("left alone" in message for message in report.messages)


def test_places_are_named_by_what_is_asked_and_not_by_how_much():
    assert cursor_name(QUERY) == cursor_name(SourceQuery(source="arxiv", text=" graph  neural networks", limit=99))
    others = [
        SourceQuery(source="arxiv-oai", text="graph neural networks"),
        SourceQuery(source="arxiv", text="graph neural networks", categories=("cs.LG",)),
        SourceQuery(source="arxiv", text="graph neural networks", date_from=datetime(2024, 1, 1).date()),
        SourceQuery(source="arxiv", text="graph neural networks", date_to=datetime(2024, 1, 1).date()),
    ]
    assert len({cursor_name(query) for query in [QUERY, *others]}) == 5
    assert describe(others[2]) == "arxiv “graph neural networks” from 2024-01-01"


def test_what_is_newer_than_a_finished_harvest_is_fetched_anew(store, api, site, make_papers):
    query = SourceQuery(source="arxiv", text="graph neural networks")
    assert collect(store, api, query).created == 12
    site.papers += make_papers(2, first=50, first_day=datetime(2026, 11, 22, tzinfo=UTC) - timedelta(days=5))
    report = collect(store, api, query)
    assert (report.outcome, report.created) == (Outcome.DONE, 2)
