"""The engine as its callers see it: generations, filters, modes, damage, two writers."""

import hashlib
import shutil
import threading

import numpy as np
import pytest
from filelock import FileLock

from index import (
    Document,
    Engine,
    Filter,
    IndexBusy,
    IndexDamaged,
    IndexIncompatible,
    IndexMissing,
    Mode,
    QueryNotUnderstood,
    SearchRequest,
)
from index.generations import generations

DIMENSION = 8
WORDS = ("graph", "network", "protein", "vision", "speech", "robot")


def vector_of(number):
    vector = np.random.default_rng(number).normal(size=DIMENSION)
    return (vector / np.linalg.norm(vector)).astype(np.float32)


def document(number, title=None):
    return Document(
        id=number,
        title=title or f"{WORDS[number % 6]} {WORDS[number % 5]}",
        body=f"number {number}",
        vector=vector_of(number),
        numbers={} if number % 7 == 0 else {"year": 2000 + number % 20},
        tags={"category": ("cs", f"cs.{number % 3}")},
    )


def build(root, numbers, change_number=1, **more):
    return Engine.build(
        root,
        encoder_key="model",
        dimension=DIMENSION,
        documents=(document(number) for number in numbers),
        change_number=change_number,
        **more,
    )


def found(engine, text="graph", number=3, mode=Mode.HYBRID, **more):
    return [hit.id for hit in engine.search(SearchRequest(text=text, vector=vector_of(number), mode=mode, **more))]


def test_nothing_built_is_missing(tmp_path):
    with pytest.raises(IndexMissing, match="index build"):
        Engine.open(tmp_path / "none")


def test_what_is_built_is_there_when_opened_again(tmp_path):
    build(tmp_path, range(100))
    engine = Engine.open(tmp_path, encoder_key="model", dimension=DIMENSION)
    assert engine.ids.tolist() == list(range(100))
    assert (engine.manifest.count, engine.manifest.change_number, engine.manifest.generation) == (100, 1, 1)
    assert (engine.manifest.vector_kind, engine.manifest.measured_recall) == ("exact", 1.0)
    np.testing.assert_allclose(engine.vectors([5, 99, 0]), [vector_of(5), vector_of(99), vector_of(0)], atol=1e-7)
    assert engine.damage() == []


def test_documents_may_come_in_any_order_and_the_last_of_an_id_counts(tmp_path):
    engine = Engine.build(
        tmp_path,
        encoder_key="model",
        dimension=DIMENSION,
        documents=[document(5), document(2, "old title"), document(9), document(2, "new title")],
        change_number=1,
    )
    assert engine.ids.tolist() == [2, 5, 9]
    assert found(engine, "old", mode=Mode.LEXICAL) == []
    assert found(engine, "new", mode=Mode.LEXICAL) == [2]


def test_an_empty_index_can_be_built_searched_and_filled(tmp_path):
    engine = build(tmp_path, [])
    assert found(engine) == []
    assert engine.apply([document(1)], [2], 2).ids.tolist() == [1]


def test_modes_and_what_a_hit_says(tmp_path):
    engine = build(tmp_path, range(60))
    dense = engine.search(SearchRequest(text="", vector=vector_of(3), mode=Mode.DENSE, limit=4))
    assert dense[0].id == 3
    assert dense[0].score == pytest.approx(1.0, abs=1e-6)
    assert [dict(hit.ranks) for hit in dense] == [{"dense": rank} for rank in (1, 2, 3, 4)]
    lexical = engine.search(SearchRequest(text="protein", mode=Mode.LEXICAL, limit=4))
    assert all("protein" in document(hit.id).title for hit in lexical)
    hybrid = engine.search(SearchRequest(text="protein", vector=vector_of(3), limit=60))
    assert any(set(hit.ranks) == {"dense", "lexical"} for hit in hybrid)
    assert [hit.score for hit in hybrid] == sorted((hit.score for hit in hybrid), reverse=True)


def test_a_phrase_must_be_there_in_a_hybrid_search_too(tmp_path):
    engine = build(tmp_path, range(60))
    hits = found(engine, text='"protein graph"', number=3, limit=60)
    assert hits
    assert all(document(hit).title == "protein graph" for hit in hits)
    assert 3 not in hits
    assert found(engine, text='"graph of nothing"', number=3) == []


def test_a_search_by_meaning_without_a_vector_is_not_understood(tmp_path):
    with pytest.raises(QueryNotUnderstood):
        build(tmp_path, range(3)).search(SearchRequest(text="graph"))


