"""Atom: whatever is written is well-formed, and text stays text."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from api.feeds.atom import Entry, Feed, write_feed
from api.feeds.making import web_address

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)
ATOM = "{http://www.w3.org/2005/Atom}"


def feed(*entries: Entry) -> Feed:
    return Feed(id="lists/x", title="X", address="http://h/x.atom", page="http://h/x", entries=entries)


@settings(max_examples=50)
@given(st.text(), st.text(), st.lists(st.text(), max_size=3))
def test_any_text_comes_back_without_what_xml_cannot_hold(title: str, summary: str, authors: list[str]) -> None:
    entry = Entry(id="paper/1", title=title, link="http://h/1", updated=NOON, authors=authors, summary=summary)
    root = etree.fromstring(write_feed(feed(entry)))
    found = root.find(f"{ATOM}entry/{ATOM}title")
    assert len(found) == 0, "no element inside"
    assert len(root.findall(f"{ATOM}entry/{ATOM}author")) == len(authors)


def test_times_are_utc_and_the_feed_is_as_new_as_its_latest_entry() -> None:
    later = (NOON + timedelta(hours=1)).astimezone(timezone(timedelta(hours=5)))
    entries = [Entry(id=f"paper/{n}", title="t", link="http://h", updated=when) for n, when in enumerate((NOON, later))]
    root = etree.fromstring(write_feed(feed(*entries)))
    assert root.findtext(f"{ATOM}updated") == "2026-01-02T13:00:00Z"
    assert etree.fromstring(write_feed(feed())).findtext(f"{ATOM}updated") == "1970-01-01T00:00:00Z"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://arxiv.org/abs/1", "https://arxiv.org/abs/1"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("//evil.example", None),
        ("https://", None),
        ("https://[", None),
        ("file:///etc/passwd", None),
        (None, None),
    ],
)
def test_only_addresses_of_the_web_are_linked(address: str | None, expected: str | None) -> None:
    assert web_address(address) == expected
