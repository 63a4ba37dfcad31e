"""Short names for addresses. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from paper_reader.titles import folded

MOST_LETTERS = 60
_GAP = re.compile(r"[^a-z0-9]+")


def slugs_for(name: str, otherwise: str) -> Iterator[str]:
    """Slugs for a name, the best first, then with numbers: "graph-networks", "graph-networks-2" and so on."""
    slug = _GAP.sub("-", folded(name)).strip("-")[:MOST_LETTERS].strip("-") or otherwise
    yield slug
    number = 2
    while True:
        yield f"{slug}-{number}"
        number += 1
