"""A library, three sources that need no network, and an encoder that knows words."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import numpy as np
import pytest

from paper_reader.errors import SourceBlocked
from paper_reader.identifiers import identifiers_of
from paper_reader.reviews.ordering import Ordering
from paper_reader.reviews.service import Reviewer
from paper_reader.sources.protocol import Page
from paper_reader.store import Store, open_store
from paper_reader.types import NO_PROGRESS, Progress, SourceQuery, SourceRecord

NOW = datetime(2026, 3, 1, tzinfo=UTC)
SUBJECTS = ("mice", "worms", "yeast", "flies", "monkeys")
KINDS = ("a trial", "a survey", "a model", "a protocol", "a theory")


def record(source: str, number: int) -> SourceRecord:
    """What a source says of one paper of ours. Its DOI is what the sources have in common."""
    subject, kind = SUBJECTS[number % 5], KINDS[number // 5 % 5]
    name = hashlib.blake2b(number.to_bytes(2, "big"), digest_size=12).hexdigest()
    return SourceRecord(
        source=source,
        key=f"{source}-{number}",
        fetched_at=NOW,
        title=f"{name[:8]} {name[8:16]} and {name[16:]} of {subject}: {kind}",
        abstract=f"We feed {subject} less and count how long they live; {kind}, number {number}.",
        authors=(f"Ada {name[:8]}",),
        year=2000 + number % 20,
        identifiers=identifiers_of(f"10.5555/study.{number}"),
    )


@dataclass
class OwnSource:
    """Gives the records of some papers, page by page; after `blocked_after` pages it refuses us."""

    name: str
    numbers: Sequence[int]
    page: int = 50
    blocked_after: int | None = None
    asked: list[str | None] = field(default_factory=list)

    def harvest(
        self, query: SourceQuery, *, cursor: str | None = None, progress: Progress = NO_PROGRESS
    ) -> Generator[Page]:
        self.asked.append(cursor)
        start = int(cursor or 0)
        for number, place in enumerate(range(start, len(self.numbers), self.page)):
            if self.blocked_after is not None and number >= self.blocked_after:
                raise SourceBlocked(f"{self.name} refuses us. Try again tomorrow", source=self.name)
            some = self.numbers[place : place + self.page]
            records = tuple(record(self.name, one) for one in some)
            yield Page(records=records, cursor=str(place + len(some)), total=len(self.numbers))


class WordEncoder:
    """Adds up a direction for each word."""

    key, dimension = "words", 64

    def encode_documents(self, texts: Sequence[str]) -> np.ndarray:
        return self.encode_queries(texts)

    def encode_queries(self, texts: Sequence[str]) -> np.ndarray:
        rows = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in text.lower().split():
                seed = int.from_bytes(hashlib.blake2b(word.encode(), digest_size=4).digest(), "big")
                row += np.random.default_rng(seed).standard_normal(self.dimension).astype(np.float32)
            row /= np.linalg.norm(row) or 1.0
        return rows


class Clock:
    """Goes on by a second with every look."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        from datetime import timedelta

        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def store(request: pytest.FixtureRequest, tmp_path) -> Iterator[Store]:
    url = f"sqlite:///{tmp_path / 'library.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_url")
    with open_store(url, clock=Clock()) as opened:
        yield opened


@pytest.fixture
def reviewer(store: Store) -> Reviewer:
    encoder = WordEncoder()
    ordering = Ordering(store, lambda: encoder)
    return Reviewer(store, lambda: ordering)


@pytest.fixture
def own_source() -> type[OwnSource]:
    return OwnSource


@pytest.fixture
def make_record() -> Callable[[str, int], SourceRecord]:
    return record
