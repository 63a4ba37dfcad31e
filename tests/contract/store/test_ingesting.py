from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from paper_reader.errors import StoreError
from paper_reader.ingest import ingest
from paper_reader.merge import compute_paper
from paper_reader.types import (
    CitationCount,
    Identifier,
    IngestCounts,
    MergeKind,
    Outcome,
    PaperChange,
    Scheme,
)

TITLE = "On the Shape of Things We Measure"


def test_what_goes_in_comes_out_as_it_was(store, record):
    given = record(
        "a", TITLE, "1901.00001", "10.1000/x", abstract="Long.", venue="NeurIPS 2019", published=date(2019, 5, 6),
        updated=date(2019, 6, 7), categories=("cs.LG",), url="https://example.org", references=["1801.00001"],
        citation=CitationCount(3, "s", date(2025, 1, 1)), extra={"comment": "10 pages"},
    )  # fmt: skip
    assert ingest(store, [given]) == IngestCounts(read=1, created=1)
    (stored,) = store.records.of_paper(1)
    assert stored.record == given
    assert (stored.paper_id, stored.decision.kind) == (1, MergeKind.CREATE)
    assert store.papers.get(1) == compute_paper(1, [given], change_number=1)


def test_the_same_records_twice_change_nothing(store, record):
    records = [record("a", TITLE, "1901.00001"), record("b")]
    ingest(store, records)
    number = store.papers.change_number()
    later = [replace(one, fetched_at=datetime(2027, 1, 1, tzinfo=UTC)) for one in records]
    assert ingest(store, later) == IngestCounts(read=2, unchanged=2)
    assert store.papers.change_number() == number
    assert store.records.count() == 2


def test_new_content_updates_the_paper_and_its_names(store, record):
    ingest(store, [record("a", TITLE, "1901.00001"), record("b")])
    assert ingest(store, [record("a", "A better title of it", "1901.00002")]) == IngestCounts(read=1, updated=1)
    assert store.papers.get(1).title == "A better title of it"
    assert store.papers.get(1).change_number == 3
    assert store.papers.find(Identifier(Scheme.ARXIV, "1901.00001")) is None
    assert store.papers.find(Identifier(Scheme.ARXIV, "1901.00002")) == 1
    assert store.papers.find_title(TITLE) == []
    assert store.papers.changed_since(1, limit=10) == [PaperChange(2, 2, False), PaperChange(3, 1, False)]


def test_new_content_that_leaves_the_paper_as_it_is_makes_no_change(store, record):
    ingest(store, [record("a", TITLE)])
    counts = ingest(store, [record("a", TITLE, references=["1801.00001"])])
    assert counts == IngestCounts(read=1, updated=1)
    assert store.papers.change_number() == 1
    assert store.citations.reference_counts([1]) == {1: 1}


def test_a_published_version_joins_its_preprint_with_evidence(store, record):
    ingest(store, [record("1901.00001", TITLE, "1901.00001", source="arxiv", venue="arXiv")])
    published = record("p", TITLE.upper(), "10.1000/x", venue="NeurIPS 2019", authors=("A. Lovelace", "A. Turing"))
    assert ingest(store, [published]) == IngestCounts(read=1, merged=1)
    paper = store.papers.get(1)
    assert (paper.venue, paper.doi, paper.arxiv_id) == ("NeurIPS 2019", "10.1000/x", "1901.00001")
    assert paper.sources == ("arxiv", "import")
    assert paper.external_ids == ("1901.00001", "p")
    decision = store.records.of_paper(1)[1].decision
    assert decision.kind is MergeKind.ATTACH
    assert (decision.evidence[0].kind, decision.evidence[0].record) == ("title", "arxiv:1901.00001")


def test_a_record_with_both_names_fuses_two_papers(store, record):
    ingest(store, [record("a", TITLE, "1901.00001"), record("b", "The measured shape of things", "10.1000/x")])
    ingest(store, [record("c", TITLE, "1901.00001", "10.1000/x")])
    assert store.papers.count() == 1
    assert store.papers.get(2).id == 1
    assert store.papers.get_many([2, 1]) == [store.papers.get(1)]
    assert [one.record.key for one in store.records.of_paper(2)] == ["a", "b", "c"]
    assert store.papers.find(Identifier(Scheme.EXTERNAL, "b")) == 1
    changes = store.papers.changed_since(2, limit=10)
    assert changes == [PaperChange(3, 1, False), PaperChange(4, 2, True)]
    assert store.records.of_paper(1)[2].decision.fused == (2,)


