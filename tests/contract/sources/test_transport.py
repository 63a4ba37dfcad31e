"""How a host is asked: waits, bounds, tries, and the outcome of everything that a server can do wrong."""

import itertools
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from paper_reader.errors import (
    SourceAnswerUnrecognised,
    SourceBlocked,
    SourceError,
    SourceIncomplete,
    SourceRateLimited,
    SourceRefusedQuery,
    SourceUnavailable,
)
from paper_reader.sources.arxiv_api import ArxivApi
from paper_reader.sources.gate import Gate
from paper_reader.sources.retrying import Limits
from paper_reader.sources.transport import Transport
from paper_reader.types import SourceQuery

QUERY = SourceQuery(source="arxiv", text="graph neural networks", limit=5)


@pytest.fixture
def site(make_arxiv, make_papers):
    return make_arxiv(make_papers(5))


@pytest.fixture
def ask(serve, transport, site, notes):
    """Collect five papers from the site after the given troubles; gives the keys and the server."""

    def run(*troubles):
        site.troubles = list(troubles)
        server = serve(site)
        api = ArxivApi(f"{server.url}/api/query", transport=transport)
        keys = []
        try:
            for page in api.harvest(QUERY, progress=notes):
                keys += [record.key for record in page.records]
        finally:
            run.server = server
        return keys

    return run


def test_a_429_waits_as_long_as_it_is_told_and_goes_on(ask, make_reply, passing_time, notes):
    keys = ask(make_reply(429, b"Rate exceeded.", {"Retry-After": "45"}))
    assert len(keys) == 5
    first, second = ask.server.requests
    assert second.at - first.at >= 45
    assert [note for note in notes.notes if "asking again in 45 s (try 2)" in note]
    assert len(notes.notes) == 1, "told once"


def test_retry_after_may_be_a_date(ask, make_reply):
    moment = datetime(2026, 11, 22, 12, 1, 15, tzinfo=UTC)  # 75 s after the transport's now
    assert len(ask(make_reply(503, b"", {"Retry-After": format_datetime(moment, usegmt=True)}))) == 5
    first, second = ask.server.requests
    assert 75 <= second.at - first.at < 80


def test_a_503_without_retry_after_backs_off_longer_each_time(ask, make_reply):
    assert len(ask(make_reply(503), make_reply(502), make_reply(500))) == 5
    times = [asked.at for asked in ask.server.requests]
    gaps = [after - before for before, after in itertools.pairwise(times)]
    assert gaps == pytest.approx([3, 6, 12])


def test_tries_are_bounded(ask, make_reply):
    with pytest.raises(SourceUnavailable) as caught:
        ask(*[make_reply(503)] * 9)
    assert len(ask.server.requests) == 4
    assert caught.value.status == 503
    assert "run the same command again" in str(caught.value)


def test_rate_limiting_that_goes_on_is_its_own_error(ask, make_reply):
    with pytest.raises(SourceRateLimited) as caught:
        ask(*[make_reply(429, b"", {"Retry-After": "20"})] * 9)
    assert caught.value.retry_after_seconds == 20
    assert len(ask.server.requests) == 4


def test_a_pause_of_an_hour_is_not_waited_for_but_kept(ask, make_reply, transport, passing_time):
    with pytest.raises(SourceRateLimited) as caught:
        ask(make_reply(429, b"", {"Retry-After": "3600"}))
    assert caught.value.retry_after_seconds == 3600
    assert len(ask.server.requests) == 1
    with pytest.raises(SourceRateLimited, match="left alone for another 60 minutes"):
        ask()
    assert not ask.server.requests
    passing_time.moment += 3600
    assert len(ask()) == 5


@pytest.mark.parametrize(
    ("status", "kind"), [(400, SourceRefusedQuery), (403, SourceBlocked), (404, SourceAnswerUnrecognised)]
)
def test_what_is_permanent_is_asked_once(ask, make_reply, status, kind):
    with pytest.raises(kind) as caught:
        ask(make_reply(status, b"no"))
    assert caught.value.status == status
    assert len(ask.server.requests) == 1


def test_a_silent_server_is_left_after_the_read_timeout_and_asked_again(ask, make_reply):
    assert len(ask(make_reply(hang=True))) == 5
    assert len(ask.server.requests) == 2


def test_a_server_that_stays_silent_is_unavailable(ask, make_reply):
    with pytest.raises(SourceUnavailable, match="silent for"):
        ask(*[make_reply(hang=True)] * 9)


@pytest.mark.parametrize("drip_headers", [False, True])
def test_a_dripping_server_meets_the_end_of_the_answers_time(ask, make_reply, drip_headers):
    """Each byte comes within the read timeout, the answer never."""
    drip = make_reply(200, b"<feed>" * 500, drip=0.05, drip_headers=drip_headers)
    with pytest.raises(SourceUnavailable, match="did not finish"):
        ask(*[drip] * 9)
    assert len(ask.server.requests) == 4


@pytest.mark.parametrize("chunked", [False, True])
def test_a_cut_connection_is_asked_again(ask, make_reply, site, chunked):
    cut = make_reply(200, b"<feed>" * 200, cut=300, chunked=chunked)
    assert len(ask(cut)) == 5
    assert len(ask.server.requests) == 2


def test_connections_that_stay_cut_are_unavailable(ask, make_reply):
    with pytest.raises(SourceUnavailable):
        ask(*[make_reply(200, b"<feed>" * 200, cut=300)] * 9)


