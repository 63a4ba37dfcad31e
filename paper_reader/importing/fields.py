"""Small pieces of fields that several formats share."""

from __future__ import annotations

from datetime import date

import msgspec

from paper_reader.importing.entries import BadEntry

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


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
        except (msgspec.DecodeError, UnicodeDecodeError):
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


def without_nul(text: str) -> str:
    """The text without NUL characters, which no database keeps well."""
    return text.replace("\0", "") if "\0" in text else text