def test_another_model_or_dimension_is_incompatible(tmp_path):
    engine = build(tmp_path, range(3))
    with pytest.raises(IndexIncompatible, match="other"):
        Engine.open(tmp_path, encoder_key="other")
    with pytest.raises(IndexIncompatible):
        Engine.open(tmp_path, dimension=4)
    with pytest.raises(IndexIncompatible):
        engine.nearest(np.ones(4, np.float32), limit=3)
    wrong = Document(id=1, title="t", body="", vector=np.ones(4, np.float32) / 2)
    with pytest.raises(IndexIncompatible):
        engine.apply([wrong], [], 2)
    longer = Document(id=1, title="t", body="", vector=np.ones(DIMENSION, np.float32))
    with pytest.raises(IndexIncompatible, match="length"):
        engine.apply([longer], [], 2)
    assert Engine.open(tmp_path).ids.tolist() == [0, 1, 2]


@pytest.mark.parametrize("exact_below", [1000, 100])
def test_filters_hold_in_every_mode_for_base_and_delta(tmp_path, exact_below):
    engine = build(tmp_path, range(300), exact_below=exact_below).apply(map(document, range(290, 340)), [4, 5], 2)
    assert len(engine.segments) == 2
    assert (engine.manifest.vector_kind == "exact") == (exact_below > 300)
    everything = {number: document(number) for number in range(340) if number not in (4, 5)}
    for condition in (
        Filter(ranges={"year": (2005, 2010)}),
        Filter(any_of={"category": frozenset({"cs.1"})}),
        Filter(ranges={"year": (None, 2012)}, any_of={"category": frozenset({"cs.1", "cs.2"})}),
        Filter(any_of={"category": frozenset({"absent"})}),
    ):
        passing = {number for number, one in everything.items() if condition.matches(one.numbers, one.tags)}
        with_word = {number for number in passing if "graph" in everything[number].title}
        assert set(found(engine, mode=Mode.DENSE, filter=condition, limit=400)) == passing
        assert set(found(engine, mode=Mode.LEXICAL, filter=condition, limit=400)) == with_word
        assert set(found(engine, filter=condition, limit=400, candidates=400)) == passing


def test_nearest_leaves_out_what_it_is_told_to(tmp_path):
    engine = build(tmp_path, range(50)).apply([document(60)], [], 2)
    near = [hit.id for hit in engine.nearest(vector_of(60), limit=5)]
    assert near[0] == 60
    assert [hit.id for hit in engine.nearest(vector_of(60), limit=4, exclude=frozenset({60}))] == near[1:]


def test_vectors_of_an_unknown_id_is_a_key_error(tmp_path):
    engine = build(tmp_path, range(5)).apply([], [3], 2)
    for unknown in (3, 77):
        with pytest.raises(KeyError, match=str(unknown)):
            engine.vectors([1, unknown])


def test_applying_is_idempotent(tmp_path):
    once = build(tmp_path, range(40)).apply(map(document, (3, 41, 42)), [7, 8, 1000], 5)
    again = once.apply(map(document, (3, 41, 42)), [7, 8, 1000], 5)
    assert again.ids.tolist() == once.ids.tolist()
    assert again.manifest.count == once.manifest.count == 40
    for mode in Mode:
        assert found(again, mode=mode, limit=100) == found(once, mode=mode, limit=100)


def test_an_older_delivery_after_a_newer_state_is_not_applied(tmp_path):
    first = build(tmp_path, range(10))
    newer = first.apply([], [3], 9)
    late = first.apply([document(3)], [], 5)
    assert late.manifest.generation == newer.manifest.generation
    assert 3 not in late.ids


def test_an_engine_keeps_its_generation_while_the_next_is_published(tmp_path):
    old = build(tmp_path, range(30))
    new = old.apply([document(100)], list(range(10)), 2)
    assert old.ids.tolist() == list(range(30))
    assert found(old, number=3, mode=Mode.DENSE, limit=1) == [3]
    assert sorted(found(old, mode=Mode.LEXICAL, limit=100)) == [n for n in range(30) if "graph" in document(n).title]
    assert new.ids.tolist() == [*range(10, 30), 100]
    assert [path.name for path in generations(tmp_path).iterdir()] == ["000002"]


