"""The numbers of the flow, worked out by hand."""

from dataclasses import asdict
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from paper_reader.reviews.prisma import flow
from paper_reader.reviews.standing import standings
from paper_reader.types import Channel, Stage, Verdict

FULL = Stage.FULL_TEXT


def test_the_flow_of_a_small_review(row, search, decision):
    """Eight records of three databases are five papers: one found three times, one twice by one search."""
    searches = [search(1), search(2, "openalex"), search(3, "scholar")]
    found = [
        *(row(1, 1, 1), row(2, 2, 1), row(3, 3, 1)),
        *(row(1, 4, 2), row(1, 5, 2)),
        *(row(2, 6, 3), row(2, 7, 4), row(3, 8, 5)),
    ]
    decided = [
        *((1, decision(1, "include")), (2, decision(4, "maybe")), (3, decision(6, "exclude", reason="no lifespan"))),
        *((4, decision(7, "exclude")), (5, decision(8, "include"))),
        *((1, decision(1, "include", stage=FULL)), (2, decision(4, "exclude", stage=FULL, reason="a protocol"))),
        (5, decision(8, "not-retrieved", stage=FULL)),
    ]
    both = flow(searches, standings(found, decided).values())
    assert asdict(both.databases) == {
        "identified": {"arxiv": 3, "openalex": 3, "scholar": 2},
        "duplicates": 3,
        "not_screened_by_tool": 0,
        "screened": 5,
        "excluded": 2,
        "excluded_reasons": {"no lifespan": 1, "no reason given": 1},
        "sought": 3,
        "not_retrieved": 1,
        "assessed": 2,
        "full_text_excluded": 1,
        "full_text_reasons": {"a protocol": 1},
        "awaiting": 0,
        "included": 1,
        "to_screen": 0,
        "to_assess": 0,
    }
    assert (both.others.identified_total, both.included) == (0, 1)


def test_a_paper_that_a_database_found_too_stands_there_alone(row, search, decision):
    searches = [search(1), search(2, "by hand", Channel.OTHER)]
    both = flow(searches, standings([row(1, 1, 1), row(2, 1, 1), row(2, 2, 2)], []).values())
    assert (both.databases.identified, both.others.identified) == ({"arxiv": 1}, {"by hand": 1})
    assert (both.databases.duplicates, both.others.duplicates) == (0, 0)
    assert (both.databases.to_screen, both.others.to_screen) == (1, 1)


def test_a_source_that_brought_nothing_is_told_with_0(search):
    both = flow([search(1), search(2, "scholar")], [])
    assert both.databases.identified == {"arxiv": 0, "scholar": 0}


def test_stopping_puts_aside_what_was_there_and_not_what_comes_later(row, search, decision, began):
    found = [row(1, 1, 1), row(1, 2, 2), row(1, 3, 3, began + timedelta(days=9))]
    papers = list(standings(found, [(1, decision(1, "include"))]).values())
    stopped = flow([search(1)], papers, stopped_at=began + timedelta(days=1)).databases
    assert (stopped.screened, stopped.not_screened_by_tool, stopped.to_screen) == (1, 1, 1)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])  # they only make values
@given(data=some.data())
def test_every_paper_is_in_one_box_of_each_step(row, search, decision, data):
    """Whatever was found and decided, what goes into a step comes out of it."""
    papers = data.draw(some.lists(some.integers(1, 12), min_size=1, max_size=30))
    searches = [search(1), search(2, "scholar"), search(3, "by hand", Channel.OTHER)]
    found = [row(data.draw(some.integers(1, 3)), number, paper) for number, paper in enumerate(papers, 1)]
    shown = {one.paper_id: one.record_id for one in found}
    decided = [
        (paper, decision(record, data.draw(some.sampled_from([one.value for one in Verdict])), stage=stage))
        for paper, record in shown.items()
        for stage in Stage
        if data.draw(some.booleans())
    ]
    decided = [(p, d) for p, d in decided if d.stage is FULL or d.verdict is not Verdict.NOT_RETRIEVED]
    both = flow(searches, standings(found, decided).values())
    for column in (both.databases, both.others):
        there = column.identified_total - column.duplicates
        assert there == column.screened + column.to_screen + column.not_screened_by_tool
        assert column.screened == column.excluded + column.sought
        assert column.sought == column.not_retrieved + column.assessed + column.to_assess
        assert column.assessed == column.full_text_excluded + column.awaiting + column.included
        assert sum(column.excluded_reasons.values()) == column.excluded
        assert sum(column.full_text_reasons.values()) == column.full_text_excluded
