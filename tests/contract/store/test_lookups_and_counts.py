"""What services were asked, how often the library cites a paper, and counts over time: on every database."""

from datetime import UTC, date, datetime

from paper_reader.ingest import ingest
from paper_reader.types import CitationCount, LookupOutcome


def test_the_last_answer_of_each_service(store, record):
    ingest(store, [record("a"), record("b")])
    store.lookups.note("openalex", {1: LookupOutcome.FOUND, 2: LookupOutcome.TITLE_LEFT})
    store.lookups.note("crossref", {1: LookupOutcome.NOT_FOUND})
    between = datetime(2026, 1, 1, 1, tzinfo=UTC)
    store._clock.now = between
    store.lookups.note("openalex", {2: LookupOutcome.NOT_FOUND})
    long_ago = datetime(2025, 1, 1, tzinfo=UTC)
    assert store.lookups.of_service("openalex", since=long_ago) == {1: LookupOutcome.FOUND, 2: LookupOutcome.NOT_FOUND}
    assert store.lookups.of_service("openalex", since=between) == {2: LookupOutcome.NOT_FOUND}
    assert {name: one.outcome for name, one in store.lookups.of_paper(1).items()} == {
        "openalex": LookupOutcome.FOUND,
        "crossref": LookupOutcome.NOT_FOUND,
    }
    assert store.lookups.of_paper(2)["openalex"].asked_at > between
    store.lookups.note("openalex", {})
    assert store.lookups.of_paper(99) == {}


def test_the_names_of_papers_are_those_of_all_their_records(store, record):
    ingest(store, [record("a", "Knots that stay tied", "10.5555/a"), record("b")])
    ingest(store, [record("a2", "Knots that stay tied", "10.5555/a", "2101.00001", source="arxiv")])
    names = {paper_id: [str(one) for one in found] for paper_id, found in store.lookups.names_of([1, 2, 99]).items()}
    assert names[1] == ["doi:10.5555/a", "external:a", "arxiv:2101.00001", "external:a2"]
    assert names[2] == ["external:b"]
    assert 99 not in names


def test_how_often_the_library_cites_a_paper(store, record):
    ingest(store, [record("a", None, "10.5555/a", references=["10.5555/c", "10.5555/nobody"])])
    ingest(store, [record("b", None, "10.5555/b", references=["10.5555/c", "10.5555/a", "10.5555/b"])])
    ingest(store, [record("c", None, "10.5555/c")])
    assert store.citations.times_cited() == {3: 2, 1: 1}


def test_counts_over_time_of_several_papers(store, record):
    def counted(key, count, day):
        ingest(store, [record(key, citation=CitationCount(count, "openalex", day))])

    counted("a", 5, date(2026, 1, 1))
    counted("b", 7, None)
    counted("a", 5, date(2026, 2, 1))
    counted("a", 9, date(2026, 3, 1))
    histories = store.citations.histories([1, 2, 99])
    assert [(one.count, one.observed_on) for one in histories[1]] == [
        (5, date(2026, 1, 1)),
        (5, date(2026, 2, 1)),
        (9, date(2026, 3, 1)),
    ]
    assert histories[2] == [CitationCount(7, "openalex", date(2026, 1, 1))]  # dated by when it came
    assert 99 not in histories
    assert store.citations.history(1) == histories[1]
