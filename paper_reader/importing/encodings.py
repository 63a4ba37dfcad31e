"""The encodings that files of references come in: UTF-8 as a rule, UTF-16 from Windows, an 8-bit one from old ones.

UTF-16, and whatever a person names, is turned into UTF-8 while the file is read, so that all that follows sees one
encoding. Bytes that are no UTF-8 are settled piece by piece, since one file may hold entries from many hands.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator

from paper_reader.errors import UsageError

_MARKS = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_UTF32_MARKS = {codecs.BOM_UTF32_LE: "utf-32-le", codecs.BOM_UTF32_BE: "utf-32-be"}
_OLD_WINDOWS = "cp1252"  # what most 8-bit files of the West are in; Latin-1's letters are the same
_BYTE_ORDER_MARK = "\ufeff"
_MOST, _FEW = 0.6, 0.05


def wide_encoding(head: bytes) -> str | None:
    """The encoding of a file whose letters are two or four bytes; None for all others.

    Told by its mark, or by most of every second byte of the beginning being zero, as plain letters have it in UTF-16.
    """
    for marks in (_UTF32_MARKS, _MARKS):  # UTF-32's mark begins with UTF-16's
        for mark, name in marks.items():
            if head.startswith(mark):
                return name
    sample = head[:400]
    if len(sample) >= 8 and b"\0" in sample:
        for name, letters, zeros in (("utf-16-le", 0, 1), ("utf-16-be", 1, 0)):
            if (
                sample[zeros::2].count(0) > _MOST * len(sample) / 2
                and sample[letters::2].count(0) < _FEW * len(sample) / 2
            ):
                return name
    return None


def checked_encoding(name: str) -> str:
    """The encoding under the name that Python knows it by. Raises `UsageError` where there is none."""
    try:
        "".encode(name)
        return codecs.lookup(name).name
    except LookupError as error:
        raise UsageError(f"there is no encoding {name!r}. Try utf-8, latin-1, cp1252, gb18030 or shift-jis") from error


def as_utf8(chunks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """A file in another encoding as UTF-8; what is no letter of it becomes a question mark in a diamond."""
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    first = True
    for chunk in chunks:
        text = decoder.decode(chunk)
        if first and text:
            text, first = text.removeprefix(_BYTE_ORDER_MARK), False
        if text:
            yield text.encode("utf-8", "replace")
    if rest := decoder.decode(b"", final=True):
        yield rest.encode("utf-8", "replace")


def text_of(data: bytes) -> str:
    """A piece of a file as text, without NUL, with plain line ends."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        text = data.decode(_OLD_WINDOWS, errors="replace")
    return text.removeprefix(_BYTE_ORDER_MARK).replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
