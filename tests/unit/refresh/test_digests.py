"""What is told as new, and how it is written."""

from datetime import UTC, date, datetime
from html.parser import HTMLParser

import numpy as np
import pytest

from paper_reader.digests.changes import changes_of, climbers_of, with_papers
from paper_reader.digests.choosing import Profile, Taste, choose_news, is_news
from paper_reader.digests.writing import FORMS, write_digest
from paper_reader.refresh import default_categories, steps_for
from paper_reader.roadmap import load_roadmap
from paper_reader.types import CitationCount, Climber, Digest, Follow, FollowKind, MustReadChange, NewsItem, Paper

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
EVIL = '<script>alert("x")</script> [a](javascript:b) \x1b[31m *bold*'


def paper(number, title="A paper", **fields):
    return Paper(id=number, title=f"{title} {number}", **fields)


def unit(*numbers):
    row = np.asarray(numbers, dtype=np.float32)
    return row / np.linalg.norm(row)


def digest(**fields):
    nothing = {"items": (), "left_out": 0, "changes": (), "climbers": (), "must_reads": ()}
    return Digest(**{"made_at": NOW, "since": NOW} | nothing | fields)


# --- choosing ---------------------------------------------------------------------------------------------------------


def test_what_is_on_a_followed_topic_goes_before_what_is_only_of_a_category():
    profile = Profile((paper(1),), np.stack([unit(1, 0, 0)]))
    none = Profile((), np.zeros((0, 3), dtype=np.float32))
    taste = Taste(
        topics={"Graphs": frozenset({10})}, found_by={}, categories=("cs.LG",), must_reads={"Graphs": profile},
        read=none, skipped=none, sample=np.stack([unit(0, 1, 0), unit(0, 0, 1)]), marked=frozenset({13}),
    )  # fmt: skip
    papers = [paper(number, categories=("cs.LG",)) for number in (11, 10, 13)] + [paper(12, categories=("math.CO",))]
    rows = {one.id: unit(1, 0.2, 0) for one in papers}
    chosen = choose_news(papers, rows, dict.fromkeys((10, 11, 12, 13), NOW), taste)
    assert [item.paper.id for item in chosen] == [10, 11]  # 12 is of no interest, 13 is known to the reader
    assert chosen[0].reasons == ("on Graphs, which you follow; nearest there: “A paper 1”", "new in cs.LG")
    assert chosen[0].topics == ("Graphs",)


def test_what_is_near_to_what_was_skipped_goes_down_and_says_so():
    read = Profile((paper(1),), np.stack([unit(1, 0, 0)]))
    skipped = Profile((paper(2),), np.stack([unit(0, 1, 0)]))
    taste = Taste(
        topics={}, found_by={}, categories=("cs",), must_reads={}, read=read, skipped=skipped,
        sample=np.stack([unit(0, 0, 1), unit(0.1, 0.1, 1)]),
    )  # fmt: skip
    papers = [paper(number, categories=("cs.LG",)) for number in (3, 4, 5)]
    rows = {3: unit(0.1, 1, 0), 4: unit(1, 0.1, 0), 5: unit(0, 0, 1)}
    chosen = choose_news(papers, rows, dict.fromkeys(rows, NOW), taste)
    assert [item.paper.id for item in chosen] == [4, 5, 3]
    assert "which you read" in chosen[0].reasons[0]
    assert chosen[2].reasons[-1] == "though close to “A paper 2”, which you skipped"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"published": date(2026, 3, 9)}, True),
        ({"published": date(2026, 1, 20)}, True),
        ({"published": date(2019, 5, 5)}, False),
        ({"year": 2026}, True),
        ({"year": 2024}, False),
        ({}, False),
    ],
)
def test_an_old_paper_that_came_late_is_no_news(fields, expected):
    assert is_news(paper(1, **fields), NOW) is expected


