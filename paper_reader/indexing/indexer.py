"""Builds the index, keeps it in step, and says how it stands."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from index.encoders.protocol import Encoder
from index.engine import Engine
from index.errors import IndexDamaged, IndexIncompatible, IndexMissing
from paper_reader.errors import IndexUnavailable, ModelUnavailable
from paper_reader.indexing.build_report import in_words, last_build, reported
from paper_reader.indexing.changes import PAGE, Pending, pending_since
from paper_reader.indexing.embedding import embed_library
from paper_reader.indexing.models import Models
from paper_reader.indexing.writer import IndexWriter
from paper_reader.store import Store
from paper_reader.types import NO_PROGRESS, IndexState, IndexStatus, Progress

BUILD = "Run: paper-reader index build"
REBUILD = "Run: paper-reader index rebuild"
FIRST_PATIENCE_SECONDS = 300.0  # without any index there is no answer: better to wait for who is building it
# How many papers a search brings in before it answers, where nothing else is said: about ten seconds' work of a quick
# model with all that follows, and less than a minute's of a transformer.
QUICK_LIMIT: Final = 20_000
SLOW_LIMIT: Final = 2_000


@dataclass(frozen=True, slots=True)
class ReadyIndex:
    """An engine that can be asked, the encoder for its queries, and what must be said. No engine: an empty library."""

    engine: Engine | None
    encoder: Callable[[], Encoder]
    notes: tuple[str, ...] = ()


class Indexer:
    """The index of one library in one folder. Safe for threads; one process or thread writes at a time.

    `encoder` opens the model that is set, called `model`, and `named` another by the name that an index keeps. Both are
    called when a name or work of theirs is needed, which a search by words alone never does. A build in one thread
    leaves the others asking the generation before it.
    """

    def __init__(
        self,
        store: Store,
        root: Path,
        encoder: Callable[[], Encoder],
        *,
        model: str,
        named: Callable[[str], Encoder] | None = None,
    ) -> None:
        self._store = store
        self._root = root
        self._models = Models(encoder, name=model, named=named)
        self._writer = IndexWriter(store, root, self._models)
        self._engine: Engine | None = None
        self._guard = threading.RLock()

    def ready(
        self, *, limit: int | None = None, may_encode: bool = True, progress: Progress = NO_PROGRESS
    ) -> ReadyIndex:
        """Open the index, brought up to date where at most `limit` papers are pending; else a note says how many are.

        Without a `limit` the model's speed decides. An index of another model than the one set goes on answering, with
        its own encoder and a note, until the new one is built; a small library is switched here. `may_encode` False is
        for searches by words: an index of any model will do, and papers without a vector are left for later, so that
        no model is loaded. Raises `IndexUnavailable` where no index fits: none built and too much to do here, a model
        that is gone, another library, damaged.
        """
        with self._guard:
            engine = self._newest()
            if engine is None and not self._store.papers.count():
                return ReadyIndex(None, self._models.wanted)
            notes: tuple[str, ...] = ()
            if engine is not None and may_encode and not self._models.fits(engine.manifest):
                if (switched := self._switched(limit, progress)) is not None:
                    return switched
                notes = (self._other_model(engine),)
            pending = self._pending(engine)
            if pending:
                ready = self._caught_up(engine, pending, limit, may_encode, progress)
                return ReadyIndex(ready.engine, ready.encoder, (*notes, *ready.notes))
            return self._answering(engine, notes)

    def build(self, progress: Progress = NO_PROGRESS) -> IndexStatus:
        """Bring the index up to date, however much that is; from zero where there is none that fits.

        Others are answered meanwhile, in this process too: a server may call this in a thread of its own.
        """
        self.follow(progress)
        return self.status()

    def follow(self, progress: Progress = NO_PROGRESS) -> int:
        """The same without a look at how it stands afterwards; gives how many papers came into the index.

        Costs as much as has changed: of an index that fits, only what is pending is looked at.
        """
        self._models.wanted()  # a model that is not there is told before anything begins
        with self._writer.holding(), reported(self._root, self._models.name, progress) as progress:
            engine = self._usable()
            pending = pending_since(self._store, engine.manifest.change_number if engine else 0)
            if engine is None or len(pending) > engine.manifest.count:
                self._from_zero(progress)
                return len(pending)
            if len(pending) > PAGE:
                embed_library(self._store, self._models.wanted(), progress)
                pending = pending_since(self._store, engine.manifest.change_number)
            self._store.names.follow()
            if pending:
                self._writer.embed(engine, pending, progress)
                self._now(self._writer.apply(engine, pending))
            return len(pending)

    def is_behind(self) -> bool:
        """Whether the library has changed since its index was built, of whatever model. Reads one number of each."""
        engine = self._state(any_model=True)[1]
        return (engine.manifest.change_number if engine else 0) != self._store.papers.change_number()

    def rebuild(self, progress: Progress = NO_PROGRESS) -> IndexStatus:
        """Build a new generation from zero. Vectors that the store keeps are not encoded again."""
        with self._writer.holding(), reported(self._root, self._models.name, progress) as progress:
            self._from_zero(progress)
        return self.status()

    def status(self) -> IndexStatus:
        """Say how the index stands to the library, also where its model is missing. Reads manifests only."""
        key, problem = self._encoder_key()
        state, engine = self._state(any_model=key is None)
        manifest = engine.manifest if engine else None
        return IndexStatus(
            state=state,
            model=self._models.name,
            encoder_key=key,
            library_papers=self._store.papers.count(),
            library_change_number=self._store.papers.change_number(),
            pending=len(pending_since(self._store, manifest.change_number if manifest else 0)),
            to_embed=None if key is None else self._store.embeddings.missing_count(key),
            papers=manifest.count if manifest else None,
            change_number=manifest.change_number if manifest else None,
            index_encoder_key=manifest.encoder_key if manifest else None,
            index_model=manifest.model if manifest else None,
            generation=manifest.generation if manifest else None,
            vector_kind=manifest.vector_kind if manifest else None,
            measured_recall=manifest.measured_recall if manifest else None,
            created_at=manifest.created_at if manifest else None,
            disk_bytes=_size_of(self._root),
            problem=problem,
            build=last_build(self._root),
        )

    def limit(self, asked: int | None, encoder: Callable[[], Encoder] | None = None, *, may_encode: bool = True) -> int:
        """Say how many pending papers are brought in: as many as `asked`, else what the model's speed allows."""
        if asked is not None:
            return asked
        return QUICK_LIMIT if not may_encode or (encoder or self._models.wanted)().is_quick else SLOW_LIMIT

    def close(self) -> None:
        """Let go of the engine's files."""
        with self._guard:
            if self._engine is not None:
                self._engine.close()
                self._engine = None

    def wanted_key(self) -> str | None:
        """Name the vectors of the model that is set, None where it cannot be opened."""
        return self._encoder_key()[0]

    def built_key(self) -> str | None:
        """Name the vectors that the index holds, None where there is no sound one."""
        engine = self._state(any_model=True)[1]
        return engine.manifest.encoder_key if engine else None

    def _encoder_key(self) -> tuple[str | None, str | None]:
        """The key of the model that is set, or else why there is none."""
        try:
            return self._models.wanted().key, None
        except ModelUnavailable as error:
            return None, str(error)

    def _state(self, *, any_model: bool = False) -> tuple[IndexState, Engine | None]:
        try:
            engine = self._opened()
        except IndexMissing:
            return IndexState.MISSING, None
        except (IndexDamaged, IndexIncompatible):
            return IndexState.DAMAGED, None
        latest = self._store.papers.change_number()
        if engine.manifest.change_number > latest or not self._same_line(engine):
            return IndexState.OTHER_LIBRARY, engine
        if not any_model and not self._models.fits(engine.manifest):
            return IndexState.OTHER_MODEL, engine
        return (IndexState.CURRENT if engine.manifest.change_number == latest else IndexState.BEHIND), engine

    def _same_line(self, engine: Engine) -> bool:
        """Whether the index counts changes as this library does; one that does not say is taken at its word."""
        return engine.manifest.lineage in (None, self._store.lineage.find())

    def _opened(self) -> Engine:
        """The newest generation, opened again only where another one has been published."""
        with self._guard:
            if self._engine is None or not self._engine.is_newest:
                self._engine = Engine.open(self._root)
            return self._engine

    def _newest(self) -> Engine | None:
        """Open the newest generation, of whatever model; None where none was ever built, raises where it is no use."""
        state, engine = self._state(any_model=True)
        if state is IndexState.OTHER_LIBRARY:
            raise IndexUnavailable(f"the index in {self._root} was built for another library. {REBUILD}")
        if state is IndexState.DAMAGED:
            raise IndexUnavailable(f"the index in {self._root} is damaged or of another version. {REBUILD}")
        return engine

    def _usable(self) -> Engine | None:
        state, engine = self._state()
        return engine if state in {IndexState.CURRENT, IndexState.BEHIND} else None

    def _pending(self, engine: Engine | None) -> Pending:
        reached = engine.manifest.change_number if engine else 0
        if reached == self._store.papers.change_number():
            return Pending((), (), reached)
        return pending_since(self._store, reached)

    def _answering(self, engine: Engine | None, notes: tuple[str, ...] = ()) -> ReadyIndex:
        return ReadyIndex(engine, self._models.of(engine.manifest) if engine else self._models.wanted, notes)

    def _switched(self, limit: int | None, progress: Progress) -> ReadyIndex | None:
        """Build the index of the model that is set, where that is little work and nobody else is writing."""
        most = self.limit(limit, self._models.wanted)
        if self._store.papers.count() > most:
            return None
        try:
            with self._writer.holding():
                if self._usable() is None:
                    self._from_zero(progress)
        except IndexUnavailable:
            return None
        return self._answering(self._engine)

    def _other_model(self, engine: Engine) -> str:
        answering = engine.manifest.model or engine.manifest.encoder_key
        build = last_build(self._root)
        if build and build.is_running:
            way = f"its index is being built ({in_words(build)})"
        else:
            way = f"its index is not built yet. {BUILD}, or with --background to go on meanwhile"
        return f"this is answered with the model {answering}; {self._models.name} is set, and {way}"

    def _caught_up(
        self, engine: Engine | None, pending: Pending, limit: int | None, may_encode: bool, progress: Progress
    ) -> ReadyIndex:
        encoder = self._models.of(engine.manifest) if engine else self._models.wanted
        if engine is None:
            return self._first(pending, self.limit(limit, encoder, may_encode=may_encode), progress)
        behind = f"{len(pending):,} new or changed papers are not in the index yet. {BUILD}"
        too_many = len(pending) > self.limit(limit, encoder, may_encode=may_encode)
        if too_many or self._store.read_only or (not may_encode and self._needs_encoding(engine, pending)):
            return self._answering(engine, (behind,))
        try:
            with self._writer.holding():
                self._store.names.follow()
                self._writer.embed(engine, pending, progress)
                self._now(self._writer.apply(engine, pending))
        except IndexUnavailable as busy:
            note = f"{len(pending):,} new or changed papers are not searched yet: {busy}"
            return self._answering(engine, (note,))
        return self._answering(self._engine)

    def _first(self, pending: Pending, limit: int, progress: Progress) -> ReadyIndex:
        """Build the first index, where that is little work."""
        if len(pending) > limit:
            raise IndexUnavailable(f"there is no index of these {len(pending):,} papers yet. {BUILD}")
        with self._writer.holding(patience_seconds=FIRST_PATIENCE_SECONDS):
            if self._usable() is None:  # else another process has just built it
                self._from_zero(progress)
        return self._answering(self._engine)

    def _needs_encoding(self, engine: Engine, pending: Pending) -> bool:
        """Whether a model would have to be loaded to bring these papers into this index."""
        hashes = {paper.content_hash for paper in self._store.papers.get_many(pending.changed)}
        return len(self._store.embeddings.get(engine.manifest.encoder_key, list(hashes))) < len(hashes)

    def _from_zero(self, progress: Progress) -> None:
        self._now(self._writer.from_zero(progress))

    def _now(self, engine: Engine) -> None:
        with self._guard:
            self._engine = engine


def _size_of(root: Path) -> int:
    return sum(path.stat().st_size for path in root.rglob("*") if path.is_file()) if root.is_dir() else 0
