"""Full texts that were fetched once: the answer as it came, and what was read from it. A file each, oldest go first.

A parsed document names the version of the parsers in its file name: a newer program reads the answer anew. A file that
cannot be read is as good as none.
"""

from __future__ import annotations

import gzip
import logging
import os
import zlib
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec

from paper_reader.reader.raw_document import DocumentForm, RawDocument
from paper_reader.sources.state_file import write_whole
from paper_reader.types.document import Document, DocumentSource

_log = logging.getLogger(__name__)
PARSE_VERSION: Final = 1  # raise it whenever the parsers give something else for the same bytes
_RAW: Final = ".raw.gz"
_PARSED: Final = f".v{PARSE_VERSION}.json.gz"
_MOST_UNPACKED: Final = 512 * 1024 * 1024
_BAD: Final = (OSError, EOFError, zlib.error, ValueError, msgspec.MsgspecError)


class _Head(msgspec.Struct, frozen=True, kw_only=True):
    """The first line of a raw file."""

    form: DocumentForm
    source: DocumentSource
    address: str
    fetched_at: datetime


class DocumentCache:
    """Full texts in a folder, by arXiv id and version. Safe between threads and processes.

    A folder that cannot be written is a cache without documents.
    """

    def __init__(self, folder: Path, most_bytes: int) -> None:
        self._folder = folder
        self._most_bytes = most_bytes

    def document(self, name: str) -> Document | None:
        """The document as these parsers read it."""
        content = self._unpacked(name, _PARSED)
        if content is None:
            return None
        try:
            return msgspec.json.decode(content, type=Document)
        except _BAD as error:
            return self._spoilt(name, error)

    def raw(self, name: str) -> RawDocument | None:
        """The answer as it came."""
        content = self._unpacked(name, _RAW)
        if content is None:
            return None
        try:
            line, _, body = content.partition(b"\n")
            head = msgspec.json.decode(line, type=_Head)
            return RawDocument(
                content=body,
                form=head.form,
                source=head.source,
                address=head.address,
                fetched_at=head.fetched_at,
            )
        except _BAD as error:
            return self._spoilt(name, error)

    def put_raw(self, name: str, raw: RawDocument) -> None:
        """Keep an answer, and forget what was read from the one before."""
        head = _Head(form=raw.form, source=raw.source, address=raw.address, fetched_at=raw.fetched_at)
        for old in self._folder.glob(f"{_stem(name)}.v*.json.gz"):
            with suppress(OSError):
                old.unlink()
        self._put(name, _RAW, msgspec.json.encode(head) + b"\n" + raw.content)

    def put_document(self, name: str, document: Document) -> None:
        """Keep what was read."""
        self._put(name, _PARSED, msgspec.json.encode(document))

    def _put(self, name: str, ending: str, content: bytes) -> None:
        try:
            write_whole(self._folder / (_stem(name) + ending), gzip.compress(content, 5, mtime=0))
            self._prune()
        except OSError as error:
            _log.warning("a full text could not be kept: %s", error)

    def _unpacked(self, name: str, ending: str) -> bytes | None:
        path = self._folder / (_stem(name) + ending)
        try:
            with gzip.open(path) as file:
                content = file.read(_MOST_UNPACKED)
        except FileNotFoundError:
            return None
        except _BAD as error:
            return self._spoilt(name, error)
        with suppress(OSError):
            os.utime(path)  # read now: not among the first to go
        return content

    @staticmethod
    def _spoilt(name: str, error: Exception) -> None:
        _log.warning("the kept full text of %s cannot be used and is read anew: %s", name, error)

    def _prune(self) -> None:
        held = 0
        for _, size, path in sorted(self._files(), reverse=True):
            held += size
            if held > self._most_bytes:
                path.unlink(missing_ok=True)

    def _files(self) -> list[tuple[int, int, Path]]:
        found = []
        for path in self._folder.glob("*.gz"):
            with suppress(OSError):  # another process has just pruned it
                status = path.stat()
                found.append((status.st_mtime_ns, status.st_size, path))
        return found


def _stem(name: str) -> str:
    """The id as a file name; only plain ids of arXiv come here, and their one slash is replaced."""
    return name.replace("/", "_")
