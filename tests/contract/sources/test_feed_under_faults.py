"""The daily feed under faults: a clean look at the same day gives the library that no faults would have given."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime

import pytest

from paper_reader.harvest import collect_each
from paper_reader.sources.arxiv_feed import ArxivFeed
from paper_reader.sources.gate import Gate
from paper_reader.sources.retrying import Limits
from paper_reader.sources.transport import Transport
from paper_reader.store import open_store
from paper_reader.types import Outcome, SourceQuery

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
QUERY = SourceQuery(source="arxiv-feed", categories=("cs.LG",))
PATIENT, IMPATIENT = Limits(connect=2.0, read=5.0, answer=9.0), Limits(connect=2.0, read=0.1, answer=0.15)
ITEM = """<item><title>A small result, number {number}</title><link>https://arxiv.org/abs/2611.0{number:04}</link>
<description>arXiv:2611.0{number:04}v1 Announce Type: new
Abstract: We say one thing of {number}.</description><guid isPermaLink="false">oai:arXiv.org:2611.0{number:04}v1</guid>
<category>cs.LG</category><pubDate>Fri, 20 Nov 2026 00:00:00 -0500</pubDate>
<arxiv:announce_type>new</arxiv:announce_type><dc:creator>Ada Müller, Bo Li</dc:creator></item>"""
FEED = """<?xml version='1.0' encoding='UTF-8'?>
<rss xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" version="2.0"><channel>
<title>cs.LG updates on arXiv.org</title><pubDate>Fri, 20 Nov 2026 00:00:00 -0500</pubDate>{items}</channel></rss>"""


def held(store):
    changes = store.papers.changed_since(0, limit=999)
    papers = store.papers.get_many([change.paper_id for change in changes])
    return sorted((one.title, one.abstract, one.authors, one.arxiv_id, one.published) for one in papers)


@pytest.mark.parametrize("count", [1, pytest.param(60, marks=[pytest.mark.slow, pytest.mark.timeout(900)])])
def test_after_any_faults_the_feed_gives_what_it_would_have_given(
    tmp_path, serve, passing_time, make_reply, make_faults, schedules, count
):
    body = FEED.format(items="".join(ITEM.format(number=number) for number in range(9))).encode()
    open_store(f"sqlite:///{tmp_path / 'empty.db'}").close()
    answering = sound = lambda _: make_reply(200, body)
    server = serve(lambda asked: answering(asked))
    troubled = 0
    for seed in schedules(count):
        gate = Gate(tmp_path / f"gate{seed}.json", 3.0, clock=passing_time.clock, sleep=passing_time.sleep)
        transport = Transport(gate, limits=IMPATIENT, clock=passing_time.clock, now=lambda: NOW, chance=lambda: 1.0)
        feed = ArxivFeed(server.url, transport=transport)
        shutil.copy(tmp_path / "empty.db", tmp_path / "library.db")
        with open_store(f"sqlite:///{tmp_path / 'library.db'}", clock=lambda: NOW) as store:
            answering = make_faults(seed, sound, make_reply, now=lambda: NOW)
            for _ in range(2):
                (report,) = collect_each(store, [(QUERY, lambda feed=feed: feed)], now=lambda: NOW)
                troubled += report.outcome in {Outcome.FAILED, Outcome.PARTIAL, Outcome.BLOCKED}
            answering, transport.limits = sound, PATIENT
            passing_time.sleep(2 * 86_400)  # a host that wants to be left alone is so for a day at most
            (clean,) = collect_each(store, [(QUERY, lambda feed=feed: feed)], now=lambda: NOW)
            assert clean.outcome is Outcome.DONE, (seed, clean)
            assert [title for title, *_ in held(store)] == [f"A small result, number {n}" for n in range(9)], seed
            assert {(*rest,) for _, *rest in held(store)} == {
                (f"We say one thing of {n}.", ("Ada Müller", "Bo Li"), f"2611.0{n:04}", NOW.date()) for n in range(9)
            }
    assert troubled or count < 10
