"""Scholar as a source, through the real `scholarly`, over real sockets to a small Scholar of ours."""

import os
import re
import subprocess
import sys

import pytest

from paper_reader.errors import (
    QueryError,
    SourceAnswerUnrecognised,
    SourceBudgetSpent,
    SourceError,
    SourceUnavailable,
)
from paper_reader.types import Scheme, SourceQuery

pytestmark = pytest.mark.usefixtures("no_detours")


def asking(text="small questions", **more):
    return SourceQuery(source="scholar", text=text, **more)


def records_of(pages):
    return [record for page in pages for record in page.records]


def cut_short(source, query, cursor=None):
    """The pages that came before an error, and the error."""
    pages = []
    with pytest.raises(SourceError) as caught:
        pages.extend(source.harvest(query, cursor=cursor))  # keeps what came before
    return pages, caught.value


# --- questions --------------------------------------------------------------------------------------------------------


def test_a_search_brings_all_pages_in_order(machine, scholar_site):
    pages = list(machine.source().harvest(asking()))
    records = records_of(pages)
    assert [len(page.records) for page in pages] == [10, 10, 5]
    assert [record.title for record in records] == [one.title for one in scholar_site.results]
    assert [record.citation.count for record in records] == [one.cited_by for one in scholar_site.results]
    assert [one.start for one in scholar_site.requests] == [0, 10, 20]
    assert {one.query["q"] for one in scholar_site.requests} == {"small questions"}
    assert {one.query["hl"] for one in scholar_site.requests} == {"en"}
    assert pages[0].total == 25


def test_a_record_has_what_its_row_says_and_marks_what_is_cut(machine, scholar_site, make_result):
    scholar_site.results = [
        make_result(
            number=6_000_000_000_000_000_001,
            title="Attention is what we look at",
            venue="arXiv preprint arXiv:1706.03762",
            year=2017,
            cited_by=123456,
            url="https://link.springer.com/article/10.1007/s10994-019-05855-6",
            eprint="https://arxiv.org/pdf/1706.03762v5",
        )
    ]
    (record,) = records_of(machine.source().harvest(asking()))
    assert (record.source, record.key) == ("scholar", "6000000000000000001")
    assert record.authors == ("A Müller", "B Chen", "C Díaz")
    assert (record.year, record.venue) == (2017, "arXiv preprint arXiv:1706.03762")
    assert record.abstract is None
    assert "We look at a small question" in record.extra["snippet"]
    assert record.extra["authors_cut"] == "yes"
    assert (record.citation.count, record.citation.source) == (123456, "scholar")
    assert record.citation.observed_on == machine.time.now().date()
    names = {str(one) for one in record.identifiers}
    assert names == {"scholar:6000000000000000001", "doi:10.1007/s10994-019-05855-6", "arxiv:1706.03762"}
    assert record.extra["named_by"].startswith("doi:10.1007/s10994-019-05855-6 in its address; arxiv:1706.03762 in")
    assert record.extra["eprint_url"] == "https://arxiv.org/pdf/1706.03762v5"


def test_marks_before_titles_are_no_part_of_them(machine, scholar_site, make_result):
    marks = ("[CITATION]", "[BOOK]", "[PDF]", "")
    scholar_site.results = [
        make_result(number=10**18 + place, title=f"A title {place}", mark=mark, cited_by=place)
        for place, mark in enumerate(marks)
    ]
    records = records_of(machine.source().harvest(asking()))
    assert [record.title for record in records] == [f"A title {place}" for place in range(4)]
    assert [record.extra.get("kind") for record in records] == ["citation", "book", "pdf", None]
    assert [record.url is None for record in records] == [True, False, False, False]
    assert [record.citation.count for record in records] == [0, 1, 2, 3]


def test_the_single_result_layout_gives_its_row(machine, scholar_site, make_result):
    scholar_site.results = [make_result(number=10**18, title="One answer alone", single=True, authors="A Müller")]
    (record,) = records_of(machine.source().harvest(asking()))
    assert (record.title, record.authors, record.citation.count) == ("One answer alone", ("A Müller",), 7)
    assert "authors_cut" not in record.extra


def test_what_cites_a_paper(machine, scholar_site):
    records = records_of(machine.source().harvest(asking("", cited_by="5000000000000000777")))
    assert len(records) == 25
    assert {one.query["cites"] for one in scholar_site.requests} == {"5000000000000000777"}
    assert {record.extra["cites"] for record in records} == {"scholar:5000000000000000777"}


