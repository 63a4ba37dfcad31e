"""Names for the places of a document: made of titles, safe in addresses, the same for the same text. Pure."""

from __future__ import annotations

import re
import unicodedata

_NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")
_LONGEST = 48


class Anchors:
    """Gives each place of one document its own name. None begins like those of references, or like a page's own ids."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def of_section(self, title: str) -> str:
        """A section's name, from its title: notes made on it hold when another section is put before it."""
        parted = unicodedata.normalize("NFKD", title)
        plain = "".join(sign for sign in parted if not unicodedata.combining(sign)).lower()
        slug = _NOT_IN_NAMES.sub("-", plain).strip("-")[:_LONGEST].strip("-")
        return self._unique(f"s-{slug or 'section'}")

    def of_block(self, section_anchor: str, position: int) -> str:
        """The name of a section's piece number `position` (1-based)."""
        return self._unique(f"{section_anchor}.{position}")

    def of_reference(self, position: int) -> str:
        """The name of entry number `position` (1-based) of the list of references."""
        return self._unique(f"ref-{position}")

    def _unique(self, wanted: str) -> str:
        name, number = wanted, 1
        while name in self._given:
            number += 1
            name = f"{wanted}-{number}"
        self._given.add(name)
        return name
