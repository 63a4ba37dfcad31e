from datetime import UTC, date, datetime

import pytest
from starlette.datastructures import QueryParams

from api.pages.asking import SteeringAsked, steering_asked
from api.pages.remembering import Remembered
from api.pages.views.bars import bar_of
from api.pages.views.error import error_view
from api.pages.views.paper import is_of_the_web, links_of
from api.pages.views.roadmap import roadmap_view
from api.pages.views.words import count, day, names, sentence
from api.problems import Problem
from paper_reader.types import Level, Paper, Part, ReadingStatus, Roadmap, Topic


def test_numbers_names_and_days_in_words() -> None:
    assert (count(1, "paper"), count(1204, "paper"), count(0, "entry", "entries")) == (
        "1 paper",
        "1,204 papers",
        "0 entries",
    )
    assert names(()) == ""
    assert names(["Ada", "Bo"]) == "Ada and Bo"
    assert names(["Ada", "Bo", "Cy", "Di"]) == "Ada, Bo and 2 more"
    assert day(date(2019, 5, 4)) == day(datetime(2019, 5, 4, 23, tzinfo=UTC)) == "4 May 2019"
    assert sentence("one two,  three", 9) == "one two …"


def test_progress_counts_a_paper_once_and_read_or_known_as_done() -> None:
    marks = {1: ReadingStatus.READ, 2: ReadingStatus.KNOWN, 3: ReadingStatus.READING, 4: ReadingStatus.SKIPPED}
    bar = bar_of([1, 1, 2, 3, 4], marks)
    assert (bar.done, bar.most, bar.said, bar.is_full) == (2, 4, "2 of 4 must-reads read", False)
    assert bar_of([1, 2], marks).is_full
    assert not bar_of([], marks).is_full


def test_several_topics_have_a_bar_once_all_of_them_are_counted() -> None:
    topics = tuple(Topic(slug=slug, title=slug, part="p") for slug in ("a", "b"))
    roadmap = Roadmap(parts=(Part(slug="p", number=1, title="P", description="", topics=topics),))
    marks = {1: ReadingStatus.READ}
    some = roadmap_view(roadmap, {"a": (1, 2)}, marks, papers=3)
    assert (some.bar.most, some.parts[0].bar.most, some.counting) == (0, 0, True)
    assert [topic.bar.said for topic in some.parts[0].topics] == ["1 of 2 read", ""]
    every = roadmap_view(roadmap, {"a": (1, 2), "b": (2, 3)}, marks, papers=3)
    assert (every.bar.said, every.parts[0].bar.said, every.counting) == (*["1 of 3 must-reads read"] * 2, False)


def test_empty_fields_of_a_form_ask_for_nothing_and_nonsense_is_refused() -> None:
    assert steering_asked(QueryParams("level=&year_from=&year_to=&size=")) == SteeringAsked()
    asked = steering_asked(QueryParams("level=start+here&recent=1&year_from=2019&size=10"))
    assert asked == SteeringAsked(level=Level.START_HERE, recent=True, year_from=2019, size=10)
    assert steering_asked(QueryParams(asked.query)) == asked
    for wrong in ("level=hard", "size=0", "size=1000", "year_from=soon", "year_to=-1", "size=1e1"):
        with pytest.raises(Problem) as caught:
            steering_asked(QueryParams(wrong))
        assert caught.value.kind == "invalid"


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//x", "http://", "http://[", "ftp://a/b", "x"]
)
def test_a_papers_address_is_followed_only_into_the_web(address: str) -> None:
    assert not is_of_the_web(address)
    assert links_of(Paper(id=1, title="t", url=address)) == ()


def test_links_to_a_paper_are_told_once() -> None:
    paper = Paper(id=1, title="t", arxiv_id="math/0211159", doi='10.1/a"b', url="https://arxiv.org/abs/math/0211159")
    assert [(one.title, one.href) for one in links_of(paper)] == [
        ("arXiv", "https://arxiv.org/abs/math/0211159"),
        ("PDF at arXiv", "https://arxiv.org/pdf/math/0211159"),
        ("Publisher (DOI)", "https://doi.org/10.1/a%22b"),
    ]


def test_an_error_says_what_to_do() -> None:
    view = error_view(
        {"title": "Busy", "status": 418, "detail": "it pours", "errors": [{"where": "q", "message": "odd"}]}
    )
    assert (view.detail, view.parts, view.request_id) == ("It pours.", ("q: odd",), "")
    assert "log" in view.next_step


def test_the_least_used_is_forgotten_first() -> None:
    made: list[str] = []
    remembered = Remembered(most=2)

    def get(key: str) -> str:
        return remembered.get(key, lambda: made.append(key) or key.upper())  # type: ignore[func-returns-value]

    assert [get(key) for key in "abacab"] == list("ABACAB")
    assert made == ["a", "b", "c", "b"]
