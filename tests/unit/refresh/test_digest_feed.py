"""A digest as an Atom feed: valid for a strict reader, and each paper one entry for ever."""

from datetime import UTC, date, datetime, timedelta

import feedparser

from paper_reader.digests.feed import MOST_ENTRIES, continued, digest_feed, is_feed
from paper_reader.exporting.atom import write_feed
from paper_reader.types import CitationCount, Climber, Digest, MustReadChange, NewsItem, Paper

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
EVIL = '<script>alert("x")</script> ]]> \x00 \x1b[31m & *bold*'


def paper(number, **fields):
    named = {"title": f"A paper {number}", "authors": ("Ada Müller",), "arxiv_id": f"2603.{number:05}"}
    return Paper(id=number, **(named | fields))


def news(number, *, hours=0, **fields):
    return NewsItem(
        paper=paper(number, **fields), arrived_at=NOW - timedelta(hours=hours), score=0.5, reasons=("on Graphs",)
    )


def digest(*items, at=NOW, **fields):
    return Digest(
        **{"made_at": at, "since": NOW, "left_out": 0, "changes": (), "climbers": (), "must_reads": ()}
        | {"items": items}
        | fields
    )


def test_a_strict_reader_accepts_it_and_text_stays_text():
    counts = (CitationCount(count=n, source="openalex", observed_on=date(2026, 3, n)) for n in (1, 9))
    before, now = counts
    change = MustReadChange(topic_slug="graphs", title=EVIL, came_in=(paper(7),), dropped=(paper(8, title=EVIL),))
    made = digest(
        news(1, hours=3), news(2, title=EVIL, authors=(), published=date(2026, 3, 9)),
        changes=(change,), climbers=(Climber(paper=paper(9), before=before, now=now),),
    )  # fmt: skip
    feed = feedparser.parse(continued(made, None))
    assert (feed.bozo, feed.version) == (False, "atom10")
    assert [entry.title for entry in feed.entries][1] == "A paper 1"
    assert "<script>" in feed.entries[0].title_detail.value or "&lt;script" in feed.entries[0].title
    assert feed.entries[0].title_detail.type == "text/plain"
    assert all(entry.id.startswith("tag:") and entry.updated and entry.title for entry in feed.entries)
    assert all(entry.get("link") or entry.title.startswith("Must-reads") for entry in feed.entries)
    assert len({entry.id for entry in feed.entries}) == 4
    assert feed.feed.updated >= max(entry.updated for entry in feed.entries)


def test_a_paper_is_one_entry_whichever_digest_names_it():
    first = write_feed(digest_feed(digest(news(1)), here="http://h/v1/new/feed.atom"))
    later = write_feed(digest_feed(digest(news(1), at=NOW + timedelta(days=3)), here="http://h/v1/new/feed.atom"))
    assert first == later, "nothing in it is of the time of asking"


def test_a_file_keeps_what_stood_in_it_each_once():
    content = None
    for day in range(3):
        content = continued(digest(news(day), news(day + 1), at=NOW + timedelta(days=day)), content)
        assert feedparser.parse(content).bozo is False
    ids = [entry.id.rpartition("/")[2] for entry in feedparser.parse(content).entries]
    assert sorted(ids) == ["0", "1", "2", "3"]
    assert continued(digest(), content) == content, "nothing new changes nothing"


def test_a_file_does_not_grow_for_ever():
    content = None
    for part in range(4):
        content = continued(digest(*(news(part * 100 + number) for number in range(100))), content)
    assert len(feedparser.parse(content).entries) == MOST_ENTRIES


def test_what_is_no_feed_of_ours_is_not_continued():
    assert not is_feed(b"Dear aunt")
    assert not is_feed(b"<feed xmlns='http://www.w3.org/2005/Atom'><title>x</title></feed>")
    assert is_feed(continued(digest(), None))