def test_must_reads_that_came_in_and_dropped_out():
    titles = {"a": "A", "b": "B", "c": "C", "d": "D"}
    found = changes_of(titles, {"a": [1, 2, 3], "b": [1], "c": [5]}, {"a": [3, 4, 1], "b": [1], "c": [], "d": [7]})
    assert found == [("a", "A", [4], [2])]  # b is as it was, c has no index, d is looked at for the first time
    (change,) = with_papers(found, {4: paper(4)})
    assert (len(change.came_in), len(change.dropped)) == (1, 0)


def test_climbers_are_compared_by_one_source_and_weighed():
    day = date(2026, 3, 1)

    def counts(source, before, after):
        return [CitationCount(before, source, date(2026, 2, 1)), CitationCount(after, source, date(2026, 3, 5))]

    papers = [paper(number) for number in range(1, 6)]
    histories = {
        1: counts("openalex", 9000, 9040),
        2: counts("openalex", 10, 40),
        3: [CitationCount(5, "crossref", date(2026, 2, 1)), CitationCount(500, "openalex", date(2026, 3, 5))],
        4: counts("openalex", 7, 7),
    }
    found = climbers_of(papers, histories, day)
    assert [(one.paper.id, one.gained) for one in found] == [(2, 30), (1, 40)]


# --- writing ----------------------------------------------------------------------------------------------------------


class Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.links, self.tags = [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name == "href"]


def full():
    bad = paper(1, EVIL, authors=(EVIL,), venue=EVIL, url="javascript:alert(1)")
    good = paper(2, "Good", arxiv_id="2601.00001", authors=("Ada", "Bo", "Cy", "Di"), published=date(2026, 3, 1))
    climb = Climber(
        paper=good,
        before=CitationCount(1, "openalex", date(2026, 1, 1)),
        now=CitationCount(1200, "openalex", NOW.date()),
    )
    items = tuple(NewsItem(paper=one, arrived_at=NOW, score=1.0, reasons=(EVIL, "near")) for one in (bad, good))
    change = MustReadChange(topic_slug="t", title=EVIL, came_in=(good,), dropped=(bad,))
    return digest(items=items, changes=(change,), climbers=(climb,), left_out=3)


@pytest.mark.parametrize("form", FORMS)
def test_a_digest_names_everything(form):
    written = write_digest(full(), form)
    for words in (
        "2 new papers, 1 new must-read",
        "Good 2",
        "Ada, Bo, Cy and others",
        "1 to 1,200 citations",
        "3 more",
    ):
        assert words in written
    assert "\x1b" not in written
    assert "Nothing new" in write_digest(digest(), form)


def test_what_comes_from_outside_is_text_in_a_page():
    page = Page()
    page.feed(write_digest(full(), "html"))
    assert "script" not in page.tags
    assert set(page.links) == {"https://arxiv.org/abs/2601.00001"}


def test_what_comes_from_outside_is_text_in_markdown():
    written = write_digest(full(), "markdown")
    assert "<script>" not in written.replace("\\<script", "")
    assert "[a](javascript" not in written
    assert "[Good 2](<https://arxiv.org/abs/2601.00001>)" in written


# --- what is asked ----------------------------------------------------------------------------------------------------


def test_until_something_is_followed_the_heart_of_the_roadmap_stands_in():
    assert default_categories(load_roadmap(None)) == ("cs.LG", "stat.ML")


def test_scholar_is_asked_for_topics_alone_and_only_when_it_is_switched_on():
    topic = load_roadmap(None).topics[0]
    follows = [
        (Follow(kind=FollowKind.TOPIC, name=topic.slug, title=topic.title), topic),
        (Follow(kind=FollowKind.CATEGORY, name="cs.LG", title="cs.LG"), None),
    ]
    asked = steps_for(follows, places={}, now=NOW)
    assert [step.query.source for step in asked] == ["arxiv", "arxiv-oai"]
    assert {step.query.date_from for step in asked} == {date(2026, 3, 3)}
    asked = steps_for(follows, places={}, now=NOW, with_scholar=True, since=date(2026, 2, 1))
    assert [(step.query.source, step.query.date_from) for step in asked] == [
        ("arxiv", date(2026, 2, 1)), ("scholar", date(2026, 1, 1)), ("arxiv-oai", date(2026, 2, 1)),
    ]  # fmt: skip
