"""What a push makes, finds, renews and leaves alone in a Zotero library, and how it ends when Zotero says no."""

from __future__ import annotations

import json

import httpx2
import pytest

from paper_reader.cli.main import main
from paper_reader.errors import SettingsError, SourceRateLimited, SourceUnavailable
from paper_reader.library import open_library
from paper_reader.settings import load_settings
from paper_reader.types import NO_PROGRESS
from paper_reader.zotero.connection import Limits, _Polite, connect

KEY = "s3cretKeyOfTheReader"
ATTENTION = {
    "id": "vas",
    "title": "Attention Is All You Need",
    "abstract": "We attend.",
    "authors": ["Ashish Vaswani", "Vincent van Gogh", "OpenAI, Inc."],
    "year": 2017,
    "published": "2017-06-12",
    "arxiv_id": "1706.03762",
    "venue": "NeurIPS 2017",
    "categories": ["cs.CL"],
}
CELLS = {
    "id": "cell",
    "title": "How cells age",
    "authors": ["Kim Lee"],
    "year": 2013,
    "venue": "Cell",
    "doi": "10.1016/x",
}
PREPRINT = {"id": "pre", "title": "A preprint", "authors": ["Kim Lee"], "year": 2020, "arxiv_id": "2001.00001"}


def many(count):
    return [{"id": f"p{n}", "title": f"Paper number {n}", "authors": ["Ada Q"], "year": 2000} for n in range(count)]


def test_papers_become_items_with_their_fields(library, bring, zotero):
    bring(ATTENTION, CELLS, PREPRINT)
    report = library.zotero_push(None)
    assert (report.created, report.failed, report.stopped) == (3, [], None)
    items = {one["data"]["title"]: one["data"] for one in zotero.items.values()}
    made = items["Attention Is All You Need"]
    assert (made["itemType"], made["proceedingsTitle"], made["date"]) == (
        "conferencePaper",
        "NeurIPS 2017",
        "2017-06-12",
    )
    assert made["creators"] == [
        {"creatorType": "author", "firstName": "Ashish", "lastName": "Vaswani"},
        {"creatorType": "author", "firstName": "Vincent", "lastName": "van Gogh"},
        {"creatorType": "author", "name": "OpenAI, Inc."},
    ]
    assert made["abstractNote"] == "We attend."
    assert made["extra"].splitlines()[0] == "arXiv: 1706.03762"
    assert made["tags"] == [{"tag": "cs.CL"}]
    assert (items["How cells age"]["itemType"], items["How cells age"]["DOI"]) == ("journalArticle", "10.1016/x")
    assert (items["A preprint"]["itemType"], items["A preprint"]["archiveID"]) == ("preprint", "arXiv:2001.00001")


def test_a_second_push_writes_nothing_and_asks_only_for_what_changed(library, bring, zotero):
    bring(*many(60))
    assert library.zotero_push(None).created == 60
    assert [len(batch) for batch in zotero.written] == [50, 10]
    zotero.requests.clear()
    report = library.zotero_push(None)
    assert (report.created, report.unchanged) == (0, 60)
    assert zotero.requests == [("GET", "/users/77/items/top"), ("GET", "/users/77/deleted")]
    assert len(zotero.items) == 60


def test_another_computer_finds_what_is_there(library, bring, zotero, settings, tmp_path):
    for number in range(250):
        zotero.put(f"READER{number}", {"itemType": "book", "title": f"Book {number}"})
    bring(ATTENTION, CELLS)
    library.zotero_push(None)
    line = "".join(library.export("jsonl"))
    (tmp_path / "moved.jsonl").write_text(line)
    other = open_library(load_settings(environment={}, flags=flags(settings) | {"data_dir": str(tmp_path / "other")}))
    other.import_file(tmp_path / "moved.jsonl")
    report = other.zotero_push(None)
    other.close()
    assert (report.created, report.unchanged, len(zotero.items)) == (0, 2, 252)


def flags(settings):
    return {
        "zotero_url": settings.zotero_url,
        "zotero_library": settings.zotero_library,
        "zotero_key": settings.zotero_key,
        "starter": "off",
        "cache_dir": str(settings.cache_dir),
    }


