"""Writing a file that a person asked for."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path


def write_file(path: Path, pieces: Iterable[str]) -> None:
    """Write a text file whole or not at all: what stood there stays until the new text is complete."""
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="\n") as file:
            for piece in pieces:
                file.write(piece)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
