"""Another model is set: the old generation answers until the new one is built, by this process or another."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from index import Filter, Mode, SearchRequest
from paper_reader.errors import IndexUnavailable
from paper_reader.indexing.build_report import last_build, reported
from paper_reader.ingest import ingest
from paper_reader.types import NO_PROGRESS, IndexState


@pytest.fixture
def library(store, make_record):
    ingest(store, [make_record(str(number), f"Paper {number} on knots", f"Braid {number}.") for number in range(10)])
    return store


@pytest.fixture
def other(make_encoder):
    return make_encoder("other", 16)


def asked(ready, text: str) -> list[int]:
    vector = ready.encoder().encode_queries([text])[0]
    request = SearchRequest(text=text, vector=vector, mode=Mode.HYBRID, filter=Filter(), limit=20)
    return [hit.id for hit in ready.engine.search(request)]


def test_the_old_generation_answers_with_its_own_encoder(library, make_indexer, encoder, other) -> None:
    make_indexer().build()
    switched = make_indexer(other, words=encoder)
    ready = switched.ready(limit=4)
    assert ready.encoder().key == "words"
    assert asked(ready, "Paper 3 on knots")[0] == 4
    (note,) = ready.notes
    assert note.startswith("this is answered with the model words; other is set, and its index is not built yet")
    assert "paper-reader index build" in note
    status = switched.status()
    assert (status.state, status.index_model, status.to_embed) == (IndexState.OTHER_MODEL, "words", 10)
    assert other.encoded == []
    assert switched.build().state is IndexState.CURRENT
    ready = switched.ready(limit=4)
    assert (ready.encoder().key, ready.notes) == ("other", ())
    assert asked(ready, "Paper 3 on knots")[0] == 4


def test_switching_back_encodes_nothing_again(library, make_indexer, encoder, other) -> None:
    make_indexer().build()
    make_indexer(other, words=encoder).build()
    before = len(encoder.encoded)
    back = make_indexer(encoder, other=other)
    assert back.status().state is IndexState.OTHER_MODEL
    assert back.build().state is IndexState.CURRENT
    assert len(encoder.encoded) == before


def test_a_small_library_is_switched_by_asking(library, make_indexer, encoder, other) -> None:
    make_indexer().build()
    ready = make_indexer(other, words=encoder).ready(limit=10)
    assert (ready.encoder().key, ready.notes) == ("other", ())


def test_what_is_new_comes_into_the_old_generation(library, make_indexer, make_record, encoder, other) -> None:
    make_indexer().build()
    ingest(library, [make_record("new", "A paper on sails")])
    ready = make_indexer(other, words=encoder).ready(limit=4)
    assert asked(ready, "A paper on sails")[0] == 11
    assert ready.engine.manifest.encoder_key == "words"
    assert other.encoded == []


def test_a_quick_model_may_do_more_while_somebody_waits(library, make_indexer, encoder, other, monkeypatch) -> None:
    monkeypatch.setattr("paper_reader.indexing.indexer.SLOW_LIMIT", 5)
    make_indexer().build()
    assert make_indexer(other, words=encoder).ready().encoder().key == "words"
    other.is_quick = True
    assert make_indexer(other, words=encoder).ready().encoder().key == "other"


def test_searching_by_words_needs_neither_model(library, make_indexer, other) -> None:
    make_indexer().build()
    indexer = make_indexer(other)

    def gone(*_: object) -> None:
        raise AssertionError("a model was asked for")

    indexer._models.wanted = indexer._models._named = gone
    ready = indexer.ready(limit=4, may_encode=False)
    request = SearchRequest(text="knots", vector=None, mode=Mode.LEXICAL, filter=Filter(), limit=20)
    assert len(ready.engine.search(request)) == 10


def test_a_model_that_is_gone_or_changed_is_said_with_the_way_out(library, make_indexer, make_encoder, other) -> None:
    make_indexer().build()
    newer = make_indexer(other, words=make_encoder("words of a newer version"))
    nameless = make_indexer(other)
    nameless._models._named = None
    for indexer in (newer, nameless):
        ready = indexer.ready(limit=4)
        with pytest.raises(IndexUnavailable, match=r"model words, which is no longer here.*paper-reader index build"):
            ready.encoder()


def test_while_one_thread_builds_the_others_are_answered(library, make_indexer, encoder, other, tmp_path) -> None:
    make_indexer().build()
    indexer = make_indexer(other, words=encoder)
    begun, go_on = threading.Event(), threading.Event()
    plain = other.encode_documents

    def slowly(texts):
        begun.set()
        assert go_on.wait(30)
        return plain(texts)

    other.encode_documents = slowly
    thread = threading.Thread(target=indexer.build)
    thread.start()
    try:
        assert begun.wait(30)
        ready = indexer.ready(limit=4)
        assert ready.encoder().key == "words"
        assert "other is set, and its index is being built (Embedding papers, 0 %)" in ready.notes[0]
        status = indexer.status()
        assert status.build.is_running
        assert (status.build.model, status.build.total) == ("other", 10)
        with pytest.raises(IndexUnavailable, match="another process is updating"):
            make_indexer(other).build()
    finally:
        go_on.set()
        thread.join()
    ready = indexer.ready(limit=4)
    assert (ready.encoder().key, ready.notes) == ("other", ())
    assert indexer.status().build.outcome == "done"


def test_another_process_s_generation_is_seen_without_a_change(library, make_indexer, encoder, other) -> None:
    first = make_indexer()
    first.build()
    assert first.ready(limit=4).engine.manifest.encoder_key == "words"
    make_indexer(other).build()
    assert first.ready(limit=4).engine.manifest.encoder_key == "other"
    assert first.status().state is IndexState.OTHER_MODEL


def test_how_the_last_build_ended_is_known(library, make_indexer, encoder, tmp_path: Path) -> None:
    assert last_build(tmp_path / "index") is None
    encoder.fails_after = 3
    with pytest.raises(MemoryError):
        make_indexer().build()
    failed = make_indexer().status().build
    assert (failed.outcome, failed.message, failed.is_running) == ("failed", "MemoryError: no more", False)
    with pytest.raises(KeyboardInterrupt), reported(tmp_path / "index", "words", NO_PROGRESS):
        raise KeyboardInterrupt
    assert last_build(tmp_path / "index").outcome == "stopped"
    (tmp_path / "index-build.json").write_bytes(b"{cut")
    assert last_build(tmp_path / "index") is None