def test_connection_refused_is_tried_again_with_pauses(transport, serve, site, passing_time):
    server = serve(site)
    server.close()
    api = ArxivApi(f"{server.url}/api/query", transport=transport)
    before = passing_time.moment
    with pytest.raises(SourceUnavailable, match="refused"):
        list(api.harvest(QUERY))
    assert passing_time.moment - before >= 3 + 6 + 12


@pytest.mark.parametrize(
    "body",
    [b"<!DOCTYPE html><html><body>Down for maintenance</body></html>", b"", b"  \n", b"<html><p>x</p></html>", b"{}"],
)
def test_what_is_no_feed_with_status_200_is_never_an_empty_result(ask, make_reply, body):
    with pytest.raises(SourceAnswerUnrecognised):
        ask(*[make_reply(200, body)] * 9)


def test_a_passing_maintenance_page_is_survived(ask, make_reply):
    assert len(ask(make_reply(200, b"<html>one moment</html>"))) == 5


def test_truncated_xml_is_never_a_shorter_result(ask, make_reply, site, make_papers):
    whole = site.feed([site.entry(paper) for paper in site.papers], total=5, start=0)
    cut = whole[: whole.index(b"</entry>") + 30]
    assert len(ask(make_reply(200, cut))) == 5
    with pytest.raises(SourceAnswerUnrecognised, match="broken XML"):
        ask(*[make_reply(200, cut)] * 9)


def test_an_empty_page_while_results_are_announced_is_incomplete(ask, make_reply, site):
    empty = make_reply(200, site.feed([], total=214_881, start=0))
    assert len(ask(empty)) == 5
    with pytest.raises(SourceIncomplete, match="214,881"):
        ask(*[empty] * 9)


def test_an_entity_in_the_answer_is_not_expanded(ask, make_reply):
    bomb = b'<?xml version="1.0"?><!DOCTYPE f [<!ENTITY a "aaaa">]><feed>&a;</feed>'
    with pytest.raises(SourceAnswerUnrecognised):
        ask(*[make_reply(200, bomb)] * 9)


def test_an_answer_without_end_is_cut_off(serve, make_reply, tmp_path, passing_time):
    gate = Gate(tmp_path / "gate.json", clock=passing_time.clock, sleep=passing_time.sleep)
    transport = Transport(gate, limits=Limits(answer_bytes=10_000), clock=passing_time.clock)
    server = serve(lambda asked: make_reply(200, b"x" * 50_000))
    with pytest.raises(SourceAnswerUnrecognised, match="more than 10,000 bytes"):
        list(ArxivApi(f"{server.url}/api/query", transport=transport).harvest(QUERY))


def test_redirects_stay_with_the_host(serve, transport, site, make_reply):
    def answering(asked):
        if asked.path == "/old":
            return make_reply(301, b"", {"Location": f"/api/query?{asked.raw.partition('?')[2]}"})
        return site(asked)

    server = serve(answering)
    pages = list(ArxivApi(f"{server.url}/old", transport=transport).harvest(QUERY))
    assert sum(len(page.records) for page in pages) == 5


def test_a_redirect_to_another_host_is_not_followed(serve, transport, make_reply):
    elsewhere = serve(lambda asked: make_reply(200))
    server = serve(lambda asked: make_reply(302, b"", {"Location": elsewhere.url}))
    with pytest.raises(SourceAnswerUnrecognised, match="another place"):
        list(ArxivApi(f"{server.url}/api/query", transport=transport).harvest(QUERY))
    assert not elsewhere.requests


def test_a_circle_of_redirects_ends(serve, transport, make_reply):
    server = serve(lambda asked: make_reply(302, b"", {"Location": "/api/query"}))
    with pytest.raises(SourceError):
        list(ArxivApi(f"{server.url}/api/query", transport=transport).harvest(QUERY))
    assert len(server.requests) < 10


def test_every_request_waits_its_three_seconds_and_says_who_asks(serve, transport, make_arxiv, make_papers):
    server = serve(make_arxiv(make_papers(25)))
    api = ArxivApi(f"{server.url}/api/query", transport=transport, page_size=5)
    pages = list(api.harvest(SourceQuery(source="arxiv", text="sorting", limit=25)))
    assert sum(len(page.records) for page in pages) == 25
    times = [asked.at for asked in server.requests]
    assert len(times) == 5
    assert all(after - before >= 3 for before, after in itertools.pairwise(times))
    for asked in server.requests:
        assert asked.headers["User-Agent"].startswith("paper-reader/")
        assert asked.headers["User-Agent"].endswith("(tests@example.org)")


def test_a_harvest_ends_at_its_time_limit(serve, tmp_path, passing_time, make_arxiv, make_papers):
    gate = Gate(tmp_path / "gate.json", clock=passing_time.clock, sleep=passing_time.sleep)
    transport = Transport(gate, limits=Limits(harvest=7), clock=passing_time.clock)
    server = serve(make_arxiv(make_papers(25)))
    api = ArxivApi(f"{server.url}/api/query", transport=transport, page_size=5)
    pages = []
    with pytest.raises(SourceUnavailable):
        pages.extend(api.harvest(SourceQuery(source="arxiv", text="sorting", limit=25)))
    assert len(server.requests) == 3  # at 0, 3 and 6 seconds


def test_the_stored_pause_counts_for_the_next_run(ask, make_reply, passing_time):
    with pytest.raises(SourceUnavailable):
        ask(*[make_reply(503, b"", {"Retry-After": "30"})] * 4)
    given_up = passing_time.moment
    assert len(ask()) == 5
    assert ask.server.requests[0].at - given_up >= 30 - timedelta(seconds=1).total_seconds()
