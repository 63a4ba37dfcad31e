"""Writing a file that a person asked for."""

from __future__ import annotations

import stat
from collections.abc import Iterable
from contextlib import ExitStack
from gzip import GzipFile
from pathlib import Path
from typing import BinaryIO


def write_file(path: Path, pieces: Iterable[str | bytes]) -> None:
    """Write a file whole or not at all: what stood there stays until the new text is complete.

    Text is written in UTF-8. A name that ends in .gz gets a packed file, the same for the same text.
    A link's own file is written, and keeps its permissions. A device or pipe is written to as it is.
    """
    if path.exists() and not path.is_file():
        _write(path, pieces)
        return
    target = path.resolve()
    part = target.with_name(f".{target.name}.part")
    try:
        _write(part, pieces, packed=target.suffix.lower() == ".gz")
        if target.exists():
            part.chmod(stat.S_IMODE(target.stat().st_mode))
        part.replace(target)
    except OSError as error:
        if error.filename == str(part):
            error.filename = str(path)
        raise
    finally:
        part.unlink(missing_ok=True)


def _write(path: Path, pieces: Iterable[str | bytes], *, packed: bool = False) -> None:
    with path.open("wb") as opened, ExitStack() as closing:
        file: BinaryIO | GzipFile = opened
        if packed:
            file = closing.enter_context(GzipFile(fileobj=opened, filename="", mode="wb", mtime=0))
        for piece in pieces:
            file.write(piece.encode("utf-8", "replace") if isinstance(piece, str) else piece)
