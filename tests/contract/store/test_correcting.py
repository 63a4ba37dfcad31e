"""What the reader says of records holds against every harvest, and can be taken back."""

from dataclasses import replace

import pytest
from sqlalchemy import delete

from paper_reader.correcting import merge_papers, split_paper, undo
from paper_reader.errors import QueryError
from paper_reader.ingest import ingest
from paper_reader.store import dialect, open_store, record_keys, tables
from paper_reader.types import CorrectionKind, ReadingStatus

TITLE = "On the Shape of Things We Measure"
OTHER = "A History of Steam Engines"


def _papers(store):
    """Record keys by paper."""
    found = {}
    for page in store.papers.iterate():
        for paper in page:
            found[paper.id] = sorted(one.record.key for one in store.records.of_paper(paper.id))
    return found


@pytest.fixture
def two(store, record):
    """Two papers that no rule makes one."""
    ingest(store, [record("a", TITLE, "1901.00001"), record("b", OTHER, "1902.00002", authors=("James Watt",))])
    return store


def test_papers_are_made_one_and_parted_again_with_their_numbers(two):
    report = merge_papers(two, [2, 1])
    assert [(one.paper_id, one.records) for one in report.papers] == [(1, (("import", "a"), ("import", "b")))]
    assert report.gone == {2: 1}
    assert _papers(two) == {1: ["a", "b"]}
    assert two.papers.get(2).id == 1
    undo(two, 1, CorrectionKind.TOGETHER)
    assert _papers(two) == {1: ["a"], 2: ["b"]}
    assert two.papers.get(2).title == OTHER
    assert two.corrections.count() == 0


def test_trying_changes_nothing(two):
    before = two.papers.change_number()
    report = merge_papers(two, [1, 2], dry_run=True)
    assert (report.is_trial, report.gone) == (True, {2: 1})
    assert (_papers(two), two.papers.change_number()) == ({1: ["a"], 2: ["b"]}, before)
    assert two.corrections.count() == 0


def test_the_index_is_told_of_each_paper_that_changed(two):
    before = two.papers.change_number()
    merge_papers(two, [1, 2])
    merged = two.papers.changed_since(before, limit=10)
    assert {(one.paper_id, one.deleted) for one in merged} == {(1, False), (2, True)}
    before = two.papers.change_number()
    split_paper(two, 1, [("import", "b")])
    parted = two.papers.changed_since(before, limit=10)
    assert {(one.paper_id, one.deleted) for one in parted} == {(1, False), (2, False)}


def test_what_was_made_one_stays_one_whatever_comes(two, record):
    merge_papers(two, [1, 2])
    ingest(two, [record("b", OTHER, "1902.00002", authors=("James Watt",), venue="Steam")])
    ingest(two, [record("a", "A better title", "1901.00001"), record("b", "Engines", "1902.00002", authors=("Watt",))])
    assert _papers(two) == {1: ["a", "b"]}
    ingest(two, [record("c", OTHER, "1902.00002", authors=("James Watt",), source="arxiv")])
    assert _papers(two) == {1: ["a", "b", "c"]}


def test_what_was_parted_stays_parted_whatever_comes(store, record):
    ingest(store, [record("a", TITLE, "10.1000/x"), record("b", TITLE)])
    assert _papers(store) == {1: ["a", "b"]}
    split_paper(store, 1, [("import", "b")])
    assert _papers(store) == {1: ["a"], 2: ["b"]}
    ingest(store, [record("b", TITLE, "10.1000/x", venue="NeurIPS")])
    ingest(store, [record("c", TITLE, "10.1000/x")])
    papers = _papers(store)
    assert all(not {"a", "b"} <= set(keys) for keys in papers.values())
    assert sorted(key for keys in papers.values() for key in keys) == ["a", "b", "c"]


def test_a_correction_waits_for_records_that_are_gone_for_now(store, record):
    """A library made anew from the same files can be given the same corrections before the files."""
    with store.ingesting() as transaction:
        transaction.replace_corrections({(("import", "a"), ("import", "b")): CorrectionKind.APART})
    ingest(store, [record("a", TITLE)])
    ingest(store, [record("b", TITLE)])
    assert _papers(store) == {1: ["a"], 2: ["b"]}


