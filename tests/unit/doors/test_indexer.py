"""The index follows the library: built, caught up, resumed, refused."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index import Filter, Mode, SearchRequest
from paper_reader.errors import IndexUnavailable
from paper_reader.indexing import embedding
from paper_reader.ingest import ingest
from paper_reader.types import CitationCount, Identifier, IndexState, ReadingStatus, Scheme


def found(engine, word: str) -> set[int]:
    request = SearchRequest(text=word, vector=None, mode=Mode.LEXICAL, filter=Filter(), limit=100)
    return {hit.id for hit in engine.search(request)}


@pytest.fixture
def library(store, make_record):
    ingest(store, [make_record(str(number), f"Paper {number} on knots", f"Braid {number}.") for number in range(10)])
    return store


def test_nothing_in_the_library_is_no_error(store, make_indexer) -> None:
    ready = make_indexer().ready(limit=10)
    assert ready.engine is None
    assert ready.notes == ()
    assert make_indexer().status().state is IndexState.MISSING


def test_build_brings_everything_in(library, make_indexer, encoder) -> None:
    status = make_indexer().build()
    assert (status.state, status.papers, status.pending, status.to_embed) == (IndexState.CURRENT, 10, 0, 0)
    assert status.change_number == library.papers.change_number()
    assert status.index_encoder_key == "words"
    assert status.disk_bytes > 0
    assert sorted(encoder.encoded) == sorted(f"Paper {n} on knots\nBraid {n}." for n in range(10))


def test_a_small_first_index_is_built_by_asking(library, make_indexer) -> None:
    ready = make_indexer().ready(limit=10)
    assert ready.notes == ()
    assert len(found(ready.engine, "knots")) == 10


def test_a_large_first_index_is_for_the_command(library, make_indexer, encoder) -> None:
    with pytest.raises(IndexUnavailable, match="Run: paper-reader index build"):
        make_indexer().ready(limit=9)
    assert encoder.encoded == []


def test_what_is_new_is_caught_up(library, make_indexer, make_record, encoder) -> None:
    indexer = make_indexer()
    indexer.build()
    ingest(library, [make_record("new", "A paper on sails"), make_record("3", "Paper 3 on sails", "Braid 3.")])
    before = len(encoder.encoded)
    ready = indexer.ready(limit=2)
    assert ready.notes == ()
    assert len(found(ready.engine, "sails")) == 2
    assert len(found(ready.engine, "knots")) == 9
    assert len(encoder.encoded) - before == 2, "only what changed is encoded"


def test_a_paper_fused_away_leaves_the_index(library, make_indexer, make_record) -> None:
    ids = [Identifier(Scheme.ARXIV, "2001.00001"), Identifier(Scheme.DOI, "10.5555/one")]
    ingest(library, [make_record("a", "A preprint on tides", "Tides rise.", identifiers=(ids[0],))])
    ingest(library, [make_record("b", "Rising tides in print", "Tides fall.", identifiers=(ids[1],))])
    indexer = make_indexer()
    indexer.build()
    assert len(found(indexer.ready(limit=10).engine, "tides")) == 2
    ingest(library, [make_record("c", "A preprint on tides", "Tides rise.", identifiers=tuple(ids))])
    assert library.papers.count() == 11
    ready = indexer.ready(limit=10)
    assert found(ready.engine, "tides") == {library.papers.find(ids[0])}


def test_more_than_the_limit_is_said_and_left(library, make_indexer, make_record) -> None:
    indexer = make_indexer()
    indexer.build()
    ingest(library, [make_record(f"new {number}", f"Sail {number}") for number in range(5)])
    ready = indexer.ready(limit=4)
    assert ready.notes == ("5 new or changed papers are not in the index yet. Run: paper-reader index build",)
    assert len(ready.engine.ids) == 10
    assert indexer.status().state is IndexState.BEHIND
    assert indexer.status().pending == 5


def test_searching_by_words_never_encodes(library, make_indexer, make_record, encoder) -> None:
    make_indexer().build()

    def no_encoder():
        raise AssertionError("the model was asked for")

    indexer = make_indexer()
    indexer._encoder = no_encoder
    assert indexer.ready(limit=10, may_encode=False).notes == ()
    ingest(library, [make_record("new", "A paper on sails")])
    assert "1 new or changed papers" in indexer.ready(limit=10, may_encode=False).notes[0]
    text = "A paper on sails"
    library.embeddings.put("words", [library.papers.get(11).content_hash], encoder.encode_queries([text]))
    ready = indexer.ready(limit=10, may_encode=False)
    assert (ready.notes, len(ready.engine.ids)) == ((), 11)


def test_the_index_of_another_library_is_refused(library, make_indexer, tmp_path, make_record, encoder) -> None:
    from paper_reader.indexing import Indexer
    from paper_reader.store import open_store

    make_indexer().build()
    with open_store(f"sqlite:///{tmp_path / 'other.db'}") as other:
        ingest(other, [make_record("x", "Only one")])
        indexer = Indexer(other, tmp_path / "index", lambda: encoder, model="words")
        with pytest.raises(IndexUnavailable, match="another library"):
            indexer.ready(limit=10)
        assert indexer.rebuild().papers == 1
        indexer.close()


def test_a_build_that_died_goes_on_where_it_was(store, make_indexer, make_record, encoder) -> None:
    count = embedding.BATCH_TEXTS * 3 + 50  # a batch, then one of twice as many texts, since the first took no time
    ingest(store, [make_record(str(number), f"Paper {number} on knots") for number in range(count)])
    encoder.fails_after = embedding.BATCH_TEXTS * 3
    with pytest.raises(MemoryError):
        make_indexer().build()
    assert store.embeddings.missing_count("words") == 50
    encoder.fails_after = None
    assert make_indexer().build().papers == count
    assert len(encoder.encoded) == len(set(encoder.encoded)) == count


def test_where_embedding_takes_long_the_most_useful_papers_come_first(store, make_record, encoder) -> None:
    ingest(
        store,
        [
            make_record(str(number), f"Paper {number} on knots", citation=CitationCount(number % 7, "count"))
            for number in range(20)
        ],
    )
    store.reading.set_status(1, ReadingStatus.TO_READ)
    assert embedding.embed_library(store, encoder, useful_first=3) == 20
    assert set(encoder.encoded[:3]) == {"Paper 0 on knots", "Paper 6 on knots", "Paper 13 on knots"}
    assert len(encoder.encoded) == len(set(encoder.encoded)) == 20


def test_what_cannot_be_kept_is_no_success(library, make_indexer, monkeypatch) -> None:
    def full(*_: object) -> None:
        raise OSError("no space left")

    indexer = make_indexer()
    monkeypatch.setattr(library.embeddings, "put", full)
    with pytest.raises(OSError, match="no space left"):
        indexer.build()
    assert indexer.status().state is IndexState.MISSING


def test_batches_grow_only_while_they_take_no_time() -> None:
    times = iter([0.0, 0.1, 1.0, 1.4, 2.0, 5.0, 6.0, 6.1])
    pace = embedding.Pace(lambda: next(times))
    sizes = []
    for _ in range(4):
        with pace.batch():
            sizes.append(pace.texts)
    assert [size // embedding.BATCH_TEXTS for size in sizes] == [1, 2, 4, 4]
    quick = embedding.Pace(lambda: 0.0)
    for _ in range(20):
        with quick.batch():
            pass
    assert quick.texts == embedding.WINDOW_TEXTS, "a window bounds memory"


def test_rebuilding_encodes_nothing_again(library, make_indexer, encoder, tmp_path: Path) -> None:
    first = make_indexer()
    first.build()
    first.close()
    shutil.rmtree(tmp_path / "index")
    assert make_indexer().rebuild().papers == 10
    assert len(encoder.encoded) == 10


def test_two_writers_do_not_meet(library, make_indexer, make_record, tmp_path: Path) -> None:
    indexer = make_indexer()
    indexer.build()
    ingest(library, [make_record("new", "A paper on sails")])
    with FileLock(tmp_path / "index.lock"):
        with pytest.raises(IndexUnavailable, match="another process"):
            make_indexer().build()
        ready = indexer.ready(limit=10)
        assert len(ready.engine.ids) == 10
        assert "another process is updating the index" in ready.notes[0]
    assert len(indexer.ready(limit=10).engine.ids) == 11


Step = tuple[str, int]


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.sampled_from(["add", "change", "catch up", "build", "rebuild"]), st.integers(0, 9)), max_size=8
    )
)
def test_any_order_of_edits_and_updates_ends_with_index_equal_to_library(
    tmp_path_factory, make_record, make_encoder, steps: list[Step]
) -> None:
    from paper_reader.indexing import Indexer
    from paper_reader.store import open_store

    folder = tmp_path_factory.mktemp("order")
    encoder = make_encoder()
    with open_store(f"sqlite:///{folder / 'library.db'}") as store:
        indexer = Indexer(store, folder / "index", lambda: encoder, model="words")
        for number, (step, key) in enumerate([*steps, ("add", 0), ("catch up", 0)]):
            if step == "add":
                ingest(store, [make_record(f"{number}", f"Work {number}")])
            elif step == "change":
                ingest(store, [make_record(str(key), f"Title {number} of {key}")])
            elif step == "catch up":
                indexer.ready(limit=100)
            else:
                getattr(indexer, step)()
        engine = indexer.ready(limit=100).engine
        papers = {paper.id: paper for batch in store.papers.iterate() for paper in batch}
        assert set(map(int, engine.ids)) == set(papers)
        for paper_id, paper in papers.items():
            assert engine.vectors([paper_id])[0] @ encoder.encode_queries([paper.title])[0] > 0.99
        indexer.close()
