"""Vectors for papers: taken from the store where the text is known, else encoded and kept there, batch by batch."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice
from typing import Final

from index.document import Vector
from index.encoders.protocol import Encoder
from paper_reader.content import content_hash, embedding_text
from paper_reader.store import Store
from paper_reader.types import NO_PROGRESS, Paper, Progress

# Texts are sorted by length within a window, since a transformer's batch costs as much as its longest text; a window
# bounds memory (8,192 abstracts are some 15 MB).
WINDOW_TEXTS: Final = 8192
# Where embedding takes long, these papers come first, so that one broken off has done the ones that are looked at most,
# and switching models goes on from there.
USEFUL_FIRST: Final = 16_384
# A batch is what a kill can cost, and one sync of the disk: a few seconds of a transformer's work, and as many texts of
# a static model's as take about as long as keeping them.
BATCH_TEXTS: Final = 256
QUICK_BATCH_SECONDS: Final = 0.5

Texts = list[tuple[bytes, str]]


def embed_library(
    store: Store, encoder: Encoder, progress: Progress = NO_PROGRESS, *, useful_first: int = USEFUL_FIRST
) -> int:
    """Encode every text of the library that has no vector of `encoder` yet; gives how many that were.

    An encoder that is not quick begins with so many of the most useful papers. One batch is kept, in a thread of its
    own, while the next is encoded.
    """
    total = store.embeddings.missing_count(encoder.key)
    if not total:
        return 0
    progress.begin("Embedding papers", total, "papers")
    done, pace = 0, Pace()
    with ThreadPoolExecutor(1, thread_name_prefix="keeping-vectors") as keeping:
        kept: Future[None] | None = None
        for window in _windows(store, encoder, useful_first):
            for batch in _batches(window, pace):
                with pace.batch():
                    vectors = encoder.encode_documents([text for _, text in batch])
                if kept is not None:
                    kept.result()
                kept = keeping.submit(store.embeddings.put, encoder.key, [content for content, _ in batch], vectors)
                progress.advance(len(batch))
                done += len(batch)
        if kept is not None:
            kept.result()
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
        pace = Pace()
        for batch in _batches(lacking, pace):
            with pace.batch():
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


def _windows(store: Store, encoder: Encoder, useful_first: int) -> Iterator[Texts]:
    """Read the missing texts window by window; those of the most useful papers first where it takes long."""
    done: set[bytes] = set()  # the last of them may not be in the store yet
    if useful_first and not encoder.is_quick:
        for batch in store.embeddings.most_useful_missing(encoder.key, limit=useful_first):
            window = [pair for pair in batch if pair[0] not in done]
            done.update(content for content, _ in window)
            yield window
    texts = (pair for batch in store.embeddings.missing(encoder.key) for pair in batch if pair[0] not in done)
    while window := list(islice(texts, WINDOW_TEXTS)):
        yield list(dict(window).items())  # papers of equal text share a vector


class Pace:
    """How many texts make a batch: twice as many as before, as long as a batch takes next to no time."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.texts = BATCH_TEXTS
        self._clock = clock

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Around the work of one batch: learns from how long it took."""
        begun = self._clock()
        yield
        if self._clock() - begun < QUICK_BATCH_SECONDS:
            self.texts = min(2 * self.texts, WINDOW_TEXTS)


def _batches(texts: Texts, pace: Pace) -> Iterator[Texts]:
    """Part the texts into batches of like length, the longest first: memory peaks at once or never."""
    ordered = sorted(texts, key=lambda pair: len(pair[1]), reverse=True)
    start = 0
    while start < len(ordered):
        batch = ordered[start : start + pace.texts]
        yield batch
        start += len(batch)
