"""What lies in a Zotero library already, as far as a push must know it. Pure.

It is kept between pushes, so that each asks only for what has changed since.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from paper_reader.zotero.items import content_hash, marked_hash, names_of_item

_NO_PAPERS = frozenset({"attachment", "note", "annotation"})


class KnownItem(msgspec.Struct):
    """An item of Zotero's. `marked`: the hash that we wrote; `present`: that of what is there now."""

    version: int
    names: list[str]
    marked: str | None
    present: str
    collections: list[str]
    binned: bool = False


class Known(msgspec.Struct):
    """All items by key, as of a version of the library."""

    version: int = 0
    items: dict[str, KnownItem] = {}

    def note(self, found: Iterable[Mapping[str, Any]]) -> None:
        """Take in items as the API gives them."""
        for one in found:
            data = one.get("data") or {}
            key = str(one.get("key") or data.get("key") or "")
            if not key or data.get("itemType") in _NO_PAPERS:
                continue
            self.items[key] = KnownItem(
                version=int(one.get("version") or data.get("version") or 0),
                names=names_of_item(data),
                marked=marked_hash(data),
                present=content_hash(data),
                collections=[str(name) for name in data.get("collections") or []],
                binned=bool(data.get("deleted")),
            )

    def forget(self, keys: Iterable[str]) -> None:
        """Items that are gone."""
        for key in keys:
            self.items.pop(key, None)

    def by_name(self) -> dict[str, str]:
        """The key of the item for each name; one that lies in the bin only where there is no other."""
        found: dict[str, str] = {}
        for key, item in sorted(self.items.items(), key=lambda one: not one[1].binned):
            found.update(dict.fromkeys(item.names, key))
        return found


def encode(known: Known) -> str:
    """As a text, to be kept."""
    return msgspec.json.encode(known).decode()


def decode(text: str | None) -> Known:
    """Back from `encode`; empty where nothing was kept."""
    return msgspec.json.decode(text, type=Known) if text else Known()
