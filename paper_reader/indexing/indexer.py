"""Builds the index, keeps it in step, and says how it stands."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from index.document import Document, Vector
from index.encoders.protocol import Encoder
from index.engine import Engine
from index.errors import IndexBusy, IndexDamaged, IndexIncompatible, IndexMissing
from paper_reader.attributes import document_of
from paper_reader.errors import IndexUnavailable, ModelUnavailable
from paper_reader.indexing.changes import Pending, pages, pending_since
from paper_reader.indexing.embedding import embed_library, vectors_of
from paper_reader.store import Store
from paper_reader.types import NO_PROGRESS, IndexState, IndexStatus, Paper, Progress

BUILD = "Run: paper-reader index build"
REBUILD = "Run: paper-reader index rebuild"
FIRST_PATIENCE_SECONDS = 300.0  # without any index there is no answer: better to wait for who is building it
BUSY = "another process is updating the index. Wait for it, then ask again"


@dataclass(frozen=True, slots=True)
class ReadyIndex:
    """An engine that can be asked, and what must be said about it. No engine: the library is empty."""

    engine: Engine | None
    notes: tuple[str, ...] = ()


class Indexer:
    """The index of one library in one folder, for one encoder. Safe for threads; one process writes at a time.

    `encoder` is called when the encoder's name or work is needed, which a search by words alone never does.
    """

    def __init__(self, store: Store, root: Path, encoder: Callable[[], Encoder], *, model: str) -> None:
        self._store = store
        self._root = root
        self._encoder = encoder
        self._model = model
        self._engine: Engine | None = None
        self._guard = threading.RLock()

    def ready(self, *, limit: int, may_encode: bool = True, progress: Progress = NO_PROGRESS) -> ReadyIndex:
        """Open the index, brought up to date where at most `limit` papers are pending; else a note says how many are.

        `may_encode` False is for searches by words: an index of any model will do, and papers without a vector are
        left for later, so that no model is loaded. Raises `IndexUnavailable` where no index fits: none built and too
        much to do here, another model, another library, damaged.
        """
        with self._guard:
            latest = self._store.papers.change_number()
            if self._engine is not None and self._engine.manifest.change_number == latest:
                return ReadyIndex(self._engine)
            engine = self._newest(any_model=not may_encode)
            if engine is None and not self._store.papers.count():
                return ReadyIndex(None)
            pending = pending_since(self._store, engine.manifest.change_number if engine else 0)
            if not pending:
                return ReadyIndex(engine)
            return self._caught_up(engine, pending, limit, may_encode, progress)

    def build(self, progress: Progress = NO_PROGRESS) -> IndexStatus:
        """Bring the index up to date, however much that is; from zero where there is none that fits."""
        with self._guard, self._writing():
            engine = self._usable()
            embed_library(self._store, self._encoder(), progress)
            pending = pending_since(self._store, engine.manifest.change_number) if engine else None
            if engine is None or pending is None or len(pending) > engine.manifest.count:
                self._from_zero(progress)
            else:
                self._store.names.follow()
                if pending:
                    self._apply(engine, pending)
            return self.status()

    def rebuild(self, progress: Progress = NO_PROGRESS) -> IndexStatus:
        """Build a new generation from zero. Vectors that the store keeps are not encoded again."""
        with self._guard, self._writing():
            self._from_zero(progress)
            return self.status()

    def status(self) -> IndexStatus:
        """Say how the index stands to the library, also where its model is missing. Reads manifests only."""
        with self._guard:
            key, problem = self._encoder_key()
            state, engine = self._state(any_model=key is None)
            manifest = engine.manifest if engine else None
            return IndexStatus(
                state=state,
                model=self._model,
                encoder_key=key,
                library_papers=self._store.papers.count(),
                library_change_number=self._store.papers.change_number(),
                pending=len(pending_since(self._store, manifest.change_number if manifest else 0)),
                to_embed=None if key is None else self._store.embeddings.missing_count(key),
                papers=manifest.count if manifest else None,
                change_number=manifest.change_number if manifest else None,
                index_encoder_key=manifest.encoder_key if manifest else None,
                generation=manifest.generation if manifest else None,
                vector_kind=manifest.vector_kind if manifest else None,
                measured_recall=manifest.measured_recall if manifest else None,
                created_at=manifest.created_at if manifest else None,
                disk_bytes=_size_of(self._root),
                problem=problem,
            )

    def close(self) -> None:
        """Let go of the engine's files."""
        with self._guard:
            if self._engine is not None:
                self._engine.close()
                self._engine = None

    def _encoder_key(self) -> tuple[str | None, str | None]:
        """The key of the model that is set, or else why there is none."""
        try:
            return self._encoder().key, None
        except ModelUnavailable as error:
            return None, str(error)

    def _state(self, *, any_model: bool = False) -> tuple[IndexState, Engine | None]:
        try:
            engine = Engine.open(self._root)
        except IndexMissing:
            return IndexState.MISSING, None
        except (IndexDamaged, IndexIncompatible):
            return IndexState.DAMAGED, None
        self._engine = engine
        latest = self._store.papers.change_number()
        if not any_model and engine.manifest.encoder_key != self._encoder().key:
            return IndexState.OTHER_MODEL, engine
        if engine.manifest.change_number > latest:
            return IndexState.OTHER_LIBRARY, engine
        return (IndexState.CURRENT if engine.manifest.change_number == latest else IndexState.BEHIND), engine

    def _newest(self, *, any_model: bool) -> Engine | None:
        """Open the newest generation, None where none was ever built; raises where the one there is cannot be used."""
        state, engine = self._state(any_model=any_model)
        if state is IndexState.OTHER_MODEL and engine:
            raise IndexUnavailable(
                f"the index was built with the model {engine.manifest.encoder_key}, and the one set now is "
                f"{self._model} ({self._encoder().key}). {BUILD}, or set the model back"
            )
        if state is IndexState.OTHER_LIBRARY:
            raise IndexUnavailable(f"the index in {self._root} was built for another library. {REBUILD}")
        if state is IndexState.DAMAGED:
            raise IndexUnavailable(f"the index in {self._root} is damaged or of another version. {REBUILD}")
        return engine

    def _usable(self) -> Engine | None:
        state, engine = self._state()
        return engine if state in {IndexState.CURRENT, IndexState.BEHIND} else None

    def _caught_up(
        self, engine: Engine | None, pending: Pending, limit: int, may_encode: bool, progress: Progress
    ) -> ReadyIndex:
        behind = f"{len(pending):,} new or changed papers are not in the index yet. {BUILD}"
        if len(pending) > limit or (engine is not None and not may_encode and self._needs_encoding(engine, pending)):
            if engine is None:
                raise IndexUnavailable(f"there is no index of these {len(pending):,} papers yet. {BUILD}")
            return ReadyIndex(engine, (behind,))
        if engine is None:
            with self._writing(patience_seconds=FIRST_PATIENCE_SECONDS):
                if self._usable() is None:  # else another process has just built it
                    self._from_zero(progress)
            return ReadyIndex(self._engine)
        try:
            with self._writing():
                self._store.names.follow()
                for page in pages(pending.changed):
                    self._vectors(engine.manifest.encoder_key, self._store.papers.get_many(page), progress)
                self._apply(engine, pending)
        except IndexUnavailable as busy:
            return ReadyIndex(engine, (f"{len(pending):,} new or changed papers are not searched yet: {busy}",))
        return ReadyIndex(self._engine)

    def _needs_encoding(self, engine: Engine, pending: Pending) -> bool:
        """Whether a model would have to be loaded to bring these papers into this index."""
        hashes = {paper.content_hash for paper in self._store.papers.get_many(pending.changed)}
        return len(self._store.embeddings.get(engine.manifest.encoder_key, list(hashes))) < len(hashes)

    def _from_zero(self, progress: Progress) -> None:
        self._store.names.follow()
        encoder = self._encoder()
        embed_library(self._store, encoder, progress)
        number = self._store.papers.change_number()  # before reading: what changes meanwhile is applied again later
        count = self._store.papers.count()
        documents = (
            document for batch in self._store.papers.iterate() for document in self._documents(encoder.key, batch)
        )
        self._engine = Engine.build(
            self._root,
            encoder_key=encoder.key,
            dimension=encoder.dimension,
            documents=documents,
            change_number=number,
            total=count,
            progress=progress,
        )

    def _apply(self, engine: Engine, pending: Pending) -> None:
        upserts = (
            document
            for page in pages(pending.changed)
            for document in self._documents(engine.manifest.encoder_key, self._store.papers.get_many(page))
        )
        self._engine = engine.apply(upserts, pending.deleted, pending.change_number)

    def _documents(self, encoder_key: str, papers: Sequence[Paper]) -> Iterator[Document]:
        """Turn papers into documents; one that changed after all were embedded is encoded here, without a bar."""
        vectors = self._vectors(encoder_key, papers)
        return (document_of(paper, vector) for paper, vector in zip(papers, vectors, strict=True))

    def _vectors(self, encoder_key: str, papers: Sequence[Paper], progress: Progress = NO_PROGRESS) -> list[Vector]:
        return vectors_of(self._store, encoder_key, self._encoder, papers, progress)

    @contextmanager
    def _writing(self, *, patience_seconds: float = 0) -> Iterator[None]:
        """Hold the folder's write lock, which the system frees when a process dies."""
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
        finally:
            lock.release()


def _size_of(root: Path) -> int:
    return sum(path.stat().st_size for path in root.rglob("*") if path.is_file()) if root.is_dir() else 0
