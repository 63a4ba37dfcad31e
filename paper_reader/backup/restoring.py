"""Bringing a library back: everything is checked beside the present one before that is so much as touched.

The restored database takes the place of the present one in one step; the present one lies in a folder of its own by
then, with its index, and is a library like any other there. Killed at any moment, one of the two is in place.
"""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import uuid4

from paper_reader.backup.archive import DATABASE, DUMP, EXTRAS, Description, read_description, unpack
from paper_reader.backup.making import report_of
from paper_reader.errors import BackupError, LibraryBusy, LibraryTooNew, UsageError
from paper_reader.store import open_store
from paper_reader.store.copying import facts_of
from paper_reader.store.opening import SCHEMA_VERSION
from paper_reader.types import NO_PROGRESS, Progress, RestoreReport

STAGING: Final = ".restoring-"
ASIDE: Final = "before-restore-"
FROM_BACKUP: Final = "from-backup"
_BESIDE: Final = ("-wal", "-shm", "-journal")  # what SQLite keeps beside a database
_DERIVED: Final = ("index", "index-build.json")


def restore(
    backup: Path,
    data_folder: Path,
    *,
    now: datetime,
    only_check: bool = False,
    progress: Progress = NO_PROGRESS,
) -> RestoreReport:
    """Bring the library of `backup` into `data_folder`; `only_check` does all but that.

    Raises `BackupError` for a backup that is damaged, `LibraryTooNew` for one of a newer schema, and `LibraryBusy`
    where another process has the present library open. Nothing was changed then.
    """
    description = read_description(backup)
    if description.schema > SCHEMA_VERSION:
        raise LibraryTooNew(
            f"the backup has schema {description.schema}, this program knows up to {SCHEMA_VERSION}; nothing was "
            "touched. Upgrade Paper Reader"
        )
    # A check leaves the data folder alone where it is not there or cannot be written.
    place = Path(tempfile.gettempdir()) if only_check and not os.access(data_folder, os.W_OK) else data_folder
    with _in_words(place), _staging(place) as staging:
        unpack(backup, staging, progress)
        if description.database != "sqlite":
            return _of_postgres(backup, data_folder, staging, only_check)
        _check(staging / DATABASE, description, backup)
        if only_check:
            return RestoreReport(data_dir=str(data_folder), backup=report_of(backup), only_checked=True)
        _bring_up(staging / DATABASE)
        aside = _swap(data_folder, staging / DATABASE, now)
        kept = _put_extras(staging, data_folder)
    return RestoreReport(
        data_dir=str(data_folder),
        backup=report_of(backup),
        only_checked=False,
        kept_aside=str(aside) if aside else None,
        migrated_from=description.schema if description.schema != SCHEMA_VERSION else None,
        restored_files=kept,
        next_steps=("build the index: paper-reader index build (vectors are in the backup)",),
    )


def _check(database: Path, description: Description, backup: Path) -> None:
    facts = facts_of(database)
    if facts.problems:
        raise BackupError(f"the library in {backup} is damaged ({facts.problems[0]}). Take another backup")
    if facts.counts != description.counts:
        other = [name for name in facts.counts if facts.counts[name] != description.counts.get(name)]
        raise BackupError(f"the library in {backup} has other rows than it says ({', '.join(other)}). Take another")


def _bring_up(database: Path) -> None:
    """Open it as the program will, which migrates an older one, and put it on a line of its own."""
    path = str(database).replace("%", "%25").replace("?", "%3F")
    with open_store(f"sqlite:///{path}", create=False) as store:
        store.lineage.renew()
        if problems := store.problems():
            raise BackupError(f"the migrated library is not sound ({problems[0]}). Nothing was restored")
    if database.with_name(f"{DATABASE}-wal").exists():
        raise BackupError(f"{database} could not be closed. Nothing was restored; try again")