def test_readers_in_threads_never_see_a_torn_index(tmp_path):
    engine = build(tmp_path, range(20))
    failures = []
    done = threading.Event()

    def read():
        while not done.is_set():
            try:
                opened = Engine.open(tmp_path)
                ids = opened.ids.tolist()
                assert len(ids) == opened.manifest.count
                assert set(found(opened, mode=Mode.DENSE, limit=100)) == set(ids)
            except Exception as error:  # whatever it is, the test must show it
                failures.append(error)
                return

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for number in range(20, 30):
        engine = engine.apply([document(number)], [number - 20], number)
    done.set()
    for reader in readers:
        reader.join()
    assert failures == []


def test_many_changes_are_folded_into_the_base(tmp_path):
    engine = build(tmp_path, range(3000))
    engine = engine.apply((document(number) for number in range(2000, 4500)), range(100), 2)
    assert len(engine.segments) == 1
    assert engine.ids.tolist() == list(range(100, 4500))
    assert found(engine, number=4321, mode=Mode.DENSE, limit=1) == [4321]
    assert set(found(engine, mode=Mode.DENSE, limit=9000, filter=Filter(ranges={"year": (2003, 2003)}))) == {
        number for number in range(100, 4500) if number % 7 and number % 20 == 3
    }


def test_a_build_replaces_whatever_was_there(tmp_path):
    build(tmp_path, range(30))
    (tmp_path / "current").write_text("nonsense")
    with pytest.raises(IndexDamaged):
        Engine.open(tmp_path)
    assert build(tmp_path, range(5)).ids.tolist() == list(range(5))
    assert len(list(generations(tmp_path).iterdir())) == 1


def test_a_build_that_fails_leaves_the_older_generation(tmp_path):
    build(tmp_path, range(30))

    def broken():
        yield document(1)
        raise OSError("the library is gone")

    with pytest.raises(OSError, match="gone"):
        Engine.build(tmp_path, encoder_key="m", dimension=DIMENSION, documents=broken(), change_number=2)
    with pytest.raises(OSError, match="gone"):
        Engine.open(tmp_path).apply(broken(), [], 2)
    assert Engine.open(tmp_path).ids.tolist() == list(range(30))
    assert [path.name for path in generations(tmp_path).iterdir()] == ["000001"]


@pytest.mark.parametrize(
    "name", ["manifest.json", "base/ids.npy", "base/vectors.faiss", "base/attributes.npz", "text/meta.json"]
)
@pytest.mark.parametrize("harm", ["cut", "gone"])
def test_damage_is_recognised_and_names_the_repair(tmp_path, name, harm):
    build(tmp_path, range(30))
    (folder,) = generations(tmp_path).iterdir()
    path = folder / name
    path.write_bytes(path.read_bytes()[:-5]) if harm == "cut" else path.unlink()
    with pytest.raises(IndexDamaged, match="index rebuild"):
        Engine.open(tmp_path)


def test_a_generation_that_vanished_is_damage(tmp_path):
    build(tmp_path, range(3))
    shutil.rmtree(generations(tmp_path))
    with pytest.raises(IndexDamaged, match="index rebuild"):
        Engine.open(tmp_path)


def test_changed_bytes_of_equal_size_are_found_by_a_full_check(tmp_path):
    engine = build(tmp_path, range(30))
    (folder,) = generations(tmp_path).iterdir()
    path = folder / "base" / "attributes.npz"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    assert engine.damage() == ["base/attributes.npz"]


def test_a_manifest_of_another_format_is_incompatible(tmp_path):
    build(tmp_path, range(3))
    (folder,) = generations(tmp_path).iterdir()
    manifest = folder / "manifest.json"
    manifest.write_bytes(manifest.read_bytes().replace(b'"format": 1', b'"format": 999'))
    (tmp_path / "current").write_text(f"{folder.name} {hashlib.sha256(manifest.read_bytes()).hexdigest()}")
    with pytest.raises(IndexIncompatible, match="index rebuild"):
        Engine.open(tmp_path)


def test_a_second_writer_is_told_to_wait(tmp_path):
    build(tmp_path, range(3))
    with FileLock(tmp_path / "write.lock"), pytest.raises(IndexBusy):
        Engine.open(tmp_path).apply([], [1], 2, wait_seconds=0.1)


def test_progress_is_reported(tmp_path):
    told = []

    class Told:
        def begin(self, stage, total, unit):
            told.append((stage, total, unit))

        def advance(self, count=1):
            told.append(count)

        def end(self):
            told.append("end")

    build(tmp_path, range(4), total=4, progress=Told())
    assert told == [("Indexing", 4, "documents"), 1, 1, 1, 1, "end"]
