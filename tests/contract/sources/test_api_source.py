"""arXiv's query API as a source: exact requests, every field, paging, slices, ids, going on after a stop."""

import json
from datetime import UTC, date, datetime, timedelta
from urllib.parse import quote_plus, unquote_plus

import pytest

from paper_reader.errors import QueryError, SettingsError, SourceRefusedQuery
from paper_reader.sources.arxiv_api import ArxivApi
from paper_reader.types import Identifier, Scheme, SourceQuery


@pytest.fixture
def api_for(serve, transport):
    """A server for a fake arXiv, and the source that asks it."""

    def make(site, **options):
        server = serve(site)
        return server, ArxivApi(f"{server.url}/api/query", transport=transport, **options)

    return make


def query(text="graph neural networks", **rest):
    return SourceQuery(source="arxiv", text=text, **rest)


def keys(pages):
    return [record.key for page in pages for record in page.records]


def searches(server):
    return [asked.query["search_query"] for asked in server.requests]


def test_the_exact_address_of_a_query(api_for, make_arxiv, make_papers):
    server, api = api_for(make_arxiv(make_papers(3)))
    asked = query(limit=3, categories=("cs.lg",), date_from=date(2020, 1, 1))
    assert len(keys(api.harvest(asked))) == 3
    search = (
        '(ti:"graph neural networks" OR abs:"graph neural networks") AND cat:cs.LG '
        "AND submittedDate:[202001010000 TO 202611222359]"
    )
    assert server.requests[0].raw == (
        f"/api/query?search_query={quote_plus(search)}&id_list=&sortBy=relevance&sortOrder=descending"
        "&start=0&max_results=3"
    )
    assert "%25" not in server.requests[0].raw, "encoded twice"
    assert unquote_plus(server.requests[0].raw).count('"') == 4


@pytest.mark.parametrize("serialisation", [2025, 2026])
def test_every_field_comes_through_in_both_serialisations(api_for, make_arxiv, make_paper, serialisation):
    site = make_arxiv([
        make_paper(
            arxiv_id="2401.01234",
            title="Graph neural networks & the <rest>: $\\alpha$-tests",
            published=datetime(2023, 12, 31, 23, 30, tzinfo=UTC),
            updated=datetime(2024, 2, 1, tzinfo=UTC),
            version=12,
            abstract="One thing after another, with \\emph{emphasis} and 5 < 6.",
            authors=("Ada Müller", "Бэла Иванов", "陈 小明"),
            categories=("stat.ML", "cs.LG"),
            doi="10.5555/ABC.1 10.5555/abc.2",
            journal_ref="Journal of Small Things 12 (2024) 1-9",
            comment="9 pages,\n  2 figures",
        )
    ])  # fmt: skip
    site.serialisation = serialisation
    _, api = api_for(site)
    (page,) = [page for page in api.harvest(query(limit=1)) if page.records]
    (record,) = page.records
    assert record.source == "arxiv"
    assert record.key == "2401.01234"
    assert record.title == "Graph neural networks & the <rest>: $\\alpha$-tests"
    assert record.abstract == "One thing after another, with \\emph{emphasis} and 5 < 6."
    assert record.authors == ("Ada Müller", "Бэла Иванов", "陈 小明")
    assert (record.year, record.published, record.updated) == (2023, date(2023, 12, 31), date(2024, 2, 1))
    assert record.categories == ("stat.ML", "cs.LG"), "primary first"
    assert record.identifiers == (
        Identifier(Scheme.ARXIV, "2401.01234"),
        Identifier(Scheme.DOI, "10.5555/abc.1"),
        Identifier(Scheme.DOI, "10.5555/abc.2"),
    )
    assert record.url == "https://arxiv.org/abs/2401.01234"
    assert record.venue == "Journal of Small Things"
    assert record.extra["journal_ref"] == "Journal of Small Things 12 (2024) 1-9"
    assert record.extra["comment"] == "9 pages, 2 figures"
    assert record.extra["version"] == "12"
    assert record.fetched_at == datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_old_ids_keep_their_archive_and_lose_their_version(api_for, make_arxiv, make_paper):
    papers = [
        make_paper(arxiv_id=old, title="Graph neural networks of old", published=datetime(1997, 1, 30, tzinfo=UTC))
        for old in ("solv-int/9701001", "astro-ph/9701002", "cmp-lg/9701003")
    ]
    server, api = api_for(make_arxiv(papers))
    assert keys(api.harvest(query("solv-int/9701001v1, https://arxiv.org/abs/astro-ph/9701002"))) == [
        "solv-int/9701001",
        "astro-ph/9701002",
    ]
    assert server.requests[0].query["id_list"] == "solv-int/9701001,astro-ph/9701002"
    assert server.requests[0].query["search_query"] == ""
    assert keys(api.harvest(query(limit=9))) == [paper.arxiv_id for paper in papers]


