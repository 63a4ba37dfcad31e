"""A real store, a real engine, and an encoder that is cheap, deterministic, and counts what it is asked."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from paper_reader.indexing import Indexer
from paper_reader.store import Store, open_store
from paper_reader.types import SourceRecord

MOMENT = datetime(2026, 1, 2, tzinfo=UTC)


class WordEncoder:
    """Adds up a direction for each word. `fails_after` texts it dies, as a process might."""

    def __init__(self, key: str = "words", dimension: int = 32) -> None:
        self.key = key
        self.dimension = dimension
        self.is_quick = False
        self.encoded: list[str] = []
        self.fails_after: int | None = None

    def encode_documents(self, texts: Sequence[str]) -> np.ndarray:
        if self.fails_after is not None and len(self.encoded) + len(texts) > self.fails_after:
            raise MemoryError("no more")
        self.encoded += texts
        return self.encode_queries(texts)

    def encode_queries(self, texts: Sequence[str]) -> np.ndarray:
        rows = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in text.lower().split():
                seed = int.from_bytes(hashlib.blake2b(word.encode(), digest_size=4).digest())
                row += np.random.default_rng(seed).standard_normal(self.dimension).astype(np.float32)
            row /= np.linalg.norm(row) or 1.0
        return rows


def record(key: str, title: str, abstract: str | None = None, **more: object) -> SourceRecord:
    return SourceRecord(source="import", key=key, fetched_at=MOMENT, title=title, abstract=abstract, **more)


@pytest.fixture
def make_record() -> Callable[..., SourceRecord]:
    return record


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(f"sqlite:///{tmp_path / 'library.db'}") as opened:
        yield opened


@pytest.fixture
def encoder() -> WordEncoder:
    return WordEncoder()


@pytest.fixture
def make_encoder() -> type[WordEncoder]:
    return WordEncoder


@pytest.fixture
def make_indexer(store: Store, tmp_path: Path, encoder: WordEncoder) -> Iterator[Callable[..., Indexer]]:
    """Indexers on one folder; each is closed at the end."""
    made: list[Indexer] = []

    def make(with_encoder: WordEncoder = encoder, **others: WordEncoder) -> Indexer:
        opened = {with_encoder.key: with_encoder, **others}
        index = tmp_path / "index"
        made.append(Indexer(store, index, lambda: with_encoder, model=with_encoder.key, named=opened.__getitem__))
        return made[-1]

    yield make
    for indexer in made:
        indexer.close()
