"""Vectors for papers: taken from the store where the text is known, else encoded and kept there, batch by batch."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Final

from index.document import Vector
from index.encoders.protocol import Encoder
from paper_reader.content import content_hash, embedding_text
from paper_reader.store import Store
from paper_reader.types import NO_PROGRESS, Paper, Progress

# Texts are sorted by length within a window, since a batch costs as much as its longest text; a window bounds memory
# (8,192 abstracts are some 15 MB) and a batch is what a kill can cost (a few seconds of work).
WINDOW_TEXTS: Final = 8192
BATCH_TEXTS: Final = 256

Texts = list[tuple[bytes, str]]


def embed_library(store: Store, encoder: Encoder, progress: Progress = NO_PROGRESS) -> int:
    """Encode every text of the library that has no vector of `encoder` yet; gives how many that were."""
    total = store.embeddings.missing_count(encoder.key)
    if not total:
        return 0
    progress.begin("Embedding papers", total, "papers")
    done = 0
    for window in _windows(store, encoder.key):
        for batch in _batches(window):
            encode_batch(store, encoder, batch)
            progress.advance(len(batch))
            done += len(batch)
    progress.end()
    return done


def vectors_of(
    store: Store,
    encoder_key: str,
    encoder: Callable[[], Encoder],
    papers: Sequence[Paper],
    progress: Progress = NO_PROGRESS,
) -> list[Vector]:
    """Give one vector a paper, in the order of `papers`; what the store lacks is encoded and kept on the way.

    `encoder`, whose key is `encoder_key`, is called only where a vector is lacking.
    """
    known = store.embeddings.get(encoder_key, [paper.content_hash for paper in papers])
    lacking = missing_texts(papers, known)
    if lacking:
        progress.begin("Embedding papers", len(lacking), "papers")
        for batch in _batches(lacking):
            known |= encode_batch(store, encoder(), batch)
            progress.advance(len(batch))
        progress.end()
    return [known[paper.content_hash] for paper in papers]


def missing_texts(papers: Sequence[Paper], known: dict[bytes, Vector]) -> Texts:
    """List the embedding texts, each once, whose hash is not among the `known` vectors."""
    texts = {paper.content_hash: _text_of(paper) for paper in papers if paper.content_hash not in known}
    return list(texts.items())


def encode_batch(store: Store, encoder: Encoder, batch: Texts) -> dict[bytes, Vector]:
    """Encode one batch and keep it; once this returns, a kill no longer costs it."""
    hashes = [content for content, _ in batch]
    vectors = encoder.encode_documents([text for _, text in batch])
    store.embeddings.put(encoder.key, hashes, vectors)
    return dict(zip(hashes, vectors, strict=True))


def _text_of(paper: Paper) -> str:
    text = embedding_text(paper.title, paper.abstract, paper.curation.why if paper.curation else None)
    if content_hash(text) != paper.content_hash:
        raise AssertionError(f"paper {paper.id} does not carry the hash of its own text")
    return text


def _windows(store: Store, encoder_key: str) -> Iterator[Texts]:
    """Read the missing texts window by window."""
    texts = (pair for batch in store.embeddings.missing(encoder_key) for pair in batch)
    while window := list(islice(texts, WINDOW_TEXTS)):
        yield list(dict(window).items())  # papers of equal text share a vector


def _batches(texts: Texts) -> Iterator[Texts]:
    """Part the texts into batches of like length, the longest first: memory peaks at once or never."""
    ordered = sorted(texts, key=lambda pair: len(pair[1]), reverse=True)
    for start in range(0, len(ordered), BATCH_TEXTS):
        yield ordered[start : start + BATCH_TEXTS]
