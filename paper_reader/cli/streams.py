"""Stdout and stderr as this program finds them: of some encoding, or closed."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO


def prepare_streams() -> None:
    """Let nothing fail for a letter that a stream lacks (it becomes a question mark), nor for a closed stream."""
    sys.stdout = _usable(sys.stdout)
    sys.stderr = _usable(sys.stderr)


def write_document(pieces: Iterable[str]) -> None:
    """Write what another program reads to stdout, in UTF-8 whatever the terminal's encoding, as in a file."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    for piece in pieces:
        sys.stdout.write(piece)


def _usable(stream: TextIO | None) -> TextIO:
    if stream is None:  # closed by the caller: `>&-`
        return Path(os.devnull).open("w", encoding="utf-8")
    if isinstance(stream, io.TextIOWrapper) and "utf" not in stream.encoding.lower():
        stream.reconfigure(errors="replace")
    return stream
