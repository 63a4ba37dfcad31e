"""Importing a file: cut, understand, ingest in batches, remember the place.

Memory holds two batches: the next one is read while one goes to the disk. Each batch is one transaction together with
the place behind it, so an import that was killed goes on there when it is run again on the same file; a finished one,
run again, reads the file anew and finds everything unchanged. Bad lines are kept in a rejects file, and the rest goes
in.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from paper_reader.importing.batches import Ahead, Batch, Batches
from paper_reader.importing.entries import Place
from paper_reader.importing.formats import Format, format_of
from paper_reader.importing.groups import keep_together
from paper_reader.importing.reading import Source, open_source, trouble_with
from paper_reader.importing.rejects import Rejects, rejects_path
from paper_reader.ingest import ingest_prepared
from paper_reader.store import Store
from paper_reader.types import NO_PROGRESS, Outcome, Progress, RunReport

_BATCH_RECORDS = 5000  # one commit each; 2000 take a fifth more time by the clock
_OBJECTS_BETWEEN_COLLECTIONS = 200_000
_NOTED_LINES = 5  # bad lines told one by one; the rest is in the rejects file


class _Cursor(msgspec.Struct):
    """Where an import goes on, and of which file."""

    identity: str
    format: str
    offset: int
    line: int
    read: int
    rejected: int
    rejects_length: int


def import_file(
    store: Store,
    path: Path,
    *,
    format: str | None = None,  # noqa: A002  # the word of the command line
    progress: Progress = NO_PROGRESS,
    rejects_dir: Path,
    encoding: str | None = None,
    search_id: int | None = None,
    batch_records: int = _BATCH_RECORDS,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> RunReport:
    """Brings the papers of a file in; gz is unpacked on the way. The report says what became of them.

    DONE: all lines are in, but for those in the rejects file. EMPTY: there was no line. PARTIAL: the file is torn;
    what came before is in. FAILED: no line could be used. Raises ImportFailed where nothing can be read at all.

    Every record is noted as found by `search_id`, a search of a review, where one is given.
    """
    source = open_source(Path(path).absolute(), encoding)
    kind = format_of(source.head, format, source.path) if source.size and source.head.strip() else None
    run_id = store.runs.start("import", source.path.name)
    if search_id is not None:
        store.reviews.note_run(search_id, run_id)
    if kind is None:
        return _without_content(store, run_id, source)
    running = _Import(store, source, kind, run_id, progress, rejects_dir, batch_records, clock(), search_id)
    try:
        with _seldom_collecting():
            return running.run()
    except BaseException as error:
        store.runs.finish(run_id, Outcome.FAILED, rejected=running.rejected, messages=[f"stopped: {error!r}"])
        raise


def _without_content(store: Store, run_id: int, source: Source) -> RunReport:
    if torn := trouble_with(source):
        message = f"{torn}; nothing in it could be unpacked. Fetch the file again and import it"
        return store.runs.finish(run_id, Outcome.FAILED, messages=[message])
    message = "the file is empty" if not source.compressed else "the compressed file has nothing in it"
    return store.runs.finish(run_id, Outcome.EMPTY, messages=[message])


@contextmanager
def _seldom_collecting() -> Iterator[None]:
    """Lets the garbage collector look less often: records hold no cycles, and looking took an eighth of an import."""
    before = gc.get_threshold()
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


class _Import:
    """One import while it runs."""

    def __init__(
        self,
        store: Store,
        source: Source,
        kind: Format,
        run_id: int,
        progress: Progress,
        rejects_dir: Path,
        batch_records: int,
        now: datetime,
        search_id: int | None,
    ) -> None:
        self._store = store
        self._source = source
        self._format = kind
        self._run_id = run_id
        self._progress = progress
        self._batch_records = batch_records
        self._now = now
        self._search_id = search_id
        # For a review an import begins anew: what one without it has read was not noted.
        self._cursor_name = f"import:{source.path}" + (f":search:{search_id}" if search_id is not None else "")
        self._rejects_path = rejects_path(rejects_dir, source.path)
        self._read = 0  # records of the file so far, those before an interruption too
        self._messages: list[str] = []
        self.rejected = 0

    def run(self) -> RunReport:
        """Reads from the place of the cursor to the end and gives the report."""
        start = self._start()
        self._read, self.rejected = start.read, start.rejected
        self._progress.begin(f"import {self._source.path.name}", self._source.size, "bytes")
        torn: str | None = None
        with Rejects(self._rejects_path, self._source.path.name, length=start.rejects_length) as rejects:
            batches = Batches(self._source, self._format, rejects, self._batch_records, self._now)
            place = Place(start.offset, start.line)
            ahead = Ahead(batches.read(place))
            while (batch := ahead.take()) is not None:
                self._bring_in(batch, rejected_before=start.rejected, meanwhile=ahead.read_on)
                torn = batch.torn
            rejects.discard_if_empty()
        self._progress.end()
        if torn is None:
            self._store.cursors.delete(self._cursor_name)
        return self._report(torn, bare=not (batches.pieces or start.offset))

    def _start(self) -> _Cursor:
        kept = self._store.cursors.get(self._cursor_name)
        fresh = _Cursor(self._source.identity, self._format.name, 0, 0, 0, 0, 0)
        if kept is None:
            return fresh
        cursor = msgspec.json.decode(kept, type=_Cursor)
        if (cursor.identity, cursor.format) != (fresh.identity, fresh.format):
            self._messages.append("the file has changed since its import was interrupted; read from the beginning")
            return fresh
        self._messages.append(f"went on at line {cursor.line + 1}, where the last import was interrupted")
        return cursor

    def _bring_in(self, batch: Batch, *, rejected_before: int, meanwhile: Callable[[], None]) -> None:
        for said in batch.complaints:
            self.rejected += 1
            if self.rejected - rejected_before <= _NOTED_LINES:
                self._progress.note(said)
        place = _Cursor(
            self._source.identity,
            self._format.name,
            batch.place.offset,
            batch.place.line,
            self._read + len(batch.arrivals),
            self.rejected,
            batch.rejects_length,
        )
        cursor = (self._cursor_name, msgspec.json.encode(place).decode())
        if batch.corrections:  # before the records that they speak of; what this library's reader said comes first
            with self._store.ingesting() as transaction:
                transaction.replace_corrections({**batch.corrections, **transaction.corrections()})
        # The place moves behind a batch when all of it is there: one that was cut off is read again, which is free.
        moved = None if batch.keepsakes or batch.groups else cursor
        ingest_prepared(
            self._store,
            batch.arrivals,
            cursor=moved,
            run_id=self._run_id,
            search_id=self._search_id,
            meanwhile=meanwhile,
        )
        if batch.groups:
            keep_together(self._store, batch.groups)
        if batch.keepsakes:
            self._store.keepsakes.bring(batch.keepsakes)
        if moved is None:
            ingest_prepared(self._store, [], cursor=cursor)
        self._read += len(batch.arrivals)
        self._progress.advance(batch.file_bytes)

    def _report(self, torn: str | None, *, bare: bool) -> RunReport:
        if torn is not None:
            outcome = Outcome.PARTIAL if self._read else Outcome.FAILED
            came = f"the {self._read:,} papers before that are imported" if self._read else "no paper came before that"
            self._messages.append(f"{torn}; {came}. Fetch the file again and import it")
        elif self._read:
            outcome = Outcome.DONE
        elif bare and not self._format.may_be_bare:
            outcome = Outcome.FAILED
            self._messages.append(
                f"there is no {self._format.pieces[0]} in it, as {self._format.name} has them. "
                "If it is of another format, name that with --format"
            )
        else:
            outcome = Outcome.FAILED if self.rejected else Outcome.EMPTY
        if self.rejected:
            one = self.rejected == 1
            piece, they_are = self._format.pieces[not one], "it is" if one else "they are"
            self._messages.append(f"{self.rejected} {piece} could not be read; {they_are} in {self._rejects_path}")
        return self._store.runs.finish(
            self._run_id,
            outcome,
            rejected=self.rejected,
            rejects_path=str(self._rejects_path) if self.rejected else None,
            messages=self._messages,
        )
