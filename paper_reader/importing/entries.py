"""What a file is cut into before it is understood: numbered pieces, each knowing where it ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

LONGEST_LINE = 16 * 1024 * 1024  # bytes; a longer one is no record, and is not to be held in memory
_KEPT_OF_OVERLONG = 4096


class BadEntry(ValueError):
    """One piece of a file is no record; the message is the reason. The rest of the file goes in."""


@dataclass(slots=True)
class Entry:
    """One piece of a file: the 1-based line it begins on, its bytes, and the place in the file behind it.

    `overlong`: only its beginning is here. `complete`: its end mark was seen, so it is not cut off by the file's end.
    `line_ends`: how many lines end between its beginning and `end`.
    """

    line: int
    data: bytes
    end: int
    overlong: bool = False
    complete: bool = True
    line_ends: int = 1

    @property
    def place(self) -> Place:
        """Where reading goes on behind it."""
        return Place(self.end, self.line - 1 + self.line_ends)


@dataclass(frozen=True, slots=True)
class Place:
    """Where reading goes on: so many bytes (of the unpacked file) and so many lines lie behind."""

    offset: int = 0
    line: int = 0


def lines(chunks: Iterable[bytes], start: Place) -> Iterator[Entry]:
    """The lines of a file that begins at `start`, without their ends. Holds one chunk and one line at most."""
    number, offset = start.line, start.offset
    rest = b""
    dropped = 0  # bytes of an overlong line that are already let go
    for chunk in chunks:
        pieces = chunk.split(b"\n")
        for index, piece in enumerate(pieces[:-1]):
            data = rest + piece if index == 0 else piece
            rest = b"" if index == 0 else rest
            number += 1
            offset += dropped + len(data) + 1
            overlong = dropped > 0 or len(data) > LONGEST_LINE
            if overlong:
                data = data[:_KEPT_OF_OVERLONG]
            yield Entry(number, data[:-1] if data.endswith(b"\r") else data, offset, overlong)
            dropped = 0
        rest = pieces[-1] if len(pieces) > 1 else rest + pieces[-1]
        if len(rest) > LONGEST_LINE or (dropped and len(rest) > _KEPT_OF_OVERLONG):
            dropped += len(rest) - _KEPT_OF_OVERLONG
            rest = rest[:_KEPT_OF_OVERLONG]
    if rest:
        yield Entry(number + 1, rest, offset + dropped + len(rest), dropped > 0, complete=False)
