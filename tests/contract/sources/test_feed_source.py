"""The daily feed as a source: both forms, empty days, kinds of announcement."""

from datetime import UTC, date, datetime

import pytest

from paper_reader.errors import QueryError, SourceAnswerUnrecognised, SourceRefusedQuery
from paper_reader.sources.arxiv_feed import ArxivFeed
from paper_reader.sources.feed_answer import split_authors
from paper_reader.types import Identifier, Scheme, SourceQuery

RSS = """<?xml version='1.0' encoding='UTF-8'?>
<rss xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" version="2.0"><channel>
<title>cs.LG updates on arXiv.org</title><pubDate>Fri, 20 Nov 2026 00:00:00 -0500</pubDate>{items}
</channel></rss>"""
ITEM = """<item><title>A small
 result on $n$ things</title><link>https://arxiv.org/abs/{id}</link>
<description>arXiv:{id}v{version} Announce Type: {kind}
Abstract: We say one thing, and then \\emph{{another}}.</description>
<guid isPermaLink="false">oai:arXiv.org:{id}v{version}</guid><category>stat.ML</category><category>cs.LG</category>
<pubDate>Fri, 20 Nov 2026 00:00:00 -0500</pubDate><arxiv:announce_type>{kind}</arxiv:announce_type>
<dc:rights>http://arxiv.org/licenses/nonexclusive-distrib/1.0/</dc:rights><arxiv:DOI>10.5555/XYZ</arxiv:DOI>
<arxiv:journal_reference>J. Small Quest. 3 (2026) 4</arxiv:journal_reference>
<dc:creator>Ada Müller, Bo Li, Jr., 陈 小明 (Somewhere)</dc:creator></item>"""
ATOM = """<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns="http://www.w3.org/2005/Atom"><id>http://rss.arxiv.org/atom/cs.LG</id><updated>2026-11-20T04:00:19+00:00</updated>
<entry><id>oai:arXiv.org:2611.01234v1</id><title>A small result</title><summary>arXiv:2611.01234v1 Announce Type: cross
Abstract: One thing.</summary><category term="cs.CL"/><category term="cs.AI"/>
<published>2026-11-20T00:00:00-05:00</published><arxiv:announce_type>cross</arxiv:announce_type>
<dc:creator>Ada Müller</dc:creator></entry></feed>"""


def query(*categories, **rest):
    return SourceQuery(source="arxiv-feed", categories=categories, **rest)


@pytest.fixture
def read(serve, transport, make_reply):
    def run(body, asked=None, path=""):
        reply = make_reply(200, body.encode()) if isinstance(body, str) else body
        read.server = serve(lambda _: reply)
        feed = ArxivFeed(f"{read.server.url}{path}", transport=transport)
        (page,) = feed.harvest(asked or query("cs.LG"))
        return page

    read = run
    return run


def test_an_rss_entry_with_all_its_fields(read):
    page = read(RSS.format(items=ITEM.format(id="2611.01234", version=1, kind="new")))
    (record,) = page.records
    assert (record.source, record.key) == ("arxiv-feed", "2611.01234")
    assert record.title == "A small result on $n$ things"
    assert record.abstract == "We say one thing, and then \\emph{another}."
    assert record.authors == ("Ada Müller", "Bo Li Jr.", "陈 小明")
    assert (record.year, record.published) == (2026, date(2026, 11, 20))
    assert record.categories == ("stat.ML", "cs.LG")
    assert record.identifiers == (Identifier(Scheme.ARXIV, "2611.01234"), Identifier(Scheme.DOI, "10.5555/xyz"))
    assert record.venue == "J. Small Quest."
    assert record.extra["announce_type"] == "new"
    assert record.extra["version"] == "1"
    assert record.fetched_at == datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_of_a_replaced_paper_the_feed_knows_the_year_alone(read):
    (record,) = read(RSS.format(items=ITEM.format(id="1102.0517", version=3, kind="replace"))).records
    assert (record.year, record.published, record.updated) == (2011, None, date(2026, 11, 20))


def test_an_atom_feed(read):
    (record,) = read(ATOM, path="/atom/").records
    assert (record.key, record.abstract, record.categories) == ("2611.01234", "One thing.", ("cs.CL", "cs.AI"))
    assert record.extra["announce_type"] == "cross"
    assert record.published is None
    assert read.server.requests[0].path == "/atom/cs.LG"


def test_a_weekends_feed_is_empty_and_valid(read):
    page = read(RSS.format(items=""))
    assert page.records == ()
    assert page.total == 0
    assert "weekends" in page.notes[0]


def test_categories_are_asked_for_together(read):
    read(RSS.format(items=""), query("cs.lg", "stat.ML"))
    assert read.server.requests[0].path == "/rss/cs.LG+stat.ML"


def test_an_unknown_feed_is_refused(read, make_reply):
    with pytest.raises(SourceRefusedQuery):
        read(make_reply(400, b"no such archive"))


@pytest.mark.parametrize("body", ["<html>x</html>", "", RSS[:200], "<rss/>"])
def test_what_is_no_feed_is_never_a_quiet_day(read, body):
    with pytest.raises(SourceAnswerUnrecognised):
        read(body)


@pytest.mark.parametrize("asked", [query(), query("cs.LG", text="graphs"), query("cs.LG", limit=0)])
def test_what_the_feed_cannot_be_asked(serve, transport, make_reply, asked):
    with pytest.raises(QueryError):
        list(ArxivFeed(serve(lambda _: make_reply()).url, transport=transport).harvest(asked))


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("", []),
        ("Ada Müller", ["Ada Müller"]),
        ("A. B. Smith, Jr., C. de la Cruz and D. Li III", ["A. B. Smith Jr.", "C. de la Cruz", "D. Li III"]),
        ("Sandy Brand (MIT, Boston), Bo Anderson", ["Sandy Brand", "Bo Anderson"]),
    ],
)
def test_authors_on_one_line(line, names):
    assert split_authors(line) == names
