"""The file of a backup: a tar archive, compressed with gzip, that ordinary tools can open too.

backup.json     what this is: format, program, schema, rows by table, size and SHA-256 of each file
library.db      the database as of one moment (`library.dump` of pg_dump for a library in PostgreSQL)
settings.toml   the settings file, where there is one
roadmap.toml    the reader's own roadmap file, where there is one
"""

from __future__ import annotations

import hashlib
import io
import os
import tarfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import IO, Final
from uuid import uuid4

import msgspec

from paper_reader.errors import BackupError
from paper_reader.types import NO_PROGRESS, Progress

FORMAT: Final = 1
DESCRIPTION: Final = "backup.json"
DATABASE: Final = "library.db"
DUMP: Final = "library.dump"
EXTRAS: Final = ("settings.toml", "roadmap.toml")
_LEVEL: Final = 3  # of gzip: vectors do not shrink, and texts little more with a higher one
_BLOCK: Final = 1 << 20
_MOST_DESCRIPTION_BYTES: Final = 1 << 20


class StoredFile(msgspec.Struct, frozen=True):
    """Size in bytes and hex SHA-256 of one file."""

    size: int
    sha256: str


class Description(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup says of itself."""

    format: int = FORMAT
    program: str
    made_at: datetime
    database: str
    schema: str
    counts: dict[str, int]
    files: dict[str, StoredFile]


def describe(path: Path) -> StoredFile:
    """Size and hash of a file."""
    with path.open("rb") as file:
        return StoredFile(path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest())


@contextmanager
def draft_of(path: Path) -> Iterator[Path]:
    """A name beside `path` to write under; it takes the place of `path` at the end, and is gone after an error."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.{uuid4().hex}.part")  # the process, to know what a kill left
    try:
        yield draft
        draft.replace(path)
        _sync_folder(path.parent)
    finally:
        draft.unlink(missing_ok=True)


def write_archive(
    path: Path, description: Description, files: Mapping[str, Path], progress: Progress = NO_PROGRESS
) -> None:
    """Write the archive and bring it onto the disk. Only its owner may read it: settings can hold keys."""
    progress.begin("Compressing", sum(one.size for one in description.files.values()), "bytes")
    with open(path, "xb", opener=_private) as out:
        with tarfile.open(fileobj=out, mode="w:gz", compresslevel=_LEVEL) as tar:
            _add(tar, DESCRIPTION, io.BytesIO(msgspec.json.encode(description)), description.made_at)
            for name, place in files.items():
                with place.open("rb") as file:
                    _add(tar, name, file, description.made_at, description.files[name].size)
                progress.advance(description.files[name].size)
        out.flush()
        os.fsync(out.fileno())
    progress.end()


def read_description(path: Path) -> Description:
    """What the backup says of itself; reads only its beginning. Raises `BackupError` for what is none."""
    with _opened(path) as tar:
        member = tar.next()
        if member is None or member.name != DESCRIPTION or not member.isreg() or member.size > _MOST_DESCRIPTION_BYTES:
            raise BackupError(f"{path} is not a backup of this program. Name another file")
        said = tar.extractfile(member)
        data = said.read() if said else b""
    try:
        if (known := msgspec.json.decode(data, type=dict[str, object]).get("format")) != FORMAT:
            raise BackupError(f"{path} has backup format {known}, this program knows {FORMAT}. Upgrade Paper Reader")
        return msgspec.json.decode(data, type=Description)
    except msgspec.MsgspecError as error:
        raise BackupError(f"the description in {path} cannot be read ({error}). Take another backup") from error


def unpack(path: Path, folder: Path | None, progress: Progress = NO_PROGRESS) -> Description:
    """Read every byte and compare it with what was written; the files are put into `folder` where one is given.

    Raises `BackupError` where a file is missing, cut or not what was written.
    """
    description = read_description(path)
    left = dict(description.files)
    progress.begin("Reading the backup", sum(one.size for one in left.values()), "bytes")
    with _opened(path) as tar:
        for member in tar:
            if member.name == DESCRIPTION:
                continue
            wanted = left.pop(member.name, None)
            source = tar.extractfile(member) if member.isreg() else None
            if wanted is None or source is None or "/" in member.name or member.name.startswith("."):
                raise BackupError(f"{path} holds {member.name!r}, which no backup does. Take another backup")
            found = _read(source, folder / member.name if folder else None, progress)
            if found != wanted:
                raise BackupError(f"{member.name} in {path} is not what was written. Take another backup")
    progress.end()
    if left:
        raise BackupError(f"{path} is cut: {', '.join(left)} is missing. Take another backup")
    return description


@contextmanager
def _opened(path: Path) -> Iterator[tarfile.TarFile]:
    if not path.is_file():
        raise BackupError(f"there is no file {path}. paper-reader backup --list names the backups")
    try:
        with tarfile.open(path, "r:gz") as tar:
            yield tar
    except (tarfile.TarError, EOFError, zlib.error, ValueError) as error:
        raise BackupError(f"{path} cannot be read as a backup ({error}). Take another backup") from error
    except OSError as error:
        if error.errno is not None:  # the disk's own trouble, and not gzip's
            raise
        raise BackupError(f"{path} cannot be read as a backup ({error}). Take another backup") from error


def _read(source: IO[bytes], target: Path | None, progress: Progress) -> StoredFile:
    digest, size = hashlib.sha256(), 0
    with open(target or os.devnull, "wb", opener=_private if target else None) as out:
        while block := source.read(_BLOCK):
            digest.update(block)
            size += len(block)
            out.write(block)
            progress.advance(len(block))
        if target:
            out.flush()
            os.fsync(out.fileno())
    return StoredFile(size, digest.hexdigest())


def _add(tar: tarfile.TarFile, name: str, file: IO[bytes], made_at: datetime, size: int | None = None) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(file.read()) if size is None else size
    file.seek(0)
    member.mode, member.mtime = 0o600, int(made_at.timestamp())
    tar.addfile(member, file)


def _private(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    with suppress(OSError):  # some file systems have no such thing; the file itself is on the disk
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
