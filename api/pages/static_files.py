"""The pages' styles and scripts, under addresses that change with their content, so that browsers may keep them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Final

KEPT_A_YEAR: Final = "public, max-age=31536000, immutable"
MEDIA_TYPES: Final = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True)
class StaticFiles:
    """All files, and the version that stands in their addresses. Modules may name each other relatively."""

    version: str
    contents: Mapping[str, bytes]

    def address(self, name: str) -> str:
        """Where a file is to be fetched; raises KeyError where there is none of this name."""
        _ = self.contents[name]
        return f"/static/{self.version}/{name}"


@lru_cache(maxsize=1)
def static_files() -> StaticFiles:
    """Read them once."""
    folder = files("api.pages").joinpath("static")
    kinds = tuple(f".{kind}" for kind in MEDIA_TYPES)
    contents = {one.name: one.read_bytes() for one in folder.iterdir() if one.name.endswith(kinds)}
    told = hashlib.blake2b(digest_size=8)
    for name in sorted(contents):
        told.update(name.encode() + b"\0" + contents[name] + b"\0")
    return StaticFiles(told.hexdigest(), contents)


def media_type(name: str) -> str:
    """What a file is, by the end of its name."""
    return MEDIA_TYPES[name.rpartition(".")[2]]
