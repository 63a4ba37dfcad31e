"""Whatever the papers' dates, the page size, the depth of the search and the stops: everything comes, and once."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from paper_reader.sources.arxiv_plan import Position, plan_for
from paper_reader.types import SourceQuery

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
MOMENTS = st.lists(
    st.integers(min_value=0, max_value=20_000).map(lambda minutes: NOW - timedelta(minutes=17 * minutes)),
    min_size=0, max_size=120, unique=True,
)  # fmt: skip


def answer(moments, request, position, query):
    """What the API would give for a request, and how many it has: newest first, the windows' ends included."""
    window = position.windows[0] if position.windows else None
    found = sorted(
        (moment for moment in moments if window is None or window.start <= moment <= window.end), reverse=True
    )
    return found[request.start : request.start + request.size], len(found)


def walk(moments, query, page_size, deepest, stop_after=None):
    plan = plan_for(query, page_size=page_size, deepest=deepest)
    position = plan.resume(None, NOW)
    came, requests = [], 0
    while (request := plan.request(position)) is not None:
        assert 0 < request.size <= page_size
        assert request.start + request.size <= deepest
        found, total = answer(moments, request, position, query)
        position, kept = plan.advance(position, len(found), total)
        came += found[:kept]
        requests += 1
        assert requests < 5_000, "it goes in circles"
        if stop_after is not None and requests % stop_after == 0:  # a kill and a rerun
            position = plan.resume(Position.from_json(position.to_json()), NOW + timedelta(hours=1))
            if position.finished or position.follows_up:
                break
    return came


@settings(max_examples=60, deadline=None)
@given(
    moments=MOMENTS, page_size=st.integers(1, 9), depth=st.integers(1, 4), stop=st.one_of(st.none(), st.integers(1, 7))
)
def test_everything_comes_newest_first(moments, page_size, depth, stop):
    query = SourceQuery(source="arxiv", text="x")
    came = walk(moments, query, page_size, page_size * depth + 3, stop)
    assert sorted(set(came)) == sorted(moments)
    doubled = len(came) - len(moments)
    assert doubled <= len(moments), "only papers of a minute between two windows come twice"


@settings(max_examples=60, deadline=None)
@given(moments=MOMENTS, page_size=st.integers(1, 9), limit=st.integers(1, 60))
def test_a_limit_brings_the_newest_and_no_more(moments, page_size, limit):
    query = SourceQuery(source="arxiv", categories=("cs.LG",), limit=limit)
    came = walk(moments, query, page_size, 10_000)
    assert came == sorted(moments, reverse=True)[:limit]


@settings(max_examples=60, deadline=None)
@given(
    total=st.integers(0, 50), page_size=st.integers(1, 9), limit=st.integers(1, 60), pages=st.lists(st.integers(1, 9))
)
def test_a_ranked_search_takes_its_limit_however_short_the_pages(total, page_size, limit, pages):
    plan = plan_for(SourceQuery(source="arxiv", text="one", limit=limit), page_size=page_size)
    position, taken, sizes = plan.resume(None, NOW), 0, iter(pages)
    while (request := plan.request(position)) is not None:
        got = min(request.size, next(sizes, request.size), max(0, total - request.start))
        position, kept = plan.advance(position, got, total)
        taken += kept
        position = Position.from_json(position.to_json())
    assert taken == min(total, limit)
    assert position.finished


def test_a_follow_up_begins_a_month_before_the_harvest_that_it_follows():
    plan = plan_for(SourceQuery(source="arxiv", text="x"), page_size=5)
    done = Position(plan="newest", begun=NOW, finished=True)
    followed = plan.resume(done, NOW + timedelta(days=10))
    assert followed.windows[0].start == NOW - timedelta(days=30)
    assert followed.windows[0].end == NOW + timedelta(days=10)
