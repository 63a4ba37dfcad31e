"""Writes generations: from zero, or the next one from changes. Everything happens under the write lock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from index.document import Document
from index.generations import (
    describe_files,
    link_files,
    next_number,
    publish,
    staging,
)
from index.manifest import FileFacts, Manifest
from index.memory import give_back_freed_memory
from index.progress import Progress, Silence
from index.text.tantivy_index import TextWriter
from index.vectors.rows import RowCollector, Rows, rows_of_segment
from index.vectors.segment import EXACT_BELOW, Segment, SegmentFacts, write_segment

BASE, DELTA, STRUCK, TEXT = "base", "delta", "struck.npy", "text"

# A delta is searched exactly and written anew with each change, and struck rows are looked at in vain: beyond these
# shares the base is written anew. Rewriting 100,000 rows takes a few seconds.
DELTA_SHARE = 0.1
STRUCK_SHARE = 0.2
SMALL_DELTA = 2000


@dataclass(frozen=True, slots=True)
class _Space:
    """Where the vectors lie that may be compared."""

    encoder_key: str
    model: str | None
    dimension: int
    lineage: str | None


def build_from_zero(
    root: Path,
    documents: Iterable[Document],
    *,
    encoder_key: str,
    dimension: int,
    change_number: int,
    model: str | None = None,
    lineage: str | None = None,
    total: int | None = None,
    progress: Progress | None = None,
    exact_below: int = EXACT_BELOW,
) -> None:
    """Write and publish a generation of these documents; the caller holds the write lock.

    Of documents with one id the last counts. Holds attributes in memory, never texts; vectors while they are written.
    """
    report = progress or Silence()
    with staging(root) as folder, closing(RowCollector(dimension, folder)) as rows:
        report.begin("Indexing", total, "documents")
        with TextWriter(folder / TEXT) as text:
            for document in documents:
                if rows.add(document):
                    text.delete([document.id])
                text.add(document.id, document.title, document.body, document.numbers, document.tags)
                report.advance()
            text.finish()
        report.end()
        give_back_freed_memory()
        collected = rows.rows()
        give_back_freed_memory()
        segments = {BASE: _write(folder / BASE, collected, exact_below)}
        space = _Space(encoder_key, model, dimension, lineage)
        _publish(root, folder, space, len(collected), change_number, segments)


def build_next(
    root: Path,
    current: tuple[Path, Manifest],
    segments: tuple[Segment, ...],
    upserts: Iterable[Document],
    deletes: Iterable[int],
    *,
    change_number: int,
    exact_below: int = EXACT_BELOW,
) -> None:
    """Write and publish the generation after `current`; the caller holds the write lock.

    Deletes come before upserts: an id in both is there afterwards. Unknown ids may be deleted.
    """
    older, manifest = current
    base, *deltas = segments
    with staging(root) as folder, closing(RowCollector(manifest.dimension, folder)) as rows:
        gone = _apply_to_text(older, folder, rows, upserts, deletes)
        changed = rows.changed | gone
        fresh = rows.rows()
        for delta in deltas:
            fresh = rows_of_segment(delta).without(changed).merged(fresh)
        struck = np.union1d(base.struck, _present(base, changed))
        if _worn_out(len(base.ids), len(struck), len(fresh)):
            kept = rows_of_segment(base).without(changed).merged(fresh)
            written = {BASE: _write(folder / BASE, kept, exact_below)}
            count = len(kept)
        else:
            written = _layered(older, folder, manifest, fresh, struck)
            count = len(base.ids) - len(struck) + len(fresh)
        number = max(change_number, manifest.change_number)
        space = _Space(manifest.encoder_key, manifest.model, manifest.dimension, manifest.lineage)
        _publish(root, folder, space, count, number, written, older, manifest.files)


def _apply_to_text(
    older: Path, folder: Path, rows: RowCollector, upserts: Iterable[Document], deletes: Iterable[int]
) -> frozenset[int]:
    """Bring the text index to what is changed, collecting the rows on the way; gives what was deleted."""
    gone = frozenset(deletes)
    link_files(older / TEXT, folder / TEXT)
    with TextWriter(folder / TEXT) as text:
        text.delete(sorted(gone))
        for document in upserts:
            rows.add(document)
            text.delete([document.id])
            text.add(document.id, document.title, document.body, document.numbers, document.tags)
        text.finish()
    return gone


def _present(base: Segment, changed: frozenset[int]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    rows = base.rows_of(np.array(sorted(changed), dtype=np.int64))
    return rows[rows >= 0]


def _worn_out(base_rows: int, struck: int, delta_rows: int) -> bool:
    return delta_rows > max(SMALL_DELTA, DELTA_SHARE * base_rows) or struck > max(SMALL_DELTA, STRUCK_SHARE * base_rows)


def _layered(
    older: Path,
    folder: Path,
    manifest: Manifest,
    fresh: Rows,
    struck: np.ndarray[tuple[int], np.dtype[np.int64]],
) -> dict[str, SegmentFacts]:
    """The base as it was, the rows struck out of it, and a delta."""
    link_files(older / BASE, folder / BASE)
    segments = {BASE: manifest.segments[BASE]}
    if len(struck):
        np.save(folder / STRUCK, struck)
    if len(fresh):
        segments[DELTA] = _write(folder / DELTA, fresh, exact_below=len(fresh) + 1)
    return segments


def _write(folder: Path, rows: Rows, exact_below: int) -> SegmentFacts:
    return write_segment(folder, rows.ids, rows.matrix, rows.columns, exact_below=exact_below)


def _publish(
    root: Path,
    folder: Path,
    space: _Space,
    count: int,
    change_number: int,
    segments: dict[str, SegmentFacts],
    older: Path | None = None,
    known: Mapping[str, FileFacts] | None = None,
) -> None:
    base = segments[BASE]
    publish(
        root,
        folder,
        Manifest(
            generation=next_number(root),
            encoder_key=space.encoder_key,
            model=space.model,
            lineage=space.lineage,
            dimension=space.dimension,
            count=count,
            change_number=change_number,
            created_at=datetime.now(UTC),
            vector_kind="exact" if not base.nprobe else f"ivf, {base.nprobe} lists looked at",
            measured_recall=base.recall,
            segments=segments,
            files=describe_files(folder, older, known or {}),
        ),
    )
