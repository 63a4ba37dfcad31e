"""Small pieces of fields that several formats share."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

import msgspec

from paper_reader.importing.entries import BadEntry

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_WRITTEN_NUL = b"\\u0000"  # the only way to write one in JSON
_Line = TypeVar("_Line")


def first_json_object(head: bytes) -> dict[str, object] | None:
    """The object on the first line that has one; empty where that is longer than `head`; None for other files.

    A few broken lines at the beginning do not hide what the file is.
    """
    text = head.removeprefix(_BYTE_ORDER_MARK).lstrip()
    if not text.startswith(b"{"):
        return None
    for line in text.splitlines()[:50]:
        try:
            found = msgspec.json.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            continue
        if isinstance(found, dict):
            return found
    return {}


def day_of(text: str, field: str) -> date:
    """The day of "2017-06-12", "2017-06-12T17:57:34Z", "2017-06" or "2017". Raises BadEntry for anything else."""
    day = text.strip()[:10]
    try:
        if len(day) == 4:
            return date(int(day), 1, 1)
        return date.fromisoformat(f"{day}-01" if len(day) == 7 else day)
    except ValueError as error:
        raise BadEntry(f"{field}: {text[:40]!r} is no date") from error


def decoded(data: bytes, decoder: msgspec.json.Decoder[_Line]) -> _Line:
    """A line as its format sees it, without NUL characters, which no database keeps well. Raises BadEntry."""
    try:
        if _WRITTEN_NUL in data:
            data = msgspec.json.encode(_without_nul(msgspec.json.decode(data)))
        return decoder.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadEntry(str(error)) from error
    except RecursionError as error:
        raise BadEntry("its lists and objects are nested too deep") from error


def _without_nul(value: object) -> object:
    if isinstance(value, str):
        return value.replace("\0", "")
    if isinstance(value, list):
        return [_without_nul(one) for one in value]
    if isinstance(value, dict):
        return {_without_nul(name): _without_nul(one) for name, one in value.items()}
    return value
