"""What the reader did with full texts, on every database."""

from datetime import UTC, datetime, timedelta

import pytest

from paper_reader.correcting import merge_papers, split_paper
from paper_reader.errors import PaperNotFound
from paper_reader.ingest import ingest
from paper_reader.types import NOTHING_READ, Pass, ReadingPosition, ReadingThrough

LATER = datetime(2027, 1, 1, tzinfo=UTC)


@pytest.fixture
def two(store, record):
    """Two papers that have nothing to do with each other."""
    ingest(store, [record("a"), record("b")])
    return store.papers.find_title("A paper of its own about a")[0], store.papers.find_title(
        "A paper of its own about b"
    )[0]


def test_notes_and_highlights_are_kept_changed_and_taken_away(store, two):
    paper, other = two
    note = store.through.add(paper, section="S1", heading="1 Introduction", text="a *note*")
    mark = store.through.add(paper, section="S2", heading="2 Method", text="", anchor="S2.p1", quote="a passage")
    first, second = store.through.of_paper(paper).annotations
    assert (first.id, first.heading, first.text, first.is_highlight) == (note, "1 Introduction", "a *note*", False)
    assert (second.id, second.anchor, second.quote, second.is_highlight) == (mark, "S2.p1", "a passage", True)
    assert first.created_at < second.created_at
    assert not store.through.change(other, note, "not theirs")
    assert not store.through.remove(other, note)
    assert store.through.change(paper, note, "better")
    assert store.through.remove(paper, mark)
    assert [one.text for one in store.through.of_paper(paper).annotations] == ["better"]
    assert store.through.of_paper(other) == NOTHING_READ


def test_passes_keep_the_moment_they_were_first_done_and_can_be_undone(store, two):
    paper, _ = two
    store.through.set_pass(paper, Pass.SECOND, done=True)
    store.through.set_pass(paper, Pass.FIRST, done=True)
    before = store.through.of_paper(paper).passes
    assert list(before) == [Pass.FIRST, Pass.SECOND]
    store.through.set_pass(paper, Pass.FIRST, done=True)
    assert store.through.of_paper(paper).passes == before
    store.through.set_pass(paper, Pass.FIRST, done=False)
    assert list(store.through.of_paper(paper).passes) == [Pass.SECOND]


def test_there_is_one_position_and_it_is_the_last(store, two):
    paper, other = two
    store.through.set_position(paper, section="S1", heading="1 Introduction", anchor=None)
    store.through.set_position(paper, section="S2", heading="2 Method", anchor="S2.p4")
    found = store.through.of_paper(paper).position
    assert found is not None
    assert (found.section, found.heading, found.anchor) == ("S2", "2 Method", "S2.p4")
    assert store.through.all() == {paper: store.through.of_paper(paper)}
    assert store.through.of_paper(other).position is None


def test_nothing_is_written_for_a_paper_that_there_is_not(store):
    for call in (
        lambda: store.through.add(99, section="S1", heading="", text="x"),
        lambda: store.through.set_pass(99, Pass.FIRST, done=True),
        lambda: store.through.set_position(99, section="S1", heading="", anchor=None),
    ):
        with pytest.raises(PaperNotFound):
            call()


def test_a_merge_shows_all_on_the_paper_that_is_left_and_a_split_gives_it_back(store, two):
    paper, other = two
    for number, name in ((paper, "first"), (other, "second")):
        store.through.add(number, section="S1", heading="1 Introduction", text=name)
        store.through.set_position(number, section=name, heading=name, anchor=None)
        store.through.set_pass(number, Pass.FIRST, done=True)
    since = store.through.of_paper(paper).passes
    report = merge_papers(store, [paper, other])
    (gone,) = report.gone
    left = report.gone[gone]
    assert any("mark" in note or "note" in note for note in report.notes)
    together = store.through.of_paper(left)
    assert sorted(one.text for one in together.annotations) == ["first", "second"]
    assert together.position is not None
    assert together.position.section == "second"
    assert together.passes == since
    assert store.through.all() == {left: together}
    elsewhere = next(one for one in together.annotations if one.text == "second")
    assert store.through.change(left, elsewhere.id, "second, changed")
    store.through.set_pass(left, Pass.FIRST, done=False)
    assert store.through.of_paper(left).passes == {}
    split_paper(store, left, [("import", "b")])
    assert [one.text for one in store.through.of_paper(paper).annotations] == ["first"]
    assert [one.text for one in store.through.of_paper(other).annotations] == ["second, changed"]


def test_a_refresh_of_the_records_touches_nothing(store, two, record):
    paper, _ = two
    store.through.add(paper, section="S1", heading="1", text="mine", anchor="p", quote="quoted")
    before = store.through.of_paper(paper)
    ingest(store, [record("a", "A paper of its own about a", abstract="now with an abstract")])
    assert store.through.of_paper(paper) == before


def test_bringing_in_the_same_twice_changes_nothing_and_a_later_position_stays(store, two):
    paper, other = two
    store.through.add(paper, section="S1", heading="1", text="mine")
    store.through.set_pass(paper, Pass.THIRD, done=True)
    store.through.set_position(paper, section="S1", heading="1", anchor="p")
    read = store.through.of_paper(paper)
    for _ in range(2):
        store.through.bring(other, read)
    brought = store.through.of_paper(other)
    assert [one.text for one in brought.annotations] == ["mine"]
    assert (brought.passes, brought.position) == (read.passes, read.position)
    old = ReadingPosition("S9", "9", None, LATER - timedelta(days=9000))
    store.through.bring(other, ReadingThrough(position=old))
    assert store.through.of_paper(other).position == read.position
    new = ReadingPosition("S9", "9", None, LATER)
    store.through.bring(other, ReadingThrough(position=new))
    assert store.through.of_paper(other).position == new


def test_who_coined_a_name_is_found_by_the_name(store, two):
    assert store.name_coiners.of_keys([]) == {}
    assert store.name_coiners.of_keys(["bert"]) == {}
