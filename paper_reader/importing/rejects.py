"""The file of lines that could not be imported: one JSON object a line, with number, reason and the line itself.

It is written before the transaction that passes the bad lines commits, and cut back to what was committed when an
interrupted import goes on. So a bad line is in it once, whenever the process dies.
"""

from __future__ import annotations

import base64
import hashlib
import os
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import msgspec

from paper_reader.importing.entries import Entry


class Rejects:
    """Opened at the length that belongs to the place where the import goes on; the file is made with the first line."""

    def __init__(self, path: Path, file_name: str, *, length: int) -> None:
        self.path = path
        self._file_name = file_name
        self._file: IO[bytes] | None = None
        self._dirty = False
        self.length = length
        if path.exists():
            with path.open("r+b") as file:
                file.truncate(length)
        elif length:
            self.length = 0  # the person took the file away; only later lines can be written

    def add(self, entry: Entry, reason: str) -> None:
        """Writes one bad line."""
        if self._file is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self.path.open("ab")
        said = {"file": self._file_name, "line": entry.line, "reason": reason, **_raw(entry)}
        written = msgspec.json.encode(said) + b"\n"
        self._file.write(written)
        self.length += len(written)
        self._dirty = True

    def secure(self) -> None:
        """Brings what was written onto the disk."""
        if self._file is not None and self._dirty:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._dirty = False

    def discard_if_empty(self) -> None:
        """Leaves no empty file behind."""
        if not self.length:
            self.path.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()


def rejects_path(folder: Path, file: Path) -> Path:
    """Where the bad lines of a file are kept: one name for each file, also for two of the same name."""
    hashed = hashlib.blake2b(str(file).encode("utf-8", "surrogateescape"), digest_size=4).hexdigest()
    return folder / f"{file.name}.{hashed}.rejects.jsonl"


def _raw(entry: Entry) -> dict[str, object]:
    """The line as text, or in base64 where it is none; of an overlong one the beginning."""
    raw: dict[str, object] = {"cut": True} if entry.overlong else {}
    try:
        raw["text"] = entry.data.decode()
    except UnicodeDecodeError:
        raw["base64"] = base64.b64encode(entry.data).decode()
    return raw