def test_all_versions_are_named_by_the_cluster_asked_for(machine, scholar_site, make_result):
    scholar_site.results = [
        make_result(number=10**18 + place, title="Many versions", cited_by=90 if place == 0 else 0)
        for place in range(3)
    ]
    records = records_of(machine.source().harvest(asking("", versions_of="7000000000000000000")))
    assert [one.query["cluster"] for one in scholar_site.requests] == ["7000000000000000000"]
    names = [[one.value for one in record.identifiers if one.scheme is Scheme.SCHOLAR] for record in records]
    assert names == [[str(10**18 + place), "7000000000000000000"] for place in range(3)]
    assert [record.citation and record.citation.count for record in records] == [90, None, None]


def test_an_authors_papers_by_name_and_by_profile(machine, scholar_site, make_results):
    scholar_site.results = make_results(130)
    by_name = records_of(machine.source().harvest(asking("", author='Ada "Müller"', limit=5)))
    assert scholar_site.requests[-1].query["q"] == 'author:"Ada Müller"'
    assert len(by_name) == 5
    address = "https://scholar.google.com/citations?user=abcdefghijAJ&hl=en"
    pages = list(machine.source().harvest(asking("", author=address)))
    assert [len(page.records) for page in pages] == [100, 30]
    assert [one.query["user"] for one in scholar_site.requests[-2:]] == ["abcdefghijAJ"] * 2
    record = pages[0].records[0]
    assert record.key == str(scholar_site.results[0].number)
    assert (record.authors, record.extra["authors_cut"]) == (("A Müller", "B Chen"), "yes")
    assert (record.venue, record.year) == ("Journal of small questions", scholar_site.results[0].year)
    assert sum(one.citation.count for one in records_of(pages)) == sum(one.cited_by for one in scholar_site.results)


def test_years_are_asked_for_as_years(machine, scholar_site):
    from datetime import date

    pages = list(machine.source().harvest(asking(date_from=date(2019, 6, 1), date_to=date(2020, 12, 31), limit=3)))
    assert scholar_site.requests[0].query["as_ylo"] == "2019"
    assert scholar_site.requests[0].query["as_yhi"] == "2020"
    assert any("years only" in note for note in pages[0].notes)


@pytest.mark.parametrize(
    "more",
    [
        {"categories": ("cs.LG",)},
        {"limit": 0},
        {"cited_by": "12345"},
        {"text": ""},
        {"text": "x" * 300},
        {"text": "", "cited_by": "what?"},
    ],
    ids=str,
)
def test_what_cannot_be_asked_is_refused_before_anybody_is(machine, scholar_site, more):
    with pytest.raises(QueryError):
        list(machine.source().harvest(asking(**{"text": "words", **more})))
    assert not scholar_site.requests


# --- the end ----------------------------------------------------------------------------------------------------------


def test_the_limit_ends_a_harvest_within_a_page(machine, scholar_site):
    pages = list(machine.source().harvest(asking(limit=13)))
    assert [len(page.records) for page in pages] == [10, 3]
    assert len(scholar_site.requests) == 2


def test_nothing_matches_is_empty_and_not_an_error(machine, scholar_site):
    scholar_site.results = []
    pages = list(machine.source().harvest(asking()))
    assert records_of(pages) == []
    assert len(scholar_site.requests) == 1


def test_what_scholar_says_of_the_query_is_told(machine, scholar_site, make_page):
    page = make_page(scholar_site.results[:3]).decode()
    remark = '<div class="gs_r gs_pda">Showing results for <a href="/x"><b>small</b> questions</a></div>'
    scholar_site.instead = lambda asked: page.replace(
        '</div><div id="gs_res_ccl_mid">', f"{remark}</div><div id='gs_res_ccl_mid'>"
    ).encode()
    (page_of_three,) = machine.source().harvest(asking("smal questions"))
    assert page_of_three.notes == ("Scholar says: Showing results for small questions",)


def test_a_page_that_brings_nothing_new_ends_the_harvest(machine, scholar_site, make_page):
    endless = make_page(scholar_site.results[:10], total=99999, next_url="/scholar?start=10")
    scholar_site.instead = lambda asked: endless
    records = records_of(machine.source().harvest(asking()))
    assert len(records) == 10
    assert len(scholar_site.requests) == 2


def test_results_that_move_to_the_next_page_come_once(machine, scholar_site, make_page):
    moved = scholar_site.results
    scholar_site.instead = lambda asked: make_page(
        moved[max(0, asked.start - 3) : asked.start + 7], next_url="/x" if asked.start < 20 else None
    )
    records = records_of(machine.source().harvest(asking()))
    assert len({record.key for record in records}) == len(records) == 25


