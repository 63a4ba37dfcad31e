"""Whom to ask, in which order, and in how many requests."""

import pytest

from paper_reader.enriching.planning import Pack, due_of, halves, most_useful_first, packs_of, requests_for
from paper_reader.sources.citation_service import Way
from paper_reader.types import Identifier, LookupOutcome, ReadingStatus, Scheme


def dois(identifiers):
    return tuple(one.value for one in identifiers if one.scheme is Scheme.DOI)


def doi(*values):
    return tuple(Identifier(Scheme.DOI, f"10.5555/{value}") for value in values)


WAY = Way(dois, 4)


def test_names_of_a_paper_stay_together():
    names = {1: doi("a", "b"), 2: doi("c"), 3: (), 4: doi("d", "e"), 5: doi("f")}
    packs = list(packs_of(WAY, [1, 2, 3, 4, 5, 6], names))
    assert packs == [
        Pack((1, 2), ("10.5555/a", "10.5555/b", "10.5555/c")),
        Pack((4, 5), ("10.5555/d", "10.5555/e", "10.5555/f")),
    ]


def test_a_paper_of_too_many_names_is_asked_for_by_some_of_them():
    (pack,) = packs_of(WAY, [1], {1: doi(*"abcdef")})
    assert len(pack.names) == 4


def test_halves_have_everything():
    names = {n: doi(str(n)) for n in range(5)}
    whole = Pack(tuple(range(3)), ("x", "y", "z"))
    assert [part.papers for part in halves(whole, WAY, names)] == [(0,), (1, 2)]
    assert halves(Pack((1,), ("x",)), WAY, names) == ()


def test_requests_are_counted_as_they_would_be_made():
    names = {n: doi(str(n)) for n in range(9)}
    assert requests_for(range(9), names, [WAY]) == 3
    assert requests_for([], names, [WAY]) == 0
    odd = Way(lambda found: dois(found) if found and found[0].value.endswith("8") else (), 1)
    assert requests_for(range(9), names, [odd, WAY]) == 3  # one alone, eight in two


@pytest.mark.parametrize(
    ("titles", "by_names", "by_title", "fresh"), [(True, (1, 2), (5, 4), 2), (False, (1, 2), (), 3)]
)
def test_what_is_due(titles, by_names, by_title, fresh):
    names = {n: doi(str(n)) for n in (1, 2, 3, 4)}
    answered = {3: LookupOutcome.FOUND, 4: LookupOutcome.TITLE_LEFT, 6: LookupOutcome.NOT_FOUND}
    due = due_of([1, 3, 2, 5, 4, 6], answered, names, [WAY], titles=titles)
    assert (due.by_names, due.by_title, due.fresh) == (by_names, by_title, fresh)


def test_the_most_useful_come_first():
    order = most_useful_first(
        [1, 2, 3, 4, 5, 6, 7],
        years={1: 2000, 2: 2026, 3: 1990, 4: 2010, 5: 2010, 6: 2026, 7: 1980},
        times_cited={1: 50, 3: 1, 6: 60},
        marks={7: ReadingStatus.TO_READ, 6: ReadingStatus.SKIPPED},
        this_year=2026,
    )
    assert order == [7, 1, 2, 3, 4, 5, 6]