def test_paging_brings_every_paper_once(api_for, make_arxiv, make_papers):
    papers = make_papers(23)
    server, api = api_for(make_arxiv(papers), page_size=5)
    pages = list(api.harvest(query(limit=50)))
    assert keys(pages) == [paper.arxiv_id for paper in papers]
    assert {page.total for page in pages if page.records} == {23}
    assert [asked.query["start"] for asked in server.requests[:5]] == ["0", "5", "10", "15", "20"]


def test_a_server_that_gives_shorter_pages_than_asked_loses_nothing(api_for, make_arxiv, make_papers):
    papers = make_papers(9)
    site = make_arxiv(papers)

    def stingy(asked):
        asked.query["max_results"] = str(min(2, int(asked.query["max_results"])))
        return site(asked)

    _, api = api_for(stingy)
    assert keys(api.harvest(query(limit=9))) == [paper.arxiv_id for paper in papers]


def test_the_limit_is_kept_to_the_paper(api_for, make_arxiv, make_papers):
    server, api = api_for(make_arxiv(make_papers(23)), page_size=5)
    assert len(keys(api.harvest(query(limit=12)))) == 12
    assert [asked.query["max_results"] for asked in server.requests] == ["5", "5", "2"]


def test_where_the_phrase_gives_too_few_all_the_words_fill_up(api_for, make_arxiv, make_papers, make_paper):
    loose = [
        make_paper(
            arxiv_id=f"2402.{number:05d}",
            title=f"Networks that are neural, and a graph, number {number}",
            published=datetime(2024, 2, 2, tzinfo=UTC),
        )
        for number in range(4)
    ]
    server, api = api_for(make_arxiv([*make_papers(3), *loose]))
    found = keys(api.harvest(query(limit=6)))
    assert found == [*(paper.arxiv_id for paper in make_papers(3)), *(paper.arxiv_id for paper in loose[:3])]
    strict, words = searches(server)
    assert strict == '(ti:"graph neural networks" OR abs:"graph neural networks")'
    assert words.endswith(f" ANDNOT {strict})")
    server, api = api_for(make_arxiv([*make_papers(3), *loose]))
    assert len(keys(api.harvest(query(limit=3)))) == 3
    assert len(server.requests) == 1, "enough came by the phrase"


def test_too_many_for_one_search_are_cut_into_slices_of_dates(api_for, make_arxiv, make_papers):
    papers = make_papers(100)
    site = make_arxiv(papers)
    site.deepest = 20
    server, api = api_for(site, page_size=8, deepest_result=20)
    found = keys(api.harvest(query()))
    assert set(found) == {paper.arxiv_id for paper in papers}
    assert len(found) == 100
    assert found == [paper.arxiv_id for paper in reversed(papers)], "newest first"
    assert all(int(asked.query["start"]) + int(asked.query["max_results"]) <= 20 for asked in server.requests)
    assert all(asked.query["sortBy"] == "submittedDate" for asked in server.requests)


def test_the_newest_of_a_category_need_no_slices(api_for, make_arxiv, make_papers):
    papers = make_papers(100)
    site = make_arxiv(papers)
    site.deepest = 20
    server, api = api_for(site, page_size=8, deepest_result=20)
    found = keys(api.harvest(SourceQuery(source="arxiv", categories=("cs",), limit=12)))
    assert found == [paper.arxiv_id for paper in reversed(papers)][:12]
    assert searches(server)[0] == "cat:cs.* AND submittedDate:[198601010000 TO 202611221200]"
    assert len(server.requests) == 2


def test_a_harvest_of_everything_goes_on_where_it_stopped_at_any_page(api_for, make_arxiv, make_papers):
    papers = make_papers(60)
    site = make_arxiv(papers)
    site.deepest = 20
    _, api = api_for(site, page_size=7, deepest_result=20)
    whole = list(api.harvest(query()))
    for stop in range(1, len(whole)):
        before = whole[:stop]
        rest = list(api.harvest(query(), cursor=before[-1].cursor))
        assert keys(before) + keys(rest) == keys(whole), f"stopped after page {stop}"


def test_a_ranked_harvest_goes_on_today_and_begins_anew_tomorrow(api_for, make_arxiv, make_papers):
    _server, api = api_for(make_arxiv(make_papers(12)), page_size=5)
    pages = api.harvest(query(limit=12))
    cursor = next(pages).cursor
    pages.close()
    assert len(keys(api.harvest(query(limit=12), cursor=cursor))) == 7
    old = json.loads(cursor)
    old["begun"] = (datetime.fromisoformat(old["begun"]) - timedelta(days=2)).isoformat()
    assert len(keys(api.harvest(query(limit=12), cursor=json.dumps(old)))) == 12


