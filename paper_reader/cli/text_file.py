"""Writing a file that a person asked for."""

from __future__ import annotations

import stat
from collections.abc import Iterable
from pathlib import Path


def write_file(path: Path, pieces: Iterable[str]) -> None:
    """Write a text file whole or not at all: what stood there stays until the new text is complete.

    A link's own file is written, and keeps its permissions. A device or pipe is written to as it is.
    """
    if path.exists() and not path.is_file():
        _write(path, pieces)
        return
    target = path.resolve()
    part = target.with_name(f".{target.name}.part")
    try:
        _write(part, pieces)
        if target.exists():
            part.chmod(stat.S_IMODE(target.stat().st_mode))
        part.replace(target)
    except OSError as error:
        if error.filename == str(part):
            error.filename = str(path)
        raise
    finally:
        part.unlink(missing_ok=True)


def _write(path: Path, pieces: Iterable[str]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for piece in pieces:
            file.write(piece)
