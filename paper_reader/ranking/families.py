"""Which papers are versions of one thing by the names in their titles: "YOLOv3", "YOLOv4"; "PointNet", "PointNet++"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from paper_reader.types import Paper

_HEAD = re.compile(r"^\s*([^:]{2,40}?)\s*:\s+\S")
_VERSION = re.compile(
    r"(?:[-\s]?v(?:ersion)?\.?\s?\d+(?:\.\d+)*|[-\s]?\d+(?:\.\d+)*|\+\+|[-\s](?:xl|xs|l|s|base|large))+$"
)
SHORTEST = 3  # letters of a name without its version


def families(papers: Sequence[Paper]) -> list[str]:
    """The name of each paper's family: what its title begins with before a colon, without version; "" where none."""
    return [_family(paper.title) for paper in papers]


def _family(title: str) -> str:
    head = _HEAD.match(title)
    if head is None or len(head.group(1).split()) > 2:
        return ""
    name = _VERSION.sub("", head.group(1).strip().lower()).strip(" -")
    return name if len(name) >= SHORTEST else ""
