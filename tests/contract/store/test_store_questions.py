import numpy as np
import pytest

from paper_reader.content import content_hash, embedding_text
from paper_reader.errors import PaperNotFound, StoreError
from paper_reader.ingest import ingest
from paper_reader.types import CitationCount, PaperChange, ReadingStatus


def test_unknown_papers(store):
    with pytest.raises(PaperNotFound, match="search"):
        store.papers.get(5)
    assert store.papers.get_many([5]) == []
    assert store.papers.find_title("???") == []
    assert list(store.papers.iterate()) == []
    assert store.records.of_paper(5) == []


def test_many_papers_in_the_order_asked(store, record):
    ingest(store, [record(f"r{number}") for number in range(30)])
    wanted = [7, 3, 99, 7, 30]
    assert [one.id for one in store.papers.get_many(wanted)] == [7, 3, 7, 30]
    assert [one.id for one in store.papers.get_many(np.array([2, 1], dtype=np.int64))] == [2, 1]


def test_all_papers_in_batches(store, record):
    ingest(store, [record(f"r{number}") for number in range(7)])
    assert [[one.id for one in batch] for batch in store.papers.iterate(batch_size=3)] == [[1, 2, 3], [4, 5, 6], [7]]


def test_fused_papers_leave_no_hole_in_the_iteration(store, record):
    titles = [f"A wholly different title, number {number}" for number in range(4)]
    ingest(store, [record(f"r{number}", title, f"10.1000/{number}") for number, title in enumerate(titles)])
    ingest(store, [record("x", titles[0], "10.1000/0", "10.1000/1", "10.1000/2")])
    assert [[one.id for one in batch] for batch in store.papers.iterate(batch_size=1)] == [[1], [4]]


def test_changes_are_paged_by_number(store, record):
    ingest(store, [record(f"r{number}") for number in range(5)])
    ingest(store, [record("r1", "Now of another title")])
    first = store.papers.changed_since(0, limit=3)
    assert first == [PaperChange(1, 1, False), PaperChange(3, 3, False), PaperChange(4, 4, False)]
    assert store.papers.changed_since(first[-1].number, limit=3) == [PaperChange(5, 5, False), PaperChange(6, 2, False)]
    assert store.papers.changed_since(6, limit=3) == []


def test_citation_columns(store, record):
    ingest(
        store,
        [
            record("a", year=2020, categories=("cs.LG", "cs.AI"), citation=CitationCount(5, "s")),
            record("b", year=None),
            record("c", year=1999, citation=CitationCount(0, "s")),
        ],
    )
    columns = store.papers.citation_columns()
    assert columns.ids.tolist() == [1, 2, 3]
    assert columns.years.tolist() == [2020, -1, 1999]
    assert columns.fields.tolist() == ["cs.LG", "", ""]
    assert columns.counts.tolist() == [5, -1, 0]
    assert (columns.ids.dtype, columns.years.dtype, columns.counts.dtype) == (np.int64, np.int32, np.int64)


def test_citations_inside_the_library(store, record):
    ingest(
        store,
        [
            record("a", None, "1901.00001", references=["1902.00002", "10.1000/x", "1912.99999", "1901.00001"]),
            record("b", None, "1902.00002", references=["10.1000/x"]),
            record("c", None, "10.1000/x"),
        ],
    )
    assert store.citations.edges_among([1, 2, 3]) == [(1, 2), (1, 3), (2, 3)]
    assert store.citations.edges_among([1, 3]) == [(1, 3)]
    assert store.citations.references_of([2]) == [(2, 3)]
    assert store.citations.cited_by([3]) == [(1, 3), (2, 3)]
    assert store.citations.reference_counts([1, 2, 3, 9]) == {1: 4, 2: 1, 3: 0, 9: 0}


def test_a_paper_cited_before_it_came_is_found_when_it_comes(store, record):
    ingest(store, [record("a", None, references=["1902.00002"])])
    assert store.citations.references_of([1]) == []
    ingest(store, [record("b", None, "1902.00002")])
    assert store.citations.references_of([1]) == [(1, 2)]


def test_vectors_are_kept_by_encoder_and_text(store):
    hashes = [number.to_bytes(16, "big") for number in range(2000)]
    vectors = np.random.default_rng(0).normal(size=(2000, 8)).astype(np.float32)
    store.embeddings.put("one", hashes, vectors)
    store.embeddings.put("one", hashes[:2], vectors[:2] * 0)  # what is there stays
    found = store.embeddings.get("one", [*hashes, b"?" * 16])
    assert len(found) == 2000
    assert found[hashes[1]].dtype == np.float32
    np.testing.assert_allclose(np.stack([found[one] for one in hashes]), vectors, atol=2e-3)
    assert store.embeddings.get("two", hashes) == {}


