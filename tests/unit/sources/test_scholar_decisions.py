"""What is decided about Scholar without asking it: breaker, budget, cache, positions, names, matches."""

import os
from datetime import UTC, datetime, timedelta

import pytest

from paper_reader.sources.answer import Answer
from paper_reader.sources.breaker import (
    Breaker,
    BreakerNotes,
    BreakerState,
    Rules,
    after_good,
    after_limited,
    after_refusal,
    state_of,
)
from paper_reader.sources.scholar.asking import cluster_given, profile_of
from paper_reader.sources.scholar.budget import DailyBudget
from paper_reader.sources.scholar.matching import cluster_of, record_of_paper
from paper_reader.sources.scholar.page import PageKind, facts_of, kind_of_address, text_of
from paper_reader.sources.scholar.page_cache import PageCache, canonical
from paper_reader.sources.scholar.position import Position, resumed
from paper_reader.sources.scholar.record import scholar_record
from paper_reader.sources.scholar.row import Row
from paper_reader.types import Paper, Scheme, SourceRecord

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
RULES = Rules()


def hours(count):
    return timedelta(hours=count)


# --- breaker ----------------------------------------------------------------------------------------------------------


def test_a_breaker_opens_closes_and_opens_for_longer():
    notes = after_refusal(BreakerNotes(), NOW, RULES, "why")
    assert state_of(notes, NOW) is BreakerState.OPEN
    assert state_of(notes, NOW + hours(5.99)) is BreakerState.OPEN
    assert state_of(notes, NOW + hours(6)) is BreakerState.TRIAL
    well = after_good(notes)
    assert state_of(well, NOW + hours(7)) is BreakerState.CLOSED
    again = after_refusal(well, NOW + hours(8), RULES, "why")
    assert again.reopens_at == NOW + hours(20)  # refused twice in a week: twelve hours
    after_weeks = after_refusal(well, NOW + timedelta(days=8), RULES, "why")
    assert after_weeks.reopens_at == NOW + timedelta(days=8) + hours(6)


def test_never_longer_than_the_longest():
    notes = BreakerNotes()
    for _ in range(30):
        notes = after_refusal(notes, NOW, RULES, "why")
    assert notes.reopens_at == NOW + hours(24)


def test_two_429_open_it_unless_a_good_answer_or_a_day_lies_between():
    once = after_limited(BreakerNotes(), NOW, RULES, "429")
    assert state_of(once, NOW) is BreakerState.CLOSED
    assert state_of(after_limited(once, NOW + hours(1), RULES, "429"), NOW + hours(1)) is BreakerState.OPEN
    for between in (after_good(once), once):
        moment = NOW + (hours(1) if between is not once else hours(25))
        assert state_of(after_limited(between, moment, RULES, "429"), moment) is BreakerState.CLOSED


def test_a_clock_that_was_set_back_locks_nobody_out():
    notes = after_refusal(BreakerNotes(), NOW, RULES, "why")
    assert state_of(notes, NOW - timedelta(days=400)) is BreakerState.TRIAL


def test_notes_outlast_the_process_and_a_torn_file_is_taken_for_a_refusal(tmp_path):
    path = tmp_path / "deep" / "breaker.json"
    assert Breaker(path, now=lambda: NOW).state() is BreakerState.CLOSED
    Breaker(path, now=lambda: NOW).refused("shows a CAPTCHA")
    kept = Breaker(path, now=lambda: NOW + hours(1))
    assert kept.state() is BreakerState.OPEN
    assert kept.notes().reason == "shows a CAPTCHA"
    assert list(path.parent.iterdir()) == [path]
    path.write_text('{"format": 1, "reop')
    os.utime(path, (NOW.timestamp(), NOW.timestamp()))
    assert kept.state() is BreakerState.OPEN
    assert Breaker(path, now=lambda: NOW + hours(7)).state() is BreakerState.TRIAL


# --- budget and cache -------------------------------------------------------------------------------------------------


def test_a_budget_counts_by_the_day(tmp_path):
    moment = [NOW]
    budget = DailyBudget(tmp_path / "budget.json", 2, now=lambda: moment[0])
    budget.take()
    budget.take()
    assert (budget.used(), budget.left()) == (2, 0)
    assert budget.begins_anew() == datetime(2026, 11, 23, tzinfo=UTC)
    moment[0] += hours(12)
    assert budget.left() == 2
    (tmp_path / "budget.json").write_text("torn")
    os.utime(tmp_path / "budget.json", (moment[0].timestamp(), moment[0].timestamp()))
    assert budget.left() == 0  # today it may have been anything
    moment[0] += timedelta(days=1)
    assert budget.left() == 2


