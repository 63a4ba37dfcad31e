"""What the database's own exceptions mean to this program."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import exc

from paper_reader.errors import LibraryBusy, LibraryDamaged, LibraryFull, PaperReaderError, StoreError

# What SQLite meets where a disk is so full that not even its small files beside the library can be made.
_NO_ROOM = ("SQLITE_IOERR_SHM", "SQLITE_IOERR_WRITE", "SQLITE_FULL")


@contextmanager
def translated() -> Iterator[None]:
    """Turns the database's exceptions into this program's, where they enter."""
    try:
        yield
    except PaperReaderError:
        raise
    except exc.DBAPIError as error:
        raise as_store_error(error.orig or error) from error


def as_store_error(error: BaseException) -> StoreError:
    """What the database's own exception means to this program."""
    said = str(error)
    lowered = said.lower()
    kind = getattr(error, "sqlite_errorname", None) or ""
    if kind.startswith(_NO_ROOM) or "disk is full" in lowered:
        return LibraryFull(f"no room for the library ({said}). Free some space on the disk, then try again")
    if "locked" in lowered or "busy" in lowered or "lock timeout" in lowered:
        return LibraryBusy(f"another process is writing to the library ({said}). Wait until it is done, then try again")
    if "malformed" in lowered or "not a database" in lowered or "disk i/o error" in lowered:
        return LibraryDamaged(
            f"the library's file is damaged ({said}). paper-reader restore FILE brings a backup back; "
            "paper-reader doctor says what can be saved"
        )
    if "readonly" in lowered:
        return StoreError(
            f"the library cannot be written ({said}). Check the permissions of its folder, and whether its "
            "disk has room"
        )
    return StoreError(f"the database refused: {said}")
