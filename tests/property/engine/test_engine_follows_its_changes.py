"""Whatever the order of changes, deliveries, reopenings and rebuilds, the index ends as the documents are."""

import tempfile
from pathlib import Path

import numpy as np
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from index import Document, Engine, Filter, Mode, SearchRequest

DIMENSION = 4
WORDS = ("alpha", "beta", "gamma")

ids = st.integers(min_value=0, max_value=9)
contents = st.tuples(
    st.integers(min_value=0, max_value=50),  # its vector
    st.sampled_from(WORDS),
    st.one_of(st.none(), st.integers(min_value=2000, max_value=2003)),
    st.frozensets(st.sampled_from(["cs", "stat"])),
)
change = st.tuples(st.dictionaries(ids, contents, max_size=6), st.sets(ids, max_size=4))
step = st.one_of(
    change.map(lambda one: ("apply", one)),
    change.map(lambda one: ("apply twice", one)),
    st.just(("reopen", None)),
    st.just(("rebuild", None)),
)


def vector_of(seed):
    vector = np.random.default_rng(seed).normal(size=DIMENSION)
    return (vector / np.linalg.norm(vector)).astype(np.float32)


def document(number, content):
    seed, word, year, categories = content
    return Document(
        id=number,
        title=word,
        body="",
        vector=vector_of(seed),
        numbers={} if year is None else {"year": year},
        tags={"category": tuple(sorted(categories))} if categories else {},
    )


def build(root, documents, number):
    return Engine.build(
        root,
        encoder_key="m",
        dimension=DIMENSION,
        documents=[document(*entry) for entry in documents.items()],
        change_number=number,
        exact_below=6,  # so that both kinds of vector index take part
    )


def take(step, root, engine, documents, number):
    kind, content = step
    if kind == "reopen":
        return Engine.open(root, exact_below=6)
    if kind == "rebuild":
        return build(root, documents, number)
    upserts, deletes = content
    for _ in range(2 if kind == "apply twice" else 1):
        engine = engine.apply([document(*entry) for entry in upserts.items()], deletes, number)
    for deleted in deletes:
        documents.pop(deleted, None)
    documents.update(upserts)
    return engine


def check(engine, documents):
    assert engine.ids.tolist() == sorted(documents)
    assert engine.manifest.count == len(documents)
    kept = [vector_of(documents[number][0]) for number in sorted(documents)]
    if kept:
        np.testing.assert_allclose(engine.vectors(sorted(documents)), kept, atol=1e-7)
    probe = vector_of(7)
    for condition in (Filter(), Filter(ranges={"year": (2001, 2002)}), Filter(any_of={"category": frozenset({"cs"})})):
        passing = {
            number: float(np.dot(vector_of(content[0]).astype(np.float64), probe.astype(np.float64)))
            for number, content in documents.items()
            if condition.matches(document(number, content).numbers, document(number, content).tags)
        }
        near = engine.nearest(probe, limit=20, filter=condition)
        assert [hit.id for hit in near] == sorted(passing, key=lambda one: (-np.float32(passing[one]), one))
        for word in WORDS:
            request = SearchRequest(text=word, mode=Mode.LEXICAL, filter=condition, limit=20)
            assert {hit.id for hit in engine.search(request)} == {n for n in passing if documents[n][1] == word}


# Shrinking would build hundreds of indexes; the steps of a failing example are short as they are.
@settings(max_examples=10, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(steps=st.lists(step, min_size=1, max_size=5))
def test_the_index_ends_as_the_documents_are(steps):
    with tempfile.TemporaryDirectory() as folder:
        root, documents = Path(folder), {}
        engine = build(root, documents, 0)
        for number, one in enumerate(steps, 1):
            engine = take(one, root, engine, documents, number)
        check(engine, documents)
        check(Engine.open(root), documents)