def page(text="page"):
    return Answer(url="https://x/scholar", status=200, headers={"content-type": "text/html"}, content=text.encode())


def test_the_cache_gives_a_page_for_its_days_and_forgets_what_is_torn(tmp_path):
    moment = [datetime.now(UTC)]
    cache = PageCache(tmp_path / "pages", timedelta(days=2), now=lambda: moment[0])
    cache.put("https://x/scholar?q=a&hl=en", page())
    assert cache.get("https://x/scholar?hl=en&q=a&start=0").answer.content == b"page"
    assert cache.get("https://x/scholar?hl=en&q=a&start=10") is None
    moment[0] += timedelta(days=3)
    assert cache.get("https://x/scholar?q=a&hl=en") is None
    moment[0] -= timedelta(days=3)
    (file,) = (tmp_path / "pages").iterdir()
    file.write_bytes(file.read_bytes()[:20])
    assert cache.get("https://x/scholar?q=a&hl=en") is None


def test_the_cache_keeps_within_its_bounds(tmp_path):
    moment = [datetime.now(UTC)]
    cache = PageCache(tmp_path, timedelta(days=2), most_bytes=2000, now=lambda: moment[0])
    for number in range(30):
        cache.put(f"https://x/scholar?q={number}", page(os.urandom(300).hex()))
    count, size = cache.size()
    assert 2 <= count < 30
    assert size <= 2000
    moment[0] += timedelta(days=9)
    cache.put("https://x/scholar?q=new", page())
    assert cache.size()[0] <= 1


def test_a_cache_that_cannot_be_written_is_no_failure(tmp_path):
    (tmp_path / "file").write_text("in the way")
    cache = PageCache(tmp_path / "file" / "pages", timedelta(days=2))
    cache.put("https://x/scholar?q=a", page())
    assert cache.get("https://x/scholar?q=a") is None
    assert cache.size() == (0, 0)


def test_one_page_has_one_address():
    assert canonical("https://X/scholar?q=a+b&hl=en&start=0&btnG=") == canonical("https://x/scholar?hl=en&q=a%20b")
    assert canonical("https://x/scholar?q=a&start=10") != canonical("https://x/scholar?q=a")


# --- pages ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://www.google.com/sorry/index?q=x", PageKind.SENT_AWAY),
        ("https://consent.google.com/m?x", PageKind.CONSENT),
        ("https://accounts.google.com/x", PageKind.SIGN_IN),
        ("https://scholar.google.com/scholar?q=sorry", None),
    ],
)
def test_an_address_alone_may_say_it(url, kind):
    assert kind_of_address(url) is kind


@pytest.mark.parametrize(
    "body",
    [b"", b"   ", b"<!-- nothing -->", b"<?xml version='1.0' encoding='utf-16'?><a/>", b"\x00\xff" * 50, b"{}"],
    ids=["empty", "blank", "comment", "xml", "bytes", "json"],
)
def test_whatever_comes_is_unrecognised_and_breaks_nothing(body):
    assert facts_of(Answer(url="https://x/scholar", status=200, content=body)).kind is PageKind.UNRECOGNISED


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1"])
def test_pages_are_read_in_the_letters_they_are_in(charset):
    meta = '<meta http-equiv="Content-Type" content="text/html;charset=ISO-8859-1">'
    assert "Müller" in text_of(Answer(url="u", status=200, content=f"{meta}<p>Müller".encode(charset)))


# --- positions --------------------------------------------------------------------------------------------------------


def test_a_cursor_is_read_back_and_a_foreign_one_begins_anew():
    position = Position(begun=NOW, start=30, pages=3, taken=29, seen=frozenset({"1", "2"}))
    assert resumed(position.to_json(), NOW + timedelta(days=1)) == position
    for foreign in (None, "", "3", "[]", '{"format": 99}', '{"format": 1, "begun": 3}', '{"format": 1}'):
        assert resumed(foreign, NOW) == Position(begun=NOW)
    assert resumed(position.to_json(), NOW + timedelta(days=8)).start == 0  # the pages have shifted since


