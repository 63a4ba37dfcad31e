"""Cutting files whose records are longer than a line: BibTeX entries, RIS records, rows of a table, objects of JSON.

Each cutter gives the same pieces from whatever place behind a piece it starts, and holds one piece and one chunk at
most. What has no end within `LONGEST_LINE` is given cut, for the rejects file, and reading goes on behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from paper_reader.importing.entries import LONGEST_LINE, Entry, Place, lines

_KEPT_OF_OVERLONG = 4096
_BEGINNING = rb"@[ \t]*[A-Za-z]+[ \t]*[({]"
_ENTRY = re.compile(_BEGINNING)
_ENTRY_AT_LINE_START = re.compile(rb"[ \t]*" + _BEGINNING)
_BRACES = re.compile(rb"[{}]")
_BRACES_AND_END = re.compile(rb"[{})]")
_TAG = re.compile(rb"[\xef\xbb\xbf\s]*TY\s{1,3}-")
_LAST_TAG = re.compile(rb"\s*ER\s{1,3}-")
_OUTSIDE_TEXT = re.compile(rb'["{}\[\]]')
_INSIDE_TEXT = re.compile(rb'["\\]')
_QUOTED_CELL = re.compile(rb'(?:^|(?<=[,;\t]))"')
_QUOTES = re.compile(rb'""|"')


class _Piece:
    """A piece while it grows."""

    __slots__ = ("_data", "_line", "_line_ends", "_overlong")

    def __init__(self, line: int) -> None:
        self._line = line
        self._line_ends = 0
        self._data = bytearray()
        self._overlong = False

    def add(self, part: bytes, *, overlong: bool = False) -> None:
        self._line_ends += part.count(b"\n")
        if not self._overlong:
            self._data += part
            if overlong or len(self._data) > LONGEST_LINE:
                self._overlong = True
                del self._data[_KEPT_OF_OVERLONG:]

    @property
    def is_blank(self) -> bool:
        return not self._data.strip()

    def entry(self, end: int, *, complete: bool = True) -> Entry:
        return Entry(self._line, bytes(self._data), end, self._overlong, complete, self._line_ends)


def bibtex_entries(chunks: Iterable[bytes], start: Place) -> Iterator[Entry]:
    """Everything from "@word{" to its closing brace; what stands between is no data in BibTeX and is passed over.

    Where a brace is missing, a line that begins an entry ends the one before, so that one bad entry costs one.
    """
    piece: _Piece | None = None
    depth = 0
    token = _BRACES
    offset = start.offset
    for line in lines(chunks, start):
        data, at = line.data + b"\n", 0
        if piece is not None and _ENTRY_AT_LINE_START.match(data):
            yield piece.entry(offset, complete=False)
            piece = None
        while True:
            if piece is None:
                begun = _ENTRY.search(data, at)
                if begun is None:
                    break
                piece, at, depth = _Piece(line.line), begun.start(), 0
                token = _BRACES_AND_END if begun[0].endswith(b"(") else _BRACES
                mark = begun.end() - 1 if token is _BRACES else begun.end()
            else:
                mark = at
            end, depth = _end_of_entry(data, mark, depth, token)
            piece.add(data[at : end or len(data)], overlong=line.overlong)
            if end is None:
                break
            at = end
            rest = data[at:]
            yield piece.entry(offset + at)
            piece = None
            if not rest.strip():
                break
        offset = line.end
    if piece is not None:
        yield piece.entry(offset, complete=False)


def _end_of_entry(data: bytes, at: int, depth: int, token: re.Pattern[bytes]) -> tuple[int | None, int]:
    """The place behind the end of the entry in this line, or None; and how deep its braces are there."""
    for found in token.finditer(data, at):
        if found[0] == b"{":
            depth += 1
        elif found[0] == b"}":
            depth -= 1
            if depth <= 0 and token is _BRACES:
                return found.end(), 0
        elif depth <= 0:
            return found.end(), 0
    return None, depth


def ris_records(chunks: Iterable[bytes], start: Place) -> Iterator[Entry]:
    """Everything from a TY line to its ER line, or to the next TY where that is missing."""
    piece: _Piece | None = None
    offset = start.offset
    for line in lines(chunks, start):
        if _TAG.match(line.data):
            if piece is not None:
                yield piece.entry(offset)
            piece = _Piece(line.line)
        if piece is not None:
            piece.add(line.data + b"\n", overlong=line.overlong)
            if _LAST_TAG.match(line.data):
                yield piece.entry(line.end)
                piece = None
        offset = line.end
    if piece is not None:
        yield piece.entry(offset, complete=False)


def table_rows(chunks: Iterable[bytes], start: Place) -> Iterator[Entry]:
    """The rows of a table; a quoted cell may hold line ends. A quote inside a plain cell is a letter."""
    piece: _Piece | None = None
    quoted = False
    offset = start.offset
    for line in lines(chunks, start):
        piece = piece or _Piece(line.line)
        quoted = _is_quoted_at_end(line.data, quoted)
        piece.add(line.data + b"\n", overlong=line.overlong)
        offset = line.end
        if not quoted:
            if not piece.is_blank:
                yield piece.entry(offset)
            piece = None
    if piece is not None:
        yield piece.entry(offset, complete=False)


def _is_quoted_at_end(row: bytes, quoted: bool) -> bool:
    at = 0
    while True:
        if quoted:
            end = next((found for found in _QUOTES.finditer(row, at) if found[0] == b'"'), None)
            if end is None:
                return True
            at, quoted = end.end(), False
        else:
            begun = _QUOTED_CELL.search(row, at)
            if begun is None:
                return False
            at, quoted = begun.end(), True


def json_objects(chunks: Iterable[bytes], start: Place) -> Iterator[Entry]:
    """The outermost objects of a JSON list, or of several one after the other."""
    offset, line = start.offset, start.line + 1
    piece: _Piece | None = None
    depth, in_text, escaped = 0, False, False
    for chunk in chunks:
        at = begin = 0
        if escaped:
            at, escaped = 1, False
        while found := (_INSIDE_TEXT if in_text else _OUTSIDE_TEXT).search(chunk, at):
            at = found.end()
            token = found[0]
            if token == b"\\":
                at += 1
                escaped = at > len(chunk)
            elif token == b'"':
                in_text = not in_text
            elif token == b"{":
                if piece is None:
                    line += chunk.count(b"\n", begin, found.start())
                    piece, begin, depth = _Piece(line), found.start(), 0
                depth += 1
            elif token == b"}" and piece is not None:
                depth -= 1
                if depth == 0:
                    piece.add(chunk[begin:at])
                    entry = piece.entry(offset + at)
                    yield entry
                    line += entry.line_ends
                    piece, begin = None, at
        if piece is not None:
            piece.add(chunk[begin:])
        else:
            line += chunk.count(b"\n", begin)
        offset += len(chunk)
    if piece is not None:
        yield piece.entry(offset, complete=False)
