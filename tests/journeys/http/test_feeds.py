"""Atom feeds: valid for a strict reader, stable, and harmless."""

from __future__ import annotations

import feedparser
import pytest
from lxml import etree

TOPIC = "/v1/topics/graph-neural-networks/feed.atom"


@pytest.fixture(scope="module")
def feeds(writing) -> list[str]:
    """A topic, a kept list with hostile text, and a saved search."""
    kept = writing.post("/v1/reading-lists", json={"name": "Followed", "papers": ["lib:5", "lib:1"]}).headers[
        "Location"
    ]
    saved = writing.post("/v1/searches", json={"name": "Socks & <b>", "query": "sorting by hand"}).headers["Location"]
    return [TOPIC, f"{kept}/feed.atom", f"{saved}/feed.atom"]


@pytest.mark.parametrize("which", [0, 1, 2], ids=["topic", "list", "search"])
def test_a_strict_reader_accepts_each_feed(http, feeds, which: int) -> None:
    answer = http.get(feeds[which])
    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    feed = feedparser.parse(answer.content)
    assert feed.bozo is False
    assert feed.version == "atom10"
    assert feed.entries
    assert feed.feed.id.startswith("tag:")
    assert feed.feed.links[0].href == str(answer.url)
    ids = [entry.id for entry in feed.entries]
    assert len(set(ids)) == len(ids)
    assert all(entry.id.startswith("tag:") and entry.updated and entry.title and entry.link for entry in feed.entries)
    assert feed.feed.updated >= max(entry.updated for entry in feed.entries)


def test_a_feed_stays_the_same_and_is_not_sent_again(http, feeds) -> None:
    for path in feeds:
        first, second = http.get(path), http.get(path)
        assert first.content == second.content
        assert http.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


def test_hostile_text_is_text_in_a_feed(http, feeds) -> None:
    content = http.get(feeds[1]).content
    entry = next(one for one in feedparser.parse(content).entries if one.title.startswith("Evil"))
    assert entry.title_detail.type == "text/plain"
    assert not entry.link.startswith("javascript:")
    names = {element.tag.rpartition("}")[2] for element in etree.fromstring(content).iter()}
    assert not names & {"script", "b", "i"}


def test_an_empty_feed_is_valid_too(http, writing) -> None:
    where = writing.post("/v1/reading-lists", json={"name": "Empty"}).headers["Location"]
    feed = feedparser.parse(http.get(f"{where}/feed.atom").content)
    assert (feed.bozo, feed.entries) == (False, [])
    writing.delete(where)


def test_what_is_new_is_a_feed_that_stays_the_same(http) -> None:
    first, second = http.get("/v1/new/feed.atom"), http.get("/v1/new/feed.atom")
    assert first.headers["Content-Type"].startswith("application/atom+xml")
    feed = feedparser.parse(first.content)
    assert (feed.bozo, feed.version) == (False, "atom10")
    assert feed.feed.links[0].href == str(first.url)
    assert len({entry.id for entry in feed.entries}) == len(feed.entries)
    assert first.content == second.content
    assert http.get("/v1/new/feed.atom", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