def test_a_row_that_cannot_be_read_is_told_and_the_others_come(machine, scholar_site, make_page):
    good = make_page(scholar_site.results[:3]).decode()
    broken = re.sub(r'<h3 class="gs_rt">.*?</h3>', "", good, count=1)
    scholar_site.instead = lambda asked: broken.encode()
    (page,) = machine.source().harvest(asking())
    assert len(page.records) == 2
    assert "1 results on page 1 could not be read" in page.shortfall


def test_a_page_without_one_readable_row_is_no_page_of_results(machine, scholar_site, make_page):
    broken = re.sub(r'<h3 class="gs_rt">.*?</h3>', "", make_page(scholar_site.results[:3]).decode())
    scholar_site.instead = lambda asked: broken.encode()
    with pytest.raises(SourceAnswerUnrecognised, match="results that cannot be read"):
        list(machine.source().harvest(asking()))


# --- cache and budgets ------------------------------------------------------------------------------------------------


def test_a_page_is_asked_for_once_in_a_week_and_its_counts_keep_their_day(machine, scholar_site):
    first = records_of(machine.source().harvest(asking()))
    machine.time.pass_by(days=6)
    again = records_of(machine.source().harvest(asking()))
    assert len(scholar_site.requests) == 3
    assert again == first
    machine.time.pass_by(days=1, hours=1)
    later = records_of(machine.source().harvest(asking()))
    assert len(scholar_site.requests) == 6
    assert later[0].citation.observed_on > first[0].citation.observed_on


def test_pages_keep_their_distance(machine):
    list(machine.source().harvest(asking()))
    assert len(machine.time.slept) == 2
    assert all(wait == pytest.approx(10, abs=0.1) for wait in machine.time.slept)


def test_the_budget_of_a_run_ends_it_and_the_next_one_goes_on(machine, scholar_site, make_results):
    scholar_site.results = make_results(60)
    pages, error = cut_short(machine.source(pages_per_run=4), asking())
    assert isinstance(error, SourceBudgetSpent)
    assert (len(pages), error.pages_done) == (4, 4)
    rest = list(machine.source(pages_per_run=4).harvest(asking(), cursor=pages[-1].cursor))
    assert len(records_of([*pages, *rest])) == 60


def test_the_budget_of_a_day_holds_for_all_runs_and_begins_anew(machine, scholar_site, make_results):
    scholar_site.results = make_results(60)
    machine.pages_per_day = 5
    pages, _ = cut_short(machine.source(pages_per_run=3), asking())
    more, error = cut_short(machine.source(), asking(), pages[-1].cursor)
    assert isinstance(error, SourceBudgetSpent)
    assert "2026-11-2" in str(error)
    assert (len(pages) + len(more), machine.budget.left()) == (5, 0)
    assert cut_short(machine.source(), asking("other words"))[0] == []
    machine.time.pass_by(hours=12)
    assert machine.budget.left() == 5
    assert len(records_of(machine.source().harvest(asking(), cursor=more[-1].cursor))) == 10


def test_who_is_asked_sees_one_browser_and_scholars_name(machine, scholar_site):
    list(machine.source().harvest(asking(limit=1)))
    headers = scholar_site.requests[0].headers
    assert headers["User-Agent"].startswith("Mozilla/5.0")
    assert headers["Host"] == "scholar.google.com"
    assert headers["Accept-Language"].startswith("en")


def test_a_silent_server_is_unavailable(machine, scholar_site):
    import threading

    waiting = threading.Event()
    scholar_site.instead = lambda asked: waiting.wait(3) and None
    error = cut_short(machine.source(), asking())[1]
    waiting.set()
    assert type(error) is SourceUnavailable
    assert error.pages_done == 0


# --- what scholarly does on the side ----------------------------------------------------------------------------------


def test_importing_scholarly_leaves_environment_and_stdout_alone(tmp_path):
    (tmp_path / ".env").write_text("PAPER_READER_MODEL=stolen\nSCHOLAR_TRACE=1\n", encoding="utf-8")
    code = (
        "import os, logging; before = dict(os.environ);"
        "from paper_reader.sources.scholar.opening import open_browser; open_browser(str);"
        "assert dict(os.environ) == before, set(os.environ) ^ set(before); assert not logging.getLogger().handlers"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=tmp_path, env=dict(os.environ)
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stderr


def test_browsers_and_proxies_cannot_be_had():
    import scholarly._proxy_generator as original

    from paper_reader.sources.scholar import browsing

    sessions = browsing._Sessions(browsing._Handing(str))
    ways = [name for name in vars(original.ProxyGenerator) if "webdriver" in name or "roxies" in name or "Tor" in name]
    for name in {*ways, "_handle_captcha2", "_use_proxy", "ScraperAPI", "Luminati", "SingleProxy", "get_next_proxy"}:
        with pytest.raises(RuntimeError, match="never given"):
            getattr(sessions, name)()
