"""What the reader has corrected in the merging of records."""

from __future__ import annotations

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