@pytest.mark.parametrize("vectors", [np.full((1, 4), np.nan), np.full((1, 4), 1e6), np.ones((2, 4))])
def test_vectors_that_cannot_be_kept_are_refused(store, vectors):
    with pytest.raises(ValueError):
        store.embeddings.put("one", [b"h" * 16], vectors)


def test_texts_without_vectors_are_told(store, record):
    ingest(store, [record(f"r{number}", f"Title number {number} of them", abstract="Text.") for number in range(5)])
    assert store.embeddings.missing_count("e") == 5
    batches = list(store.embeddings.missing("e", batch_size=2))
    assert [len(one) for one in batches] == [2, 2, 1]
    text = embedding_text("Title number 0 of them", "Text.")
    assert batches[0][0] == (content_hash(text), text)
    for batch in store.embeddings.missing("e", batch_size=2):
        store.embeddings.put("e", [one for one, _ in batch], np.ones((len(batch), 3)))
    assert store.embeddings.missing_count("e") == 0
    ingest(store, [record("r1", "Title number 1 of them, changed", abstract="Text.")])
    assert [text for batch in store.embeddings.missing("e") for _, text in batch] == [
        "Title number 1 of them, changed\nText."
    ]
    assert store.embeddings.missing_count("other") == 5


def test_texts_without_vectors_of_the_most_useful_papers_come_first(store, record):
    counts = [None, CitationCount(3, "s"), CitationCount(500, "s"), None, CitationCount(40, "s")]
    ingest(
        store,
        [record(f"r{number}", f"Title number {number} of them", citation=count) for number, count in enumerate(counts)],
    )
    store.reading.set_status(4, ReadingStatus.TO_READ)
    batches = list(store.embeddings.most_useful_missing("e", limit=4, batch_size=3))
    assert [text[13] for batch in batches for _, text in batch] == ["3", "2", "4", "1"]
    assert [len(batch) for batch in batches] == [3, 1]
    store.embeddings.put("e", [content for content, _ in batches[0]], np.ones((3, 2)))
    left = [text[13] for batch in store.embeddings.most_useful_missing("e", limit=9) for _, text in batch]
    assert left == ["1", "0"]


def test_reading_marks_and_notes_follow_the_paper(store, record):
    ingest(
        store, [record("a", "The first title of the two", "10.1000/a"), record("b", "And the second one", "10.1000/b")]
    )
    store.reading.set_status(1, ReadingStatus.TO_READ)
    store.reading.set_status(2, ReadingStatus.READ)
    store.reading.add_note(2, "good")
    assert store.reading.statuses() == {1: ReadingStatus.TO_READ, 2: ReadingStatus.READ}
    ingest(store, [record("c", "The first title of the two", "10.1000/a", "10.1000/b")])
    assert store.reading.statuses() == {1: ReadingStatus.READ}
    assert [one.text for one in store.reading.notes(1)] == ["good"]
    store.reading.set_status(1, None)
    assert store.reading.statuses() == {}
    with pytest.raises(PaperNotFound):
        store.reading.set_status(9, ReadingStatus.READ)
    with pytest.raises(PaperNotFound):
        store.reading.add_note(9, "x")


def test_an_unknown_run(store):
    with pytest.raises(StoreError, match="no run 3"):
        store.runs.get(3)


def test_what_papers_cite_and_the_library_lacks(store, record):
    ingest(
        store,
        [
            record("a", "One thing", "2001.00001", references=("2006.11239", "2105.05233", "10.1000/gone")),
            record("b", "Another thing", "2001.00002", references=("2006.11239", "2001.00001")),
            record("c", "A third thing", "2001.00003", references=("2105.05233", "W123")),
        ],
    )
    found = store.citations.cited_outside([1, 2], limit=2)
    assert [(str(one), count) for one, count in found] == [("arxiv:2006.11239", 2), ("arxiv:2105.05233", 1)]
    assert ("doi:10.1000/gone", 1) in [(str(one), n) for one, n in store.citations.cited_outside([1, 2, 3], limit=9)]
    assert store.citations.cited_outside([], limit=2) == []
