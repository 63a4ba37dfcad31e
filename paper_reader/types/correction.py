"""What the reader has corrected in the merging of records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

RecordName: TypeAlias = tuple[str, str]  # source and key


class CorrectionKind(StrEnum):
    """What the reader says of two records."""

    TOGETHER = "together"  # they are of one paper
    APART = "apart"  # they are not


@dataclass(frozen=True, slots=True)
class Correction:
    """What the reader said of two records, and when."""

    one: RecordName
    other: RecordName
    kind: CorrectionKind
    made_at: datetime


@dataclass(frozen=True, slots=True)
class CorrectedPaper:
    """A paper after a correction. `is_new`: it has a number of its own since, be it one that it had long ago."""

    paper_id: int
    title: str
    records: tuple[RecordName, ...]
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionReport:
    """What a correction did, or would do where it was only tried.

    `papers` are those that the named ones have become; `gone` says which numbers lead to which paper now. `notes` say
    what the reader should know of marks and notes.
    """

    papers: tuple[CorrectedPaper, ...]
    gone: Mapping[int, int]
    is_trial: bool
    notes: tuple[str, ...] = ()
