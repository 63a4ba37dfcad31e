"""Tokens, kept lists, saved searches, marks with their times and arrivals, on every database."""

from datetime import UTC, datetime, timedelta

import pytest

from paper_reader.errors import PaperNotFound
from paper_reader.ingest import ingest
from paper_reader.store.shelf import ItemBody
from paper_reader.types import Level, ReadingStatus, Role, SearchFilter, SearchMode, TokenScope


@pytest.fixture
def three(store, record):
    """Three papers; their numbers."""
    ingest(store, [record(str(n), f"Paper of the number {n}", f"10.1000/{n}") for n in range(3)])
    return [paper.id for batch in store.papers.iterate() for paper in batch]


def test_a_token_is_found_by_its_secret_and_kept_without_it(store):
    made = store.tokens.create(TokenScope.WRITE, "mine", datetime(2030, 1, 1, tzinfo=UTC))
    other = store.tokens.create(TokenScope.READ, "", None)
    assert made.secret != other.secret
    assert len(made.secret) > 40
    assert store.tokens.find(made.secret) == made.token == store.tokens.get(made.token.id)
    assert store.tokens.find("x") is store.tokens.find("") is store.tokens.find("x" * 10_000) is None
    assert store.tokens.list() == [made.token, other.token]
    assert made.token.is_valid(datetime(2029, 1, 1, tzinfo=UTC))
    assert not made.token.is_valid(datetime(2030, 1, 1, tzinfo=UTC))


def test_a_revoked_token_stays_revoked_since_the_first_time(store):
    made = store.tokens.create(TokenScope.READ, "", None)
    first = store.tokens.revoke(made.token.id)
    again = store.tokens.revoke(made.token.id)
    assert first == again
    assert not first.is_valid(datetime.now(UTC))
    assert store.tokens.revoke(99) is None


def test_a_list_keeps_its_order_its_words_and_when_each_paper_came(store, three):
    body = ItemBody(level=Level.CORE, role=Role.SURVEY, reason="since it is good", score=0.5)
    assert store.shelf.add_list(
        "mine", "Mine", topic="t", topic_slug=None, items=[(three[1], body), (three[0], ItemBody())]
    )
    assert not store.shelf.add_list("mine", "Other", topic=None, topic_slug=None, items=[])
    first = store.shelf.items("mine")
    assert [(row.paper_id, row.body) for row in first] == [(three[1], body), (three[0], ItemBody())]
    assert store.shelf.put_items("mine", [(three[2], ItemBody()), (three[1], body)])
    second = store.shelf.items("mine")
    assert [row.paper_id for row in second] == [three[2], three[1]]
    assert second[1].added_at == first[0].added_at < second[0].added_at
    head = store.shelf.find_list("mine")
    assert (head.name, head.topic, head.size) == ("Mine", "t", 2)
    assert head.updated_at > head.created_at
    assert store.shelf.remove_list("mine")
    assert not store.shelf.remove_list("mine")
    assert store.shelf.items("mine") == []
    assert not store.shelf.put_items("mine", [])


def test_a_link_names_its_list_until_it_is_taken_back(store):
    store.shelf.add_list("a", "A", topic=None, topic_slug=None, items=[])
    store.shelf.add_list("b", "B", topic=None, topic_slug=None, items=[])
    store.shelf.change_list("b", share_token="link")
    assert store.shelf.find_shared("link").slug == "b"
    assert [head.slug for head in store.shelf.lists()] == ["b", "a"], "the one that changed last first"
    store.shelf.change_list("b", share_token=None)
    assert store.shelf.find_shared("link") is None
    assert not store.shelf.change_list("c", name="C")


def test_a_paper_that_was_fused_away_is_shown_once_as_the_one_that_took_it_in(store, record):
    title = "On the Shape of Things We Measure"
    ingest(store, [record("a", title, "1901.00001"), record("b", "The measured shape of things", "10.1000/x")])
    ids = [paper.id for batch in store.papers.iterate() for paper in batch]
    assert len(ids) == 2
    store.shelf.add_list("l", "L", topic=None, topic_slug=None, items=[(one, ItemBody()) for one in ids])
    store.reading.set_status(ids[1], ReadingStatus.READ)
    note = store.reading.add_note(ids[1], "kept")
    ingest(store, [record("c", title, "1901.00001", "10.1000/x")])
    (left,) = [paper.id for batch in store.papers.iterate() for paper in batch]
    assert [row.paper_id for row in store.shelf.items("l")] == [left]
    assert store.reading.mark_of(left).status is ReadingStatus.READ
    assert store.reading.marks()[left].status is ReadingStatus.READ
    assert store.reading.all_notes()[left][0].text == "kept"
    assert store.reading.change_note(left, note, "changed")
    assert store.reading.remove_note(left, note)


def test_searches_are_kept_with_their_limits(store):
    limits = SearchFilter(year_from=2019, categories=("cs.LG",), venues=("Nature, the journal",))
    assert store.shelf.add_search("s", "S", "graphs", SearchMode.LEXICAL, limits)
    assert not store.shelf.add_search("s", "S", "graphs", SearchMode.LEXICAL, limits)
    found = store.shelf.find_search("s")
    assert (found.query, found.mode, found.limits) == ("graphs", SearchMode.LEXICAL, limits)
    assert store.shelf.searches() == [found]
    assert store.shelf.remove_search("s")
    assert store.shelf.find_search("s") is None


def test_marks_have_the_time_that_they_are_given(store, three):
    then = datetime(2020, 5, 1, tzinfo=UTC)
    store.reading.set_status(three[0], ReadingStatus.READ)
    store.reading.set_status(three[1], ReadingStatus.KNOWN, at=then)
    assert list(store.reading.marks()) == [three[1], three[0]], "the latest last"
    assert store.reading.mark_of(three[1]).marked_at == then
    assert store.reading.mark_of(three[2]) is None
    with pytest.raises(PaperNotFound):
        store.reading.set_status(99, ReadingStatus.READ)


def test_a_note_is_changed_on_its_own_paper_only(store, three):
    note = store.reading.add_note(three[0], "first")
    assert not store.reading.change_note(three[1], note, "no")
    assert not store.reading.remove_note(three[1], note)
    assert store.reading.change_note(three[0], note, "second")
    assert [one.text for one in store.reading.notes(three[0])] == ["second"]


def test_arrivals_and_visits(store, three):
    arrived = store.news.arrivals([*three, 99])
    assert set(arrived) == set(three)
    source = store.records.of_paper(three[0])[0].record.source
    assert store.news.arrivals(three, but_of=source) == {}, "what came from there is no news"
    assert store.news.seen_at("gnn") is None
    first = store.news.mark_seen("gnn")
    assert store.news.seen_at("gnn") == first > max(arrived.values())
    assert store.news.mark_seen("gnn") - first >= timedelta(seconds=1)