@pytest.mark.parametrize("cursor", ["", "{", "[]", "null", '{"format": 99}', '{"format": 1, "plan": "ranked"}'])
def test_a_cursor_of_another_making_begins_anew(api_for, make_arxiv, make_papers, cursor):
    _, api = api_for(make_arxiv(make_papers(4)))
    assert len(keys(api.harvest(query(limit=4), cursor=cursor))) == 4


def test_a_finished_harvest_of_everything_asks_the_next_time_for_what_is_new(api_for, make_arxiv, make_papers):
    site = make_arxiv(make_papers(30))
    _, api = api_for(site, page_size=10)
    finished = list(api.harvest(query()))[-1].cursor
    server, api = api_for(site, page_size=10)
    assert keys(api.harvest(query(), cursor=finished)) == []
    assert searches(server) == [
        '(ti:"graph neural networks" OR abs:"graph neural networks") AND submittedDate:[202610231200 TO 202611221200]'
    ]
    fresh = make_papers(1, first_day=datetime(2026, 11, 20, tzinfo=UTC))
    site.papers += fresh
    assert keys(api.harvest(query(), cursor=finished)) == [fresh[0].arxiv_id]


def test_ids_that_arxiv_does_not_know_are_named(api_for, make_arxiv, make_papers):
    papers = make_papers(2)
    _, api = api_for(make_arxiv(papers))
    (page,) = api.harvest(query(f"{papers[0].arxiv_id} 2401.99999 {papers[1].arxiv_id}v2"))
    assert keys([page]) == [paper.arxiv_id for paper in papers]
    assert page.shortfall is not None
    assert "2401.99999" in page.shortfall


def test_many_ids_are_asked_for_in_hundreds(api_for, make_arxiv, make_papers):
    papers = make_papers(230)
    server, api = api_for(make_arxiv(papers))
    found = keys(api.harvest(query(" ".join(paper.arxiv_id for paper in papers))))
    assert found == [paper.arxiv_id for paper in papers]
    assert [asked.query["max_results"] for asked in server.requests] == ["100", "100", "30"]
    assert max(len(asked.raw) for asked in server.requests) < 2_000


@pytest.mark.parametrize(("serialisation", "status"), [(2025, 200), (2026, 400), (2026, 200)])
def test_an_error_entry_is_an_error_and_asked_once(api_for, make_arxiv, make_papers, serialisation, status):
    site = make_arxiv(make_papers(2))
    site.serialisation = serialisation
    site.troubles = [site.api_error("incorrect id format for abc", status)]
    server, api = api_for(site)
    with pytest.raises(SourceRefusedQuery, match="incorrect id format for abc"):
        list(api.harvest(query(limit=2)))
    assert len(server.requests) == 1


def test_nothing_found_is_no_record_and_no_error(api_for, make_arxiv):
    _, api = api_for(make_arxiv([]))
    pages = list(api.harvest(query(limit=5)))
    assert keys(pages) == []
    assert pages[-1].total == 0


def test_an_entry_without_title_or_date_is_left_out_and_told(api_for, make_arxiv, make_papers):
    site = make_arxiv(make_papers(6))
    broken = iter(["<published>", "<updated>", "<title>"])
    whole = site.entry

    def entry(paper):
        text = whole(paper)
        mark = next(broken, None)
        return text if mark is None else text.replace(mark, f"<x>{mark}").replace(f"</{mark[1:]}", f"</{mark[1:]}</x>")

    site.entry = entry
    _, api = api_for(site, page_size=6)
    pages = list(api.harvest(query(limit=6)))
    assert len(keys(pages)) == 3
    assert pages[0].notes == ("3 entries had no id, date or title and were left out",)


@pytest.mark.parametrize(
    "asked",
    [
        SourceQuery(source="arxiv"),
        query(limit=0),
        query(date_from=date(2024, 2, 1), date_to=date(2024, 1, 1)),
        query(categories=("machine learning",)),
        query('""', limit=3),
        query("2401.00001 2401.00002", limit=1),
    ],
)
def test_a_query_that_asks_for_nothing_is_refused_before_any_request(api_for, make_arxiv, asked):
    server, api = api_for(make_arxiv([]))
    with pytest.raises(QueryError):
        list(api.harvest(asked))
    assert not server.requests


@pytest.mark.parametrize("url", ["http://export.arxiv.org/api/query", "ftp://x/y", "nonsense", "https://x/y?z=1"])
def test_addresses_that_cannot_be(transport, url):
    with pytest.raises(SettingsError):
        ArxivApi(url, transport=transport)


def test_a_slash_at_the_end_of_the_address_does_not_matter(serve, transport, make_arxiv, make_papers):
    server = serve(make_arxiv(make_papers(2)))
    api = ArxivApi(f"{server.url}/api/query/", transport=transport)
    assert len(keys(api.harvest(query(limit=2)))) == 2
    assert server.requests[0].path == "/api/query"
