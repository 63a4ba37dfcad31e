"""What is new on a topic, and who stands behind it."""

from __future__ import annotations

from datetime import UTC, date, datetime

from paper_reader.ranking.news import new_since
from paper_reader.ranking.people import people_behind
from paper_reader.types import Paper

OLD, NEW = datetime(2024, 1, 1, tzinfo=UTC), datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_new_is_what_was_published_or_came_since() -> None:
    papers = [
        Paper(id=1, title="came lately", published=date(1999, 1, 1)),
        Paper(id=2, title="published lately", published=date(2026, 2, 2)),
        Paper(id=3, title="old in both ways", published=date(2020, 1, 1)),
        Paper(id=4, title="without a date"),
        Paper(id=5, title="just deleted"),
    ]
    arrivals = {1: NEW, 2: OLD, 3: OLD, 4: OLD}
    found = new_since([*papers, papers[0]], arrivals, date(2026, 1, 1))
    assert [new.paper.id for new in found] == [1, 2]
    assert new_since(papers, arrivals, date(2026, 3, 2)) == []


def test_what_came_before_the_reader_looked_on_the_same_day_is_not_new() -> None:
    paper = Paper(id=1, title="came at noon")
    assert new_since([paper], {1: NEW}, NEW.date(), seen_at=NEW) == []
    assert new_since([paper], {1: NEW}, NEW.date(), seen_at=NEW.replace(hour=11))


TODAY = date(2026, 11, 22)


def test_people_are_counted_whatever_their_accents() -> None:
    papers = [
        Paper(id=1, title="a", authors=("Ada Müller", "Bo Chen")),
        Paper(id=2, title="b", authors=("ada muller", "Cleo Diaz", "Ada  Müller")),
        Paper(id=3, title="c", authors=("Bo Chen", "Ada Müller", "")),
    ]
    people = people_behind(papers, [], today=TODAY)
    assert [(one.name, [paper.id for paper in one.papers], one.first_author_of) for one in people] == [
        ("Ada Müller", [1, 2, 3], 2),
        ("Bo Chen", [1, 3], 1),
        ("Cleo Diaz", [2], 0),
    ]
    assert people[0].group == ("Bo Chen",)
    assert people_behind([], papers, today=TODAY) == ()


def test_why_somebody_is_named_says_what_they_wrote_and_how_lately() -> None:
    must_read = Paper(id=1, title="a", year=2016, authors=("Ada", "Bo"))
    others = [Paper(id=number, title="x", year=2020 + number, authors=("Ada",)) for number in (2, 3, 4)]
    ada, bo = people_behind([must_read], [must_read, *others], today=TODAY)
    assert ada.why == "first author of 1 must-read; 3 papers on the topic since 2021"
    assert bo.why == "author of 1 must-read"
    assert (ada.on_topic, ada.recent, ada.group) == (4, 3, ())


def test_a_paper_of_a_hundred_makes_no_group() -> None:
    crowd = tuple(f"Author {number}" for number in range(100))
    papers = [Paper(id=number, title="x", authors=crowd) for number in (1, 2)]
    assert all(person.group == () for person in people_behind(papers, papers, today=TODAY))
