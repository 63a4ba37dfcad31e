"""OAI-PMH as a source: chains of pages, tokens that expire, sets as people type them, follow-ups, helpings."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from paper_reader.errors import QueryError, SourceAnswerUnrecognised, SourceIncomplete, SourceRefusedQuery
from paper_reader.sources.arxiv_oai import ArxivOai
from paper_reader.sources.transport import Transport
from paper_reader.types import Identifier, Scheme, SourceQuery


@pytest.fixture
def oai_for(serve, transport):
    def make(site, *, now=None):
        server = serve(site)
        source = ArxivOai(f"{server.url}/oai", transport=transport if now is None else at(transport, now))
        return server, source

    return make


def at(transport, moment):
    """The same transport on another day."""
    return Transport(
        transport.gate, limits=transport.limits, clock=transport.clock, now=lambda: moment, chance=lambda: 1.0
    )


def query(**rest):
    return SourceQuery(source="arxiv-oai", **rest)


def keys(pages):
    return [record.key for page in pages for record in page.records]


def sorted_keys(papers):
    return [paper.arxiv_id for paper in sorted(papers, key=lambda paper: (paper.stamped, paper.arxiv_id))]


def test_a_chain_of_pages_brings_every_record_once_and_in_order(oai_for, make_arxiv, make_papers):
    papers = make_papers(23)
    server, source = oai_for(make_arxiv(papers))
    pages = list(source.harvest(query(set_name="cs.LG", date_from=date(2024, 1, 1), date_to=date(2025, 1, 1))))
    assert keys(pages) == sorted_keys(papers)
    assert [len(page.records) for page in pages] == [4, 4, 4, 4, 4, 3]
    first, second = server.requests[:2]
    assert first.query == {
        "verb": "ListRecords",
        "metadataPrefix": "arXiv",
        "from": "2024-01-01",
        "until": "2025-01-01",
        "set": "cs:cs:LG",
    }
    assert set(second.query) == {"verb", "resumptionToken"}
    assert "resumptionToken=from%253D2024-01-01%2526" in second.raw, "the token is encoded exactly once more"


def test_every_field_of_a_record(oai_for, make_arxiv, make_paper):
    paper = make_paper(
        arxiv_id="2401.01234",
        title="On $\\beta$ & sorting",
        published=datetime(2024, 1, 3, tzinfo=UTC),
        updated=datetime(2024, 5, 6, tzinfo=UTC),
        categories=("stat.ML", "cs.LG"),
        doi="10.5555/ABC",
        journal_ref="J. Small Quest. 7, 12 (2024)",
    )
    _, source = oai_for(make_arxiv([paper]))
    ((record,),) = [page.records for page in source.harvest(query())]
    assert (record.source, record.key, record.title) == ("arxiv-oai", "2401.01234", "On $\\beta$ & sorting")
    assert record.abstract == paper.abstract
    assert record.authors == ("Ada Müller", "Бэла Иванов", "陈 小明")
    assert (record.year, record.published, record.updated) == (2024, date(2024, 1, 3), date(2024, 5, 6))
    assert record.categories == ("stat.ML", "cs.LG")
    assert record.identifiers == (Identifier(Scheme.ARXIV, "2401.01234"), Identifier(Scheme.DOI, "10.5555/abc"))
    assert (record.venue, record.url) == ("J. Small Quest.", "https://arxiv.org/abs/2401.01234")


def test_a_later_versions_date_does_not_make_a_paper_younger(oai_for, make_arxiv, make_paper):
    paper = make_paper(arxiv_id="0806.01234", title="Old", published=datetime(2014, 12, 12, tzinfo=UTC))
    _, source = oai_for(make_arxiv([paper]))
    ((record,),) = [page.records for page in source.harvest(query())]
    assert (record.year, record.published) == (2008, None)
    assert record.extra["created"] == "2014-12-12"


def test_deleted_records_are_told_apart(oai_for, make_arxiv, make_papers):
    papers = make_papers(5)
    papers[2].deleted = True
    _, source = oai_for(make_arxiv(papers))
    pages = list(source.harvest(query()))
    assert len(keys(pages)) == 4
    assert [key for page in pages for key in page.gone] == [papers[2].arxiv_id]


def test_no_records_match_is_empty_and_no_error(oai_for, make_arxiv):
    server, source = oai_for(make_arxiv([]))
    assert keys(source.harvest(query(set_name="q-fin"))) == []
    assert server.requests[0].query["set"] == "q-fin"


def test_bad_arguments_are_refused_once(oai_for, make_arxiv):
    site = make_arxiv([])
    site.troubles = [site.oai_error("badArgument", "Set does not exist")]
    server, source = oai_for(site)
    with pytest.raises(SourceRefusedQuery, match="Set does not exist"):
        list(source.harvest(query(set_name="cs:nosuch")))
    assert len(server.requests) == 1


def test_flow_control_is_waited_for(oai_for, make_arxiv, make_papers, make_reply):
    site = make_arxiv(make_papers(6))
    site.troubles = [None, make_reply(503, b"<html><h1>Retry after 10 seconds</h1></html>", {"Retry-After": "10"})]
    server, source = oai_for(site)
    assert len(keys(source.harvest(query()))) == 6
    times = [asked.at for asked in server.requests]
    assert times[2] - times[1] >= 10


@pytest.mark.parametrize("body", [b"<html>x</html>", b"", b"<OAI-PMH xmlns='http://www.openarchives.org/OAI/2.0/'/>"])
def test_what_is_no_list_is_never_an_empty_list(oai_for, make_arxiv, make_reply, body):
    site = make_arxiv([])
    site.troubles = [make_reply(200, body)] * 9
    _, source = oai_for(site)
    with pytest.raises(SourceAnswerUnrecognised):
        list(source.harvest(query()))


def test_a_list_cut_in_the_middle_is_never_the_end_of_the_list(oai_for, make_arxiv, make_papers, make_reply, serve):
    site = make_arxiv(make_papers(6))
    whole = site.oai_reply("<ListRecords>" + "".join(map(site.oai_record, site.papers[:4])) + "</ListRecords>").body
    site.troubles = [make_reply(200, whole[: whole.index(b"</record>") + 9])] * 9
    _, source = oai_for(site)
    with pytest.raises(SourceAnswerUnrecognised, match="broken XML"):
        list(source.harvest(query()))


def test_it_goes_on_by_token_while_the_token_lives(oai_for, make_arxiv, make_papers):
    papers = make_papers(23)
    server, source = oai_for(make_arxiv(papers))
    whole = list(source.harvest(query()))
    for stop in range(1, len(whole)):
        server.requests.clear()
        rest = list(source.harvest(query(), cursor=whole[stop - 1].cursor))
        assert keys(whole[:stop]) + keys(rest) == keys(whole)
        assert "resumptionToken" in server.requests[0].query


def test_after_midnight_it_goes_on_by_datestamp_without_loss_or_doubling(oai_for, make_arxiv, make_papers):
    papers = make_papers(23)
    for number, paper in enumerate(papers):  # several papers a day, so that pages end within a day
        paper.datestamp = date(2025, 3, 1) + timedelta(days=number // 6)
    site = make_arxiv(papers)
    _, source = oai_for(site)
    whole = list(source.harvest(query()))
    tomorrow = datetime(2026, 11, 23, 6, tzinfo=UTC)
    for stop in range(1, len(whole)):
        server, later = oai_for(site, now=tomorrow)
        rest = list(later.harvest(query(), cursor=whole[stop - 1].cursor))
        assert keys(whole[:stop]) + keys(rest) == keys(whole), f"stopped after page {stop}"
        assert "resumptionToken" not in server.requests[0].query
        assert server.requests[0].query["from"] >= "2025-03-01"


def test_a_token_refused_in_the_middle_goes_on_by_datestamp(oai_for, make_arxiv, make_papers):
    papers = make_papers(23)
    site = make_arxiv(papers)
    site.refused_tokens = {"skip%3D12"}
    server, source = oai_for(site)
    assert keys(source.harvest(query())) == sorted_keys(papers)
    assert sum("metadataPrefix" in asked.query for asked in server.requests) == 2


def test_tokens_that_never_work_end_in_an_incomplete_harvest_and_not_in_a_circle(oai_for, make_arxiv, make_papers):
    papers = make_papers(12)
    for paper in papers:
        paper.datestamp = date(2025, 3, 1)
    site = make_arxiv(papers)
    site.refused_tokens = {"skip%3D4", "from%3D2025-03-01%26skip%3D4"}
    server, source = oai_for(site)
    pages = []
    with pytest.raises(SourceIncomplete):
        pages.extend(source.harvest(query()))
    assert len(server.requests) < 8


def test_records_out_of_order_are_read_again_from_the_start_rather_than_lost(oai_for, make_arxiv, make_papers):
    papers = make_papers(12)
    site = make_arxiv(papers)
    site.oai_page = 6
    _, source = oai_for(site)
    cursor = json.loads(next(source.harvest(query())).cursor)
    assert cursor["in_order"]
    cursor["in_order"] = False
    server, later = oai_for(site, now=datetime(2026, 11, 23, 6, tzinfo=UTC))
    rest = list(later.harvest(query(), cursor=json.dumps(cursor)))
    assert "from" not in server.requests[0].query
    assert set(keys(rest)) >= {paper.arxiv_id for paper in papers} - set(cursor["seen"])


def test_a_finished_harvest_asks_the_next_time_for_what_changed_since(oai_for, make_arxiv, make_papers):
    papers = make_papers(6)
    site = make_arxiv(papers)
    _, source = oai_for(site)
    finished = list(source.harvest(query()))[-1].cursor
    papers[1] = replace(papers[1], datestamp=date(2026, 11, 23), version=9)
    server, source = oai_for(site)
    assert keys(source.harvest(query(), cursor=finished)) == [papers[1].arxiv_id]
    assert server.requests[0].query["from"] == "2026-11-22"


def test_a_finished_stretch_of_the_past_needs_no_request(oai_for, make_arxiv, make_papers):
    site = make_arxiv(make_papers(6))
    asked = query(date_to=date(2024, 6, 1))
    _, source = oai_for(site)
    finished = list(source.harvest(asked))[-1].cursor
    server, source = oai_for(site)
    assert list(source.harvest(asked, cursor=finished)) == []
    assert not server.requests


def test_a_limit_takes_helpings_that_leave_nothing_out(oai_for, make_arxiv, make_papers):
    papers = make_papers(23)
    for number, paper in enumerate(papers):
        paper.datestamp = date(2025, 3, 1) + timedelta(days=number // 6)
    _, source = oai_for(make_arxiv(papers))
    got, cursor = [], None
    for _ in range(5):
        pages = list(source.harvest(query(limit=5), cursor=cursor))
        assert len(keys(pages)) == min(5, 23 - len(got))
        got += keys(pages)
        cursor = pages[-1].cursor
    assert got == sorted_keys(papers)


def test_several_sets_one_after_the_other(oai_for, make_arxiv, make_papers, make_paper):
    physics = make_paper(
        arxiv_id="2401.99999", title="P", published=datetime(2024, 1, 1, tzinfo=UTC), categories=("hep-th",)
    )
    site = make_arxiv([*make_papers(6), physics])
    server, source = oai_for(site)
    pages = list(source.harvest(query(set_name="cs.LG,hep-th")))
    assert keys(pages) == [*sorted_keys(site.papers[:6]), "2401.99999"]
    assert [asked.query["set"] for asked in server.requests if "set" in asked.query] == ["cs:cs:LG", "physics:hep-th"]
    rest = list(source.harvest(query(set_name="cs.LG,hep-th"), cursor=pages[1].cursor))
    assert keys(rest) == ["2401.99999"]


def test_a_from_before_the_oldest_datestamp_is_left_out(oai_for, make_arxiv, make_papers):
    server, source = oai_for(make_arxiv(make_papers(2)))
    list(source.harvest(query(date_from=date(1991, 8, 1))))
    assert "from" not in server.requests[0].query


@pytest.mark.parametrize(
    "asked",
    [
        query(text="graphs"),
        query(limit=0),
        query(set_name="biology"),
        query(date_from=date(2024, 2, 1), date_to=date(2024, 1, 1)),
    ],
)
def test_what_oai_cannot_be_asked(oai_for, make_arxiv, asked):
    server, source = oai_for(make_arxiv([]))
    with pytest.raises(QueryError):
        list(source.harvest(asked))
    assert not server.requests