def test_every_record_becomes_a_paper(store, record):
    ingest(store, [record(key, TITLE) for key in "abc"])
    report = split_paper(store, 1)
    assert [one.is_new for one in report.papers] == [False, True, True]
    assert _papers(store) == {1: ["a"], 2: ["b"], 3: ["c"]}
    undo(store, 1, CorrectionKind.APART)
    assert _papers(store) == {1: ["a", "b"], 3: ["c"]}  # that those two are apart was not taken back
    undo(store, 3, CorrectionKind.APART)
    assert _papers(store) == {1: ["a", "b", "c"]}


def test_the_opposite_word_replaces_the_former(store, record):
    ingest(store, [record("a", TITLE), record("b", TITLE)])
    split_paper(store, 1, [("import", "b")])
    merge_papers(store, [1, 2])
    assert _papers(store) == {1: ["a", "b"]}
    assert [one.kind for one in store.corrections.all()] == [CorrectionKind.TOGETHER]
    split_paper(store, 1, [("import", "a")])
    assert _papers(store) == {1: ["b"], 3: ["a"]}
    assert [one.kind for one in store.corrections.all()] == [CorrectionKind.APART]


def test_marks_and_notes_follow(two):
    two.reading.set_status(1, ReadingStatus.READ)
    two.reading.set_status(2, ReadingStatus.TO_READ)
    two.reading.add_note(1, "one")
    two.reading.add_note(2, "two")
    report = merge_papers(two, [1, 2])
    assert report.notes == ("kept with no. 1: your mark and note", "shown on no. 1 now: your mark and note of no. 2")
    assert two.reading.statuses() == {1: ReadingStatus.READ}  # the further one, though the other is later
    assert [note.text for note in two.reading.notes(1)] == ["one", "two"]
    split_paper(two, 1, [("import", "b")])
    assert two.reading.statuses() == {1: ReadingStatus.READ, 2: ReadingStatus.TO_READ}
    assert [note.text for note in two.reading.notes(2)] == ["two"]


def test_what_cannot_be_done_is_said(two):
    with pytest.raises(QueryError, match="one paper already"):
        merge_papers(two, [1, 1])
    with pytest.raises(QueryError, match="one record only"):
        split_paper(two, 1)
    with pytest.raises(QueryError, match="nothing to undo"):
        undo(two, 1, CorrectionKind.APART)


def test_an_older_library_gets_its_keys_before_papers_come_in(store_url, record):
    """Records without keys, as a library has them that an older program made."""
    with open_store(store_url) as store:
        ingest(store, [record(f"k{number}") for number in range(3)] + [record("a", TITLE)])
    engine = dialect.make_engine(store_url, busy_timeout_seconds=5)
    with dialect.writing(engine) as connection:
        connection.execute(delete(tables.record_keys))
        connection.execute(delete(tables.cursors).where(tables.cursors.c.name.like("record-keys:%")))
    assert not record_keys.is_filled(engine)
    with open_store(store_url) as store:
        ingest(store, [record("b", TITLE.replace("Shape", "Shapes"))])
        assert ["a", "b"] in _papers(store).values()
    assert record_keys.is_filled(engine)
    engine.dispose()


def test_a_paper_fused_by_a_record_parts_when_that_record_is_another(store, record):
    """A wrong identifier glued two papers; without the record that had it they are two again."""
    first, second = record("a", TITLE, "10.1000/x"), record("b", "The Weighing of Heavy Things", "10.2000/y")
    ingest(store, [first, second])
    ingest(store, [record("c", TITLE, "10.1000/x", "10.2000/y")])
    assert _papers(store) == {1: ["a", "b", "c"]}
    split_paper(store, 1, [("import", "c")])
    assert _papers(store) == {1: ["a"], 2: ["b"], 3: ["c"]}
    ingest(store, [replace(second, venue="Scales")])
    assert _papers(store)[2] == ["b"]