def test_a_second_fusion_leads_all_the_way(store, record):
    titles = ["The first of three very different titles", "Some second thing entirely", "And the third one besides"]
    for number, title in enumerate(titles):
        ingest(store, [record(f"r{number}", title, f"10.1000/{number}")])
    ingest(store, [record("x", titles[2], "10.1000/1", "10.1000/2")])
    ingest(store, [record("y", titles[1], "10.1000/0", "10.1000/1")])
    assert [store.papers.get(number).id for number in (1, 2, 3)] == [1, 1, 1]
    assert store.papers.count() == 1
    assert store.problems() == []


def test_one_batch_and_many_give_the_same_library(store, record, tmp_path):
    from paper_reader.store import open_store

    records = [
        record("a", TITLE, "1901.00001"),
        record("b", TITLE),
        record("c", "Something else, but under the same name", "1901.00001"),
        record("d"),
        record("d", "The second content of one record"),
    ]
    ingest(store, records)
    with open_store(f"sqlite:///{tmp_path / 'other.db'}") as other:
        for one in records:
            ingest(other, [one])
        mine, theirs = (
            [replace(p, change_number=0) for batch in s.papers.iterate() for p in batch] for s in (store, other)
        )
        assert mine == theirs


def test_cursor_and_counters_move_with_the_batch_or_not_at_all(store, record):
    run = store.runs.start("import", "a file")
    ingest(store, [record("a")], cursor=("place", "1"), run_id=run)
    with pytest.raises(StoreError, match="no run 99"):
        ingest(store, [record("b")], cursor=("place", "2"), run_id=99)
    assert store.cursors.get("place") == "1"
    assert store.papers.count() == 1
    report = store.runs.finish(run, Outcome.DONE, messages=["well"])
    assert (report.read, report.created, report.outcome, report.messages) == (1, 1, Outcome.DONE, ("well",))
    assert store.runs.list() == [report]
    ingest(store, [], cursor=("place", "3"))
    assert store.cursors.get("place") == "3"
    store.cursors.delete("place")
    assert store.cursors.get("place") is None


def test_a_run_that_never_ended_says_so(store):
    store.runs.start("collect", "cats")
    assert store.runs.list()[0].outcome is Outcome.RUNNING


def test_every_count_that_came_is_kept_with_its_date(store, record):
    for number, day in ((10, date(2024, 1, 1)), (10, date(2024, 1, 1)), (14, date(2025, 1, 1)), (10, None)):
        ingest(store, [record("a", TITLE, citation=CitationCount(number, "s", day))])
    history = store.citations.history(1)
    assert [(one.count, one.observed_on) for one in history] == [
        (10, date(2024, 1, 1)),
        (14, date(2025, 1, 1)),
        (10, date(2026, 1, 1)),  # undated: when it came
    ]
    assert store.papers.get(1).citation_count == 10


def test_two_records_of_one_name_in_a_batch_are_one(store, record):
    counts = ingest(store, [record("a", "First title"), record("a", "Second title"), record("a", "Third title")])
    assert counts == IngestCounts(read=3, created=1, unchanged=2)
    assert store.papers.get(1).title == "Third title"


def test_texts_of_all_kinds_survive(store, record):
    odd = record("ключ/键 \U0001f600", "«Σ» — \u2028 “x” \\ ' \" %s :a ? \t", abstract="a\r\nb\U0001d4d0")
    ingest(store, [odd])
    assert store.records.of_paper(1)[0].record == odd
    assert store.papers.find(Identifier(Scheme.EXTERNAL, odd.key)) == 1


def test_hundreds_of_editorials_stay_apart(store, record):
    ingest(store, [record(f"e{number}", "Editorial") for number in range(300)])
    ingest(store, [record("one more", "EDITORIAL")])
    assert store.papers.find_title("Editorial") == list(range(1, 302))
