"""Making a backup: copy the state of one moment, check the copy, pack it, read it back, give it its name.

Killed at any moment it leaves the library as it was and no file under the name of a backup.
"""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from paper_reader import __version__
from paper_reader.backup.archive import (
    DATABASE,
    DUMP,
    Description,
    describe,
    draft_of,
    read_description,
    unpack,
    write_archive,
)
from paper_reader.backup.postgres import dump
from paper_reader.backup.shelf import backups_in, beyond, new_name
from paper_reader.errors import BackupError, LibraryDamaged, LibraryFull, UsageError
from paper_reader.store import Store
from paper_reader.store.copying import DatabaseFacts, facts_of
from paper_reader.types import NO_PROGRESS, BackupReport, Progress


def make_backup(
    store: Store,
    url: str,
    target: Path,
    *,
    now: datetime,
    extras: Mapping[str, Path],
    keep: int | None = None,
    progress: Progress = NO_PROGRESS,
) -> BackupReport:
    """Back up the library at `url`, which `store` has open, to `target`: a file, or a folder that gets a new name.

    `extras` are settings and roadmap by their names in the archive. With `keep` the oldest of the backups in that
    folder go, once this one is safe. Raises `BackupError` where it cannot be made; the library is as it was.
    """
    folder = target if target.is_dir() or not target.suffix else None
    if keep is not None and folder is None:
        raise UsageError("--keep counts the backups of a folder: name a folder with --output, or leave it out")
    path = new_name(folder, now) if folder else target
    _refuse_strangers(path)
    with _in_words(path), draft_of(path) as draft:
        _write(store, url, draft, now, extras, progress)
        unpack(draft, None, progress)  # what has been written is what will be read
    removed = []
    for old in beyond(backups_in(path.parent), keep) if keep is not None else ():
        old.unlink(missing_ok=True)
        removed.append(str(old))
    return report_of(path, removed=tuple(removed))


def report_of(path: Path, *, removed: tuple[str, ...] = ()) -> BackupReport:
    """What a backup says of itself."""
    said = read_description(path)
    return BackupReport(
        path=str(path),
        made_at=said.made_at,
        program=said.program,
        database=said.database,
        schema=said.schema,
        size_bytes=path.stat().st_size,
        library_bytes=sum(one.size for name, one in said.files.items() if name in (DATABASE, DUMP)),
        counts=said.counts,
        files=tuple(said.files),
        removed=removed,
    )


def _write(store: Store, url: str, draft: Path, now: datetime, extras: Mapping[str, Path], progress: Progress) -> None:
    is_sqlite = url.startswith("sqlite")
    copy = draft.with_name(f".{DATABASE}.{os.getpid()}.{uuid4().hex}.part")
    try:
        if is_sqlite:
            store.copy_to(copy, progress)
            facts = _checked(copy)
        else:
            facts = dump(store, url, copy)
        files = {DATABASE if is_sqlite else DUMP: copy, **extras}
        described = Description(
            program=__version__,
            made_at=now,
            database="sqlite" if is_sqlite else "postgresql",
            schema=facts.schema,
            counts=facts.counts,
            files={name: describe(path) for name, path in files.items()},
        )
        write_archive(draft, described, files, progress)
    finally:
        copy.unlink(missing_ok=True)
        copy.with_name(f"{copy.name}-journal").unlink(missing_ok=True)


def _checked(copy: Path) -> DatabaseFacts:
    facts = facts_of(copy)
    if facts.problems:
        raise LibraryDamaged(
            f"the library's file is damaged ({facts.problems[0]}); no backup was made of it. Run: paper-reader doctor"
        )
    return facts


def _refuse_strangers(path: Path) -> None:
    """Never replace a file that is no backup."""
    if not path.exists():
        return
    try:
        read_description(path)
    except BackupError as error:
        raise UsageError(f"{path} is there and is not a backup; it stays. Name another file") from error


@contextmanager
def _in_words(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise BackupError(_trouble(path, error)) from error
    except sqlite3.Error as error:
        raise BackupError(f"the backup {path} could not be written ({error}). The library is as it was") from error
    except LibraryFull as error:
        raise BackupError(_no_room(path)) from error


def _trouble(path: Path, error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return _no_room(path)
    return f"the backup {path} could not be written ({error.strerror or error}). Name another place with --output"


def _no_room(path: Path) -> str:
    return (
        f"no room for a backup in {path.parent}; the library is as it was. Free some space (it takes about twice the "
        "library's size while it is made), or name another place with --output"
    )