@pytest.mark.parametrize(
    "there",
    [
        {"title": "Attention is all you need!", "DOI": "10.48550/arXiv.1706.03762"},
        {"title": "Other title", "url": "http://arxiv.org/abs/1706.03762v5"},
        {"title": "Other title", "extra": "arXiv:1706.03762 [cs]\nCitation Key: x"},
        {"title": "Attention is All You Need", "date": "June 2017", "creators": [{"lastName": "Vaswani"}]},
    ],
    ids=["doi", "address", "extra", "title"],
)
def test_what_the_reader_has_in_zotero_stays_the_item_it_is(library, bring, zotero, there):
    zotero.put("READERS1", {"itemType": "journalArticle", **there})
    bring(ATTENTION)
    report = library.zotero_push(None)
    assert (report.created, report.there) == (0, 1)
    assert list(zotero.items) == ["READERS1"]
    assert zotero.written == []


def test_two_papers_of_one_title_stay_two(library, bring, zotero):
    bring(
        {"id": "a", "title": "Editorial", "authors": ["Ada Q"], "year": 2001},
        {"id": "b", "title": "Editorial", "authors": ["Bo R"], "year": 2009},
    )
    assert library.zotero_push(None).created == 2


def test_newer_content_renews_our_item_and_keeps_what_the_reader_wrote_beside_it(library, bring, zotero):
    bring(CELLS)
    library.zotero_push(None)
    (key,) = zotero.items
    extra = zotero.items[key]["data"]["extra"]
    zotero.change(key, extra=f"my own line\n{extra}", tags=[{"tag": "mine"}])
    bring(CELLS | {"abstract": "Now with an abstract."})
    report = library.zotero_push(None)
    assert (report.created, report.updated) == (0, 1)
    data = zotero.items[key]["data"]
    assert data["abstractNote"] == "Now with an abstract."
    assert data["extra"].startswith("my own line\n")
    assert data["extra"].count("Paper Reader: ") == 1
    assert data["tags"] == [{"tag": "mine"}]
    assert library.zotero_push(None).unchanged == 1


def test_an_item_that_the_reader_changed_is_left_alone(library, bring, zotero):
    bring(CELLS)
    library.zotero_push(None)
    (key,) = zotero.items
    zotero.change(key, title="My better title")
    bring(CELLS | {"abstract": "Now with an abstract."})
    report = library.zotero_push(None)
    assert (report.updated, report.edited) == (0, 1)
    assert zotero.titles == ["My better title"]


def test_what_lies_in_the_bin_stays_there(library, bring, zotero):
    bring(CELLS)
    library.zotero_push(None)
    zotero.change(next(iter(zotero.items)), deleted=1)
    report = library.zotero_push(None)
    assert (report.created, report.binned) == (0, 1)


def test_an_item_deleted_for_good_is_made_again_when_asked(library, bring, zotero):
    bring(CELLS)
    library.zotero_push(None)
    zotero.delete(next(iter(zotero.items)))
    assert library.zotero_push(None).created == 1


def test_a_collection_is_made_once_and_filled(library, bring, zotero):
    zotero.put("READERS1", {"itemType": "journalArticle", "title": "x", "DOI": "10.1016/x", "collections": ["OTHER"]})
    bring(ATTENTION, CELLS)
    report = library.zotero_push(None, collection="Ageing")
    assert (report.created, report.there, report.collected) == (1, 1, 1)
    (key,) = zotero.collections
    assert zotero.items["READERS1"]["data"]["collections"] == ["OTHER", key]
    library.zotero_push(None, collection="ageing")
    assert list(zotero.collections) == [key]
    assert len(zotero.written) == 2


def test_a_dry_run_writes_nothing(library, bring, zotero):
    bring(ATTENTION, CELLS)
    report = library.zotero_push(None, collection="New", dry_run=True)
    assert (report.created, report.dry_run) == (2, True)
    assert (zotero.items, zotero.collections) == ({}, {})
    assert library.zotero_push(None).created == 2


def test_what_zotero_refuses_is_named_and_the_rest_goes_in(library, bring, zotero):
    zotero.refused_titles = {"How cells age"}
    bring(ATTENTION, CELLS)
    report = library.zotero_push(None)
    assert report.created == 1
    assert report.failed == [("How cells age", "a field is wrong (HTTP 400)")]


def test_a_push_whose_answer_was_lost_doubles_nothing(library, bring, zotero):
    bring(*many(60))
    zotero.answers_after_write = [(403, {}, b"")]
    assert library.zotero_push(None).stopped
    assert len(zotero.items) == 50
    report = library.zotero_push(None)
    assert (report.created, report.unchanged, len(zotero.items)) == (10, 50, 60)


