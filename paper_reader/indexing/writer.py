"""Writes generations of the index from the library, one writer at a time."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from index.document import Document, Vector
from index.encoders.protocol import Encoder
from index.engine import Engine
from index.errors import IndexBusy
from index.memory import give_back_freed_memory
from paper_reader.attributes import document_of
from paper_reader.errors import IndexUnavailable, LibraryFull
from paper_reader.indexing.changes import Pending, pages
from paper_reader.indexing.embedding import embed_library, vectors_of
from paper_reader.indexing.models import Models
from paper_reader.store import Store
from paper_reader.types import NO_PROGRESS, Paper, Progress

NO_ROOM: Final = "no room for the index in {}. Free some space on the disk, then run: paper-reader index build"
BUSY: Final = "another process is updating the index. Wait for it, then ask again"


class IndexWriter:
    """Papers and their vectors from the store to the engine. Each method is called while `holding` the lock."""

    def __init__(self, store: Store, root: Path, models: Models) -> None:
        self._store = store
        self._root = root
        self._models = models

    @contextmanager
    def holding(self, *, patience_seconds: float = 0) -> Iterator[None]:
        """Hold the folder's write lock, which the system frees when a process dies; two threads exclude each other too.

        Raises `IndexUnavailable` where another one holds it longer than that.
        """
        from filelock import FileLock, Timeout

        self._root.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self._root.parent / f"{self._root.name}.lock", timeout=patience_seconds)
        try:
            lock.acquire()
        except Timeout as error:
            raise IndexUnavailable(BUSY) from error
        try:
            yield
        except IndexBusy as error:
            raise IndexUnavailable(BUSY) from error
        except LibraryFull as error:
            raise IndexUnavailable(str(error)) from error
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise IndexUnavailable(NO_ROOM.format(self._root)) from error
            raise
        finally:
            lock.release()

    def from_zero(self, progress: Progress) -> Engine:
        """Write a new generation with the model that is set, and what papers are looked up by."""
        self._store.names.follow()
        give_back_freed_memory()
        encoder = self._models.wanted()
        embed_library(self._store, encoder, progress)
        give_back_freed_memory()
        number = self._store.papers.change_number()  # before reading: what changes meanwhile is applied again later
        count = self._store.papers.count()
        documents = (
            document
            for batch in self._store.papers.iterate()
            for document in self._documents(encoder.key, lambda: encoder, batch)
        )
        return Engine.build(
            self._root,
            encoder_key=encoder.key,
            model=self._models.name,
            dimension=encoder.dimension,
            lineage=self._store.lineage.find() if self._store.read_only else self._store.lineage.get(),
            documents=documents,
            change_number=number,
            total=count,
            progress=progress,
        )

    def embed(self, engine: Engine, pending: Pending, progress: Progress) -> None:
        """Make and keep the vectors that pending papers lack in this index."""
        manifest = engine.manifest
        for page in pages(pending.changed):
            papers = self._store.papers.get_many(page)
            vectors_of(self._store, manifest.encoder_key, self._models.of(manifest), papers, progress)

    def apply(self, engine: Engine, pending: Pending) -> Engine:
        """Write the generation after `engine`, of the same model, with what is pending."""
        encoder = self._models.of(engine.manifest)
        upserts = (
            document
            for page in pages(pending.changed)
            for document in self._documents(engine.manifest.encoder_key, encoder, self._store.papers.get_many(page))
        )
        return engine.apply(upserts, pending.deleted, pending.change_number)

    def _documents(
        self, encoder_key: str, encoder: Callable[[], Encoder], papers: Sequence[Paper]
    ) -> Iterator[Document]:
        """Turn papers into documents; one that changed after all were embedded is encoded here, without a bar."""
        vectors: list[Vector] = vectors_of(self._store, encoder_key, encoder, papers, NO_PROGRESS)
        return (document_of(paper, vector) for paper, vector in zip(papers, vectors, strict=True))
