"""What is followed and what was shown, on every database."""

from datetime import UTC, date, datetime

from paper_reader.ingest import ingest
from paper_reader.types import FollowKind, Outcome, RefreshPlace


def test_follows_are_kept_in_order_and_given_up_with_their_places(store):
    assert store.followed.add(FollowKind.TOPIC, "gnn")
    assert store.followed.add(FollowKind.CATEGORY, "cs.LG")
    assert not store.followed.add(FollowKind.TOPIC, "gnn")
    assert [(kind, name) for kind, name, _ in store.followed.everything()] == [
        (FollowKind.TOPIC, "gnn"),
        (FollowKind.CATEGORY, "cs.LG"),
    ]
    place = RefreshPlace(since=date(2026, 1, 1))
    store.followed.put_place(FollowKind.TOPIC, "gnn", place)
    assert store.followed.places() == {(FollowKind.TOPIC, "gnn"): place}
    reached = RefreshPlace(since=date(2026, 1, 1), refreshed_at=datetime(2026, 1, 9, tzinfo=UTC))
    store.followed.put_place(FollowKind.TOPIC, "gnn", reached)
    assert store.followed.places() == {(FollowKind.TOPIC, "gnn"): reached}
    assert store.followed.remove(FollowKind.TOPIC, "gnn")
    assert not store.followed.remove(FollowKind.TOPIC, "gnn")
    assert store.followed.places() == {}


def test_what_was_shown_follows_papers_that_became_one(store, record):
    ingest(store, [record("a"), record("b"), record("c")])
    first, second, third = (one.id for one in store.papers.get_many([1, 2, 3]))
    assert store.shown.last_shown_at() is None
    store.shown.note([second, second], {"gnn": [third, second]})
    store.shown.note([second], {})
    assert list(store.shown.papers()) == [second]
    assert store.shown.must_reads() == {"gnn": [third, second]}
    ingest(
        store,
        [record("a", None, "10.1/x", authors=("Ada Lovelace",)), record("b", "A paper of its own about a", "10.1/x")],
    )
    present = {one.id for one in store.papers.get_many([first, second])}
    assert set(store.shown.papers()) <= present
    store.shown.note([], {"gnn": [first]})
    assert store.shown.must_reads() == {"gnn": [first]}


def test_the_newest_papers_come_first_page_by_page(store, record):
    ingest(store, [record(str(number)) for number in range(5)])
    assert store.followed.newest_ids(None, 2) == [5, 4]
    assert store.followed.newest_ids(4, 9) == [3, 2, 1]


def test_a_refresh_has_the_sums_of_its_parts(store, record):
    number = store.runs.start("refresh", "all")
    part = store.runs.start("collect", "arxiv")
    ingest(store, [record("a"), record("b")], run_id=part)
    store.followed.count_runs(number, [store.runs.finish(part, Outcome.DONE)] * 2)
    assert store.runs.finish(number, Outcome.DONE).created == 4
    assert store.followed.run_numbers("refresh", 5) == [number]