def _swap(data_folder: Path, fresh: Path, now: datetime) -> Path | None:
    """Put the new database in the place of the present one, which is kept aside with its index."""
    present = data_folder / DATABASE
    aside = None
    if present.exists():
        _wait_for_nobody(present)
        aside = _new_folder(data_folder, now)
        _keep(present, aside / DATABASE)
        for suffix in _BESIDE:  # only a damaged or foreign file still has these
            if (beside := present.with_name(present.name + suffix)).exists():
                beside.replace(aside / beside.name)
    for name in _DERIVED:
        if (derived := data_folder / name).exists():
            aside = aside or _new_folder(data_folder, now)
            derived.replace(aside / name)
    fresh.replace(present)
    _sync(data_folder)
    return aside


def _wait_for_nobody(database: Path) -> None:
    """Raise `LibraryBusy` where another process has the library open; bring its log into the file where none has."""
    try:
        with closing(sqlite3.connect(database, timeout=2)) as alone:
            alone.execute("PRAGMA locking_mode = EXCLUSIVE")
            alone.execute("BEGIN EXCLUSIVE")
            alone.execute("SELECT count(*) FROM sqlite_master").fetchone()
            alone.execute("COMMIT")
            alone.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.OperationalError as error:
        if "locked" in str(error) or "busy" in str(error):
            raise LibraryBusy(
                f"another process has the library in {database.parent} open. Stop it (serve, a refresh, an import) "
                "and restore again; nothing was changed"
            ) from error
    except sqlite3.DatabaseError:
        return  # damaged: that is what a backup is for


def _keep(present: Path, kept: Path) -> None:
    """A second name for the same file, so that the first is never without one; a copy where there are no links."""
    try:
        os.link(present, kept)
    except OSError:
        shutil.copy2(present, kept)


def _new_folder(data_folder: Path, now: datetime) -> Path:
    stem = f"{ASIDE}{now:%Y%m%dT%H%M%SZ}"
    for number in range(1000):
        folder = data_folder / (f"{stem}-{number}" if number else stem)
        with suppress(FileExistsError):
            folder.mkdir()
            return folder
    raise BackupError(f"there are a thousand folders {stem} already. Move some away")


def _put_extras(staging: Path, data_folder: Path) -> tuple[str, ...]:
    """Settings and roadmap of the backup beside the library: what is in force is for the person to say."""
    found = [staging / name for name in EXTRAS if (staging / name).exists()]
    for path in found:
        (data_folder / FROM_BACKUP).mkdir(exist_ok=True)
        path.replace(data_folder / FROM_BACKUP / path.name)
    return tuple(str(data_folder / FROM_BACKUP / path.name) for path in found)


def _of_postgres(backup: Path, data_folder: Path, staging: Path, only_check: bool) -> RestoreReport:
    if only_check:
        return RestoreReport(data_dir=str(data_folder), backup=report_of(backup), only_checked=True)
    target = data_folder / FROM_BACKUP / DUMP
    if target.exists():
        raise UsageError(f"{target} is there already. Move it away, or name another folder with --to")
    target.parent.mkdir(exist_ok=True)
    (staging / DUMP).replace(target)
    return RestoreReport(
        data_dir=str(data_folder),
        backup=report_of(backup),
        only_checked=False,
        restored_files=(str(target), *_put_extras(staging, data_folder)),
        next_steps=(
            f"bring it into a new, empty database: pg_restore --no-owner --dbname=ADDRESS '{target}'",
            "set database_url to that address, then: paper-reader index rebuild",
        ),
    )


@contextmanager
def _staging(data_folder: Path) -> Iterator[Path]:
    data_folder.mkdir(parents=True, exist_ok=True)
    folder = data_folder / f"{STAGING}{os.getpid()}.{uuid4().hex}"
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _in_words(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise BackupError(
                f"no room in {folder} to restore a backup; the library is as it was. Free some space, or --to DIR"
            ) from error
        raise BackupError(f"cannot restore into {folder} ({error.strerror or error}). Check the folder") from error


def _sync(folder: Path) -> None:
    if os.name != "nt":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
