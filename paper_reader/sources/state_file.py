"""Small files that several processes share: written whole or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile


def write_whole(path: Path, content: bytes) -> None:
    """Put `content` in the place of what was there; a reader sees the old file or the new one, whoever is killed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", suffix=".new", delete=False) as fresh:
        try:
            fresh.write(content)
            fresh.flush()
            os.fsync(fresh.fileno())
        except BaseException:
            _remove(fresh.name)
            raise
    try:
        Path(fresh.name).replace(path)
    except OSError:
        _remove(fresh.name)
        raise


def _remove(name: str) -> None:
    with suppress(OSError):
        Path(name).unlink()
