"""Reading a file that may be compressed, in bounded memory, knowing how far one is in the compressed file."""

from __future__ import annotations

import hashlib
import stat
import zlib
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from paper_reader.errors import ImportFailed
from paper_reader.importing.encodings import as_utf8, checked_encoding, wide_encoding

_CHUNK = 256 * 1024
_HEAD = 64 * 1024
_MOST_UNPACKED = 16 * _CHUNK  # at once: a small file may unpack to any size
_GZIP_MAGIC = b"\x1f\x8b"
_OTHER_PACKINGS = {b"BZh": "bzip2", b"\xfd7zXZ": "xz", b"PK\x03\x04": "zip", b"\x28\xb5\x2f\xfd": "zstd"}


class TornFile(Exception):  # an expected end of reading, not a failure of this program
    """The compressed file ends, or goes wrong, in the middle. What came before is sound."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file to import: what it is recognised by when an interrupted import goes on."""

    path: Path
    size: int
    identity: str
    compressed: bool
    head: bytes  # the beginning, unpacked, in UTF-8 where `encoding` says that it is turned into that
    encoding: str | None = None  # None: as it lies there


def open_source(path: Path, encoding: str | None = None) -> Source:
    """Looks at a file. Raises ImportFailed where there is none to read, UsageError for an unknown encoding."""
    try:
        status = path.stat()
        if not (stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode)):  # an import goes on where it was cut
            raise ImportFailed(
                f"{path} is a pipe or device, which cannot be read twice: write what it gives to a file first"
            )
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except FileNotFoundError as error:
        raise ImportFailed(f"there is no file {path}. Check the name") from error
    except OSError as error:
        raise ImportFailed(
            f"cannot read {path}: {error.strerror}. Check that it is a file and its permissions"
        ) from error
    for magic, name in _OTHER_PACKINGS.items():
        if head.startswith(magic):
            raise ImportFailed(f"{path} is packed with {name}. Unpack it first; plain files and .gz are read")
    compressed = head.startswith(_GZIP_MAGIC)
    hashed = hashlib.blake2b(head, digest_size=12).hexdigest()
    beginning = _unpacked_head(head) if compressed else head
    encoding = checked_encoding(encoding) if encoding else wide_encoding(beginning)
    return Source(
        path=path,
        size=status.st_size,
        identity="-".join(filter(None, [str(status.st_size), str(status.st_mtime_ns), hashed, encoding])),
        compressed=compressed,
        head=b"".join(as_utf8([beginning], encoding)) if encoding else beginning,
        encoding=encoding,
    )


def chunks(source: Source, skip: int, advanced: Callable[[int], None]) -> Iterator[bytes]:
    """The unpacked file from byte `skip` on. `advanced` is told the bytes of the file itself as they are read.

    A file that is known to be in another encoding is given in UTF-8, and `skip` counts there.
    Raises TornFile at the end of what can be unpacked of a damaged file.
    """
    parts = _inflated(source, advanced) if source.compressed else _plain(source, advanced)
    for part in as_utf8(parts, source.encoding) if source.encoding else parts:
        if skip >= len(part):
            skip -= len(part)
            continue
        yield part[skip:] if skip else part
        skip = 0


def _plain(source: Source, advanced: Callable[[int], None]) -> Iterator[bytes]:
    with source.path.open("rb") as file:
        while part := file.read(_CHUNK):
            advanced(len(part))
            yield part


def _inflated(source: Source, advanced: Callable[[int], None]) -> Iterator[bytes]:
    read: list[int] = []
    try:
        for part in _one_ahead(_unpacked(_plain(source, read.append))):
            while read:
                advanced(read.pop())
            yield part
    finally:
        advanced(sum(read))


def _one_ahead(parts: Iterator[bytes]) -> Iterator[bytes]:
    """The same parts; while one is worked on, the next is made in a thread: zlib needs no lock of Python's."""
    with ThreadPoolExecutor(1, thread_name_prefix="unpacking") as unpacking:
        coming = unpacking.submit(next, parts, None)
        while (part := coming.result()) is not None:
            coming = unpacking.submit(next, parts, None)
            yield part


def _unpacked(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Gzip members one after the other; zlib checks each one's length and sum. Raises TornFile behind what is sound."""
    unpacker = zlib.decompressobj(wbits=31)
    inside = False
    for part in parts:
        while part:
            before = unpacker.copy()
            try:
                unpacked = unpacker.decompress(part, _MOST_UNPACKED)
            except zlib.error as error:
                yield from _up_to_damage(before, part)
                raise TornFile(f"the compressed data is damaged ({error})") from error
            inside = not unpacker.eof
            part = unpacker.unconsumed_tail
            if unpacker.eof:
                part = unpacker.unused_data.lstrip(b"\0")  # tape and block padding is allowed
                unpacker = zlib.decompressobj(wbits=31)
            if unpacked:
                yield unpacked
    if inside:
        rest = unpacker.flush()
        if rest:
            yield rest
        raise TornFile("the compressed file ends in the middle")


def _up_to_damage(unpacker: zlib._Decompress, part: bytes) -> Iterator[bytes]:
    """What can be unpacked of a part in which zlib fails: it gives nothing of a call that fails, so byte by byte."""
    for position in range(len(part)):
        try:
            unpacked = unpacker.decompress(part[position : position + 1])
        except zlib.error:
            return
        if unpacked:
            yield unpacked


def _unpacked_head(head: bytes) -> bytes:
    found = b""
    with suppress(TornFile):  # the head alone ends in the middle
        for part in _unpacked([head]):
            found += part
            if len(found) >= _HEAD:
                break
    return found[:_HEAD]


def trouble_with(source: Source) -> str | None:
    """What is wrong with a file in whose beginning nothing was found; None for one that is only empty."""
    try:
        next(chunks(source, 0, lambda _: None), None)
    except TornFile as error:
        return str(error)
    return None
