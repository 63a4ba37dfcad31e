"""What the library tells about its own keeping: why a record lies where it lies, and what changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from paper_reader.types.record import SourceRecord


class MergeKind(StrEnum):
    """What was done with a record when it came."""

    CREATE = "create"  # it became a paper of its own
    ATTACH = "attach"  # it joined a paper
    FUSE = "fuse"  # it joined a paper and showed that others are the same


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason for a merge: what agrees (`kind`: "arxiv", "doi", "title", "authors", "year" ...), with which record.

    `record` is the other record's "source:key".
    """

    kind: str
    value: str
    record: str


@dataclass(frozen=True, slots=True)
class MergeDecision:
    """What was decided for one record and on what grounds. `fused` are the papers that were given up for this one."""

    kind: MergeKind
    evidence: tuple[Evidence, ...] = ()
    fused: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRecord:
    """A record as it was harvested, the paper it hangs to, and why."""

    record: SourceRecord
    paper_id: int
    decision: MergeDecision
    stored_at: datetime


@dataclass(frozen=True, slots=True)
class PaperChange:
    """The latest change of one paper. `deleted`: it was fused into another and is no longer shown."""

    number: int
    paper_id: int
    deleted: bool


@dataclass(frozen=True, slots=True)
class IngestCounts:
    """What became of a batch of records; `read` is the sum of the others.

    `created` made a paper, `updated` brought new content for a record that was there, `merged` joined a paper.
    """

    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    merged: int = 0

    def __add__(self, other: IngestCounts) -> IngestCounts:
        return IngestCounts(
            self.read + other.read,
            self.created + other.created,
            self.updated + other.updated,
            self.unchanged + other.unchanged,
            self.merged + other.merged,
        )