# --- names ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://arxiv.org/abs/1706.03762v5", "arxiv:1706.03762"),
        ("https://arxiv.org/pdf/cs/0701001", "arxiv:cs/0701001"),
        ("https://www.biorxiv.org/content/10.1101/2020.01.01.123456v1.full.pdf", "doi:10.1101/2020.01.01.123456"),
        ("https://link.springer.com/content/pdf/10.1007/s10994-019-05855-6.pdf?x=1", "doi:10.1007/s10994-019-05855-6"),
        ("https://dl.acm.org/doi/abs/10.1145/3292500.3330701", "doi:10.1145/3292500.3330701"),
        ("https://direct.mit.edu/tacl/article/doi/10.1162/tacl_a_00632/119276", "doi:10.1162/tacl_a_00632"),
        ("https://academic.oup.com/x/article/doi/10.1093/database/baw115/2630501", "doi:10.1093/database/baw115"),
        ("https://onlinelibrary.wiley.com/doi/pdf/10.1155/2022/9978571", "doi:10.1155/2022/9978571"),
        ("https://www.emerald.com/insight/content/doi/10.1108/JICES-10-2015/full/html", "doi:10.1108/jices-10-2015"),
        ("https://aclanthology.org/P13-1023.pdf", "acl:P13-1023"),
        ("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC3592983/", "pmcid:PMC3592983"),
        ("https://scholar.google.com/scholar?cluster=15736880631888070187", None),
        ("https://someone.example/10.1234/abc/what-is-this/17", None),
        ("https://papers.nips.cc/paper/7181-attention-is-all-you-need.pdf", None),
    ],
)
def test_an_address_names_a_paper_or_nothing(url, name):
    row = Row(title="A title", cluster="1", pub_url=url)
    record = scholar_record(row, source="scholar", fetched_at=NOW, seen_on=None)
    assert [str(one) for one in record.identifiers if one.scheme is not Scheme.SCHOLAR] == ([name] if name else [])


def test_rows_without_title_or_name_make_no_record():
    assert scholar_record(Row(title="", cluster="1"), source="scholar", fetched_at=NOW, seen_on=None) is None
    assert scholar_record(Row(title="A title"), source="scholar", fetched_at=NOW, seen_on=None) is None


def test_an_address_within_scholar_is_made_whole_and_scripts_are_none():
    for url, whole in (("/scholar?q=x", "https://scholar.google.com/scholar?q=x"), ("javascript:void(0)", None)):
        row = Row(title="A title", cluster="1", pub_url=url)
        assert scholar_record(row, source="scholar", fetched_at=NOW, seen_on=None).url == whole


@pytest.mark.parametrize(
    ("text", "cluster"),
    [
        ("scholar:123", "123"),
        ("15736880631888070187", "15736880631888070187"),
        ("https://scholar.google.com/scholar?cites=15736880631888070187&hl=en", "15736880631888070187"),
        ("12", None),
        ("Deep learning", None),
        ("1706.03762", None),
        ("10.1038/nature14539", None),
    ],
)
def test_what_is_plainly_a_number_on_scholar(text, cluster):
    assert cluster_given(text) == cluster


def test_a_profile_is_known_by_its_id():
    assert profile_of("8daWuo4AAAAJ") == "8daWuo4AAAAJ"
    assert profile_of("https://scholar.google.ca/citations?hl=en&user=8daWuo4AAAAJ&x=1") == "8daWuo4AAAAJ"
    assert profile_of("Ada Müller") is None


# --- matches ----------------------------------------------------------------------------------------------------------


def result(title, authors=(), year=None):
    return SourceRecord(source="scholar", key=title, fetched_at=NOW, title=title, authors=authors, year=year)


@pytest.mark.parametrize(
    ("found", "same"),
    [
        (result("On knots!", ("K Lee",), 2014), True),
        (result("On knots", ("K Lee",)), True),
        (result("On knots", (), 2013), True),
        (result("On knots"), False),  # a title alone proves nothing
        (result("On knots", ("Z Other",), 2013), False),
        (result("On knots", ("K Lee",), 1990), False),
        (result("On knots, part two", ("K Lee",), 2013), False),
    ],
)
def test_a_result_is_the_paper_when_title_people_and_year_agree(found, same):
    paper = Paper(id=1, title="On Knots", authors=("Kim Lee",), year=2013)
    assert record_of_paper(paper, [found]) is (found if same else None)


def test_the_number_of_a_paper_is_that_of_its_most_cited_record():
    rows = [Row(title="A title", cluster=str(number), cited_by=cited) for number, cited in ((1, 0), (2, 90), (3, None))]
    records = [
        scholar_record(
            row, source="scholar", fetched_at=NOW, seen_on=None, versions_of="7" if row.cluster == "1" else None
        )
        for row in rows
    ]
    assert cluster_of(records) == "2"
    assert cluster_of(records[:1]) == "1"
    assert cluster_of([result("A title")]) is None
