"""A library written out and read into an empty one: the same papers, records, counts, marks and notes."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, date, datetime, timedelta

import pytest

from paper_reader.correcting import merge_papers, split_paper
from paper_reader.exporting import with_records, write_papers
from paper_reader.importing import import_file
from paper_reader.ingest import ingest
from paper_reader.store import open_store
from paper_reader.types import CitationCount, Curation, Outcome, Pass, ReadingStatus

NOW = datetime(2026, 5, 1, tzinfo=UTC)


def lines_of(store):
    return "".join(write_papers("jsonl", with_records(store, store.papers.iterate())))


@pytest.fixture
def full(store, record):
    """Papers of one and of several records, with all that hangs to them."""
    preprint = record(
        "1706.03762", "Attention", "1706.03762", source="arxiv", published=date(2017, 6, 12), updated=date(2023, 8, 2)
    )
    ingest(store, [preprint, record("b", "Attention", "10.5555/1", "1706.03762", venue="NeurIPS", year=2018)])
    counted = record("W17", "Counted twice", "openalex:W17", source="openalex", references=("1706.03762",))
    for count, day in ((5, 1), (9, 2)):
        seen = CitationCount(count, "openalex", date(2026, 1, day))
        ingest(store, [replaced(counted, citation=seen, fetched_at=NOW + timedelta(days=day))])
    ingest(
        store,
        [record("c", "By many names", "10.1/x", "pmid:17", extra={"citation_key": "smith2020"}, url="https://x.org")],
    )
    ingest(store, [record("plain")])
    found = store.papers.find_title("Attention")[0]
    store.reading.set_status(found, ReadingStatus.READ)
    store.reading.add_note(found, "first\nsecond")
    store.reading.add_note(found, "third")
    store.through.add(found, section="S2", heading="2 Method", text="*why* eight?")
    store.through.add(found, section="S3", heading="3 Results", text="", anchor="S3.p1", quote="a passage")
    store.through.set_pass(found, Pass.FIRST, done=True)
    store.through.set_position(found, section="S3", heading="3 Results", anchor="S3.p1")
    return store


def replaced(record, **fields):
    from dataclasses import replace

    return replace(record, **fields)


@pytest.fixture
def other(tmp_path):
    with open_store(f"sqlite:///{tmp_path / 'other.db'}") as opened:
        yield opened


def moved(full, other, tmp_path):
    path = tmp_path / "all.jsonl.gz"
    path.write_bytes(gzip.compress(lines_of(full).encode()))
    return import_file(other, path, rejects_dir=tmp_path)


def test_the_same_library_comes_out(full, other, tmp_path):
    report = moved(full, other, tmp_path)
    assert (report.outcome, report.rejected, other.papers.count()) == (Outcome.DONE, 0, full.papers.count())
    assert lines_of(other) == lines_of(full)
    before, after = (
        sorted(
            (stored.record.source, stored.record.key, stored.record)
            for batch in one.papers.iterate()
            for stored in one.records.of_papers([paper.id for paper in batch])
        )
        for one in (full, other)
    )
    assert [name[:2] for name in before] == [name[:2] for name in after]
    for (_, _, old), (_, _, new) in zip(before, after, strict=True):
        plain_import = old.source == "import" and old.key == "plain"  # the line alone says all of it but the time
        assert new == (replaced(old, fetched_at=new.fetched_at) if plain_import else old)


def test_counts_keep_their_history(full, other, tmp_path):
    moved(full, other, tmp_path)
    paper = other.papers.find_title("Counted twice")[0]
    assert [(one.count, one.observed_on) for one in other.citations.history(paper)] == [
        (5, date(2026, 1, 1)),
        (9, date(2026, 1, 2)),
    ]
    assert other.citations.cited_by([other.papers.find_title("Attention")[0]]) != []


def test_marks_and_notes_come_along_and_are_not_doubled(full, other, tmp_path):
    for _ in range(2):
        moved(full, other, tmp_path)
        paper = other.papers.find_title("Attention")[0]
        assert other.reading.statuses() == {paper: ReadingStatus.READ}
        assert [note.text for note in other.reading.notes(paper)] == ["first\nsecond", "third"]
    old = full.reading.notes(full.papers.find_title("Attention")[0])
    assert [note.created_at for note in other.reading.notes(paper)] == [note.created_at for note in old]
    there, here = full.through.of_paper(full.papers.find_title("Attention")[0]), other.through.of_paper(paper)
    assert [replaced(one, id=0) for one in here.annotations] == [replaced(one, id=0) for one in there.annotations]
    assert (here.passes, here.position) == (there.passes, there.position)
    assert len(here.annotations) == 2


def test_a_mark_that_is_there_stays(full, other, tmp_path):
    moved(full, other, tmp_path)
    paper = other.papers.find_title("Attention")[0]
    other.reading.set_status(paper, ReadingStatus.SKIPPED)
    moved(full, other, tmp_path)
    assert other.reading.statuses() == {paper: ReadingStatus.SKIPPED}


def test_importing_what_was_exported_changes_nothing(full, tmp_path):
    before, number = lines_of(full), full.papers.change_number()
    path = tmp_path / "all.jsonl"
    path.write_text(before)
    report = import_file(full, path, rejects_dir=tmp_path)
    assert (report.created, report.merged, report.updated) == (0, 0, 0)
    assert (lines_of(full), full.papers.change_number()) == (before, number)


def test_the_catalogue_of_another_edition_stays_what_it_is(store, record, other, tmp_path):
    curation = Curation(topics=("x",), why="Because.", kind="core", level="core")
    ours = record("k", "Curated", "1706.03762", source="starter", curation=curation)
    ingest(store, [ours, record("1706.03762", "Curated", "1706.03762", source="arxiv")])
    theirs = replaced(ours, curation=replaced(curation, why="Newer words."))
    ingest(other, [theirs])
    path = tmp_path / "all.jsonl"
    path.write_text(lines_of(store))
    import_file(other, path, rejects_dir=tmp_path)
    paper = other.papers.get(1)
    assert paper.curation is not None
    assert paper.curation.why == "Newer words."
    assert "arxiv" in paper.sources
    assert other.papers.count() == 1


def test_an_edited_line_counts_for_records_that_say_nothing_else(full, other, tmp_path):
    edited = lines_of(full).replace('"By many names"', '"By other names"')
    path = tmp_path / "all.jsonl"
    path.write_text(edited)
    import_file(other, path, rejects_dir=tmp_path)
    assert other.papers.find_title("By other names")


def test_what_the_reader_said_of_merges_holds_there_too(full, record, other, tmp_path):
    by_hand = [full.papers.find_title(title)[0] for title in ("Counted twice", "By many names")]
    merge_papers(full, by_hand)
    split_paper(full, full.papers.find_title("Attention")[0])
    assert full.papers.count() == 4
    moved(full, other, tmp_path)
    assert lines_of(other) == lines_of(full)
    assert other.corrections.count() == full.corrections.count()
    ingest(other, [record("b", "Attention", "10.5555/1", "1706.03762", venue="NeurIPS", year=2019)])
    assert other.papers.count() == 4, "no later harvest undoes it"


def test_what_a_line_gives_as_one_paper_is_one(other, tmp_path):
    path = tmp_path / "all.jsonl"
    one = {"source": "arxiv", "key": "1", "identifiers": []}
    apart = [one, {"source": "s2", "key": "2", "title": "Named otherwise"}]
    path.write_text(json.dumps({"title": "One paper", "authors": ["Ada Q"], "records": apart}) + "\n")
    for _ in range(2):
        import_file(other, path, rejects_dir=tmp_path)
        assert other.papers.count() == 1
    split_paper(other, 1)
    import_file(other, path, rejects_dir=tmp_path)
    assert other.papers.count() == 2, "what this library's reader said comes first"


@pytest.mark.parametrize(
    "wrong",
    [
        {"records": [{"source": "starter", "key": "k"}]},
        {"records": [{"source": "No Source", "key": "k"}]},
        {"records": [{"source": "arxiv", "key": ""}]},
        {"records": [{"source": "arxiv", "key": "k", "title": " "}]},
        {"records": [{"source": "arxiv", "key": "k", "identifiers": ["nonsense"]}]},
        {"records": [{"source": "arxiv", "key": "k", "citation": {"count": -1, "source": "x"}}]},
        {"records": "text"},
        {"mark": "adored"},
        {"corrections": [{"one": ["a", "b"], "other": ["a"], "kind": "together"}]},
        {"notes": [5]},
    ],
)
def test_what_no_export_wrote_is_a_bad_line(other, tmp_path, wrong):
    path = tmp_path / "all.jsonl"
    path.write_text(json.dumps({"title": "T"} | wrong) + "\n" + json.dumps({"title": "Good"}) + "\n")
    report = import_file(other, path, rejects_dir=tmp_path)
    assert (report.rejected, report.created) == (1, 1)


def test_an_import_that_stops_between_papers_and_marks_goes_on(full, other, tmp_path):
    class Stopping(Exception):
        pass

    path = tmp_path / "all.jsonl"
    path.write_text(lines_of(full))
    kept, other.keepsakes = other.keepsakes, _Stopping(Stopping)
    with pytest.raises(Stopping):
        import_file(other, path, rejects_dir=tmp_path)
    other.keepsakes = kept
    assert other.papers.count() == full.papers.count()
    import_file(other, path, rejects_dir=tmp_path)
    assert lines_of(other) == lines_of(full)


class _Stopping:
    def __init__(self, error):
        self._error = error

    def bring(self, _):
        raise self._error