def test_a_wrong_key_stops_at_once_and_is_never_shown(library, bring, zotero, settings):
    bring(CELLS)
    zotero.answers = [(403, {}, f"Invalid key {KEY}".encode())]
    report = library.zotero_push(None)
    assert report.stopped is not None
    assert "zotero.org/settings/keys" in report.stopped
    assert KEY not in report.stopped
    assert KEY not in repr(settings)
    assert len(zotero.requests) == 1


@pytest.mark.parametrize("body", [b"<html>Log in</html>", b"{}", b"[1]"])
def test_a_page_that_is_no_answer_is_not_an_empty_library(library, bring, zotero, body):
    bring(CELLS)
    kind = "text/html" if body.startswith(b"<") else "application/json"
    zotero.answers = [(200, {"Content-Type": kind, "Last-Modified-Version": "3"}, body)]
    report = library.zotero_push(None)
    assert report.stopped
    assert zotero.written == []


def test_a_redirect_is_not_followed(library, bring, zotero):
    bring(CELLS)
    zotero.answers = [(302, {"Location": f"{zotero.url}/elsewhere"}, b"")]
    assert library.zotero_push(None).stopped
    assert len(zotero.requests) == 1


@pytest.mark.parametrize("name", ["77", "user/abc"])
def test_a_library_is_named_as_the_settings_say(library, bring, settings, name, tmp_path):
    wrong = load_settings(
        environment={}, flags=flags(settings) | {"zotero_library": name, "data_dir": str(tmp_path / "x")}
    )
    opened = open_library(wrong)
    with pytest.raises(SettingsError, match="user/NUMBER"):
        opened.zotero_push(None)
    opened.close()


def test_the_command_says_how_it_went(bring, zotero, settings, library, monkeypatch, capsys):
    bring(ATTENTION, CELLS)
    zotero.refused_titles = {"How cells age"}
    library.close()
    for name, value in (flags(settings) | {"data_dir": str(settings.data_dir)}).items():
        monkeypatch.setenv(f"PAPER_READER_{name.upper()}", value)
    assert ended(["zotero", "push", "--all", "--json"]) == 3
    out, err = capsys.readouterr()
    answer = json.loads(out)
    assert (answer["created"], answer["failed"][0]["title"]) == (1, "How cells age")
    assert KEY not in out + err
    assert ended(["zotero", "push"]) == 2
    assert ended(["zotero", "push", "vas", "--dry-run"]) == 0
    assert "1 as they were" in capsys.readouterr().out


def ended(arguments):
    with pytest.raises(SystemExit) as left:
        main(arguments)
    return left.value.code


class Clock:
    """Time that passes by sleeping alone."""

    def __init__(self):
        self.time = 0.0
        self.slept = []

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.time += seconds


def line(answers, longest_wait=60.0):
    clock = Clock()
    limits = Limits(connect=1, read=1, longest_wait=longest_wait, sleep=clock.sleep, now=lambda: clock.time)
    waiting = iter(answers)
    transport = _Polite(httpx2.MockTransport(lambda _: next(waiting)), limits, NO_PROGRESS)
    return httpx2.Client(transport=transport), clock


def test_pauses_are_heeded_once():
    busy = httpx2.Response(429, headers={"Retry-After": "7"})
    client, clock = line([busy, httpx2.Response(200, headers={"Backoff": "3"}), httpx2.Response(200)])
    first = client.get("http://127.0.0.1/")
    assert (first.status_code, clock.slept) == (200, [7])
    assert "backoff" not in first.headers, "or pyzotero would wait a second time"
    client.get("http://127.0.0.1/")
    assert clock.slept == [7, 3]


def test_a_pause_longer_than_the_person_waits_ends_the_push():
    client, clock = line([httpx2.Response(429, headers={"Retry-After": "3600"})])
    with pytest.raises(SourceRateLimited, match="3600 seconds") as caught:
        client.get("http://127.0.0.1/")
    assert caught.value.retry_after_seconds == 3600
    assert clock.slept == []


def test_a_site_that_stays_down_is_given_up():
    client, clock = line([httpx2.Response(503)] * 9)
    with pytest.raises(SourceUnavailable):
        client.get("http://127.0.0.1/")
    assert clock.slept == [2, 4, 8]


def test_nobody_listening_is_said(tmp_path):
    clock = Clock()
    limits = Limits(connect=1, read=1, longest_wait=60, sleep=clock.sleep, now=lambda: clock.time)
    client = connect("group/5", KEY, "http://127.0.0.1:9", limits)
    with pytest.raises(SourceUnavailable, match="cannot be reached"):
        client.top()
    assert client.client is not None
    client.client.close()
