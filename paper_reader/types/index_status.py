"""How the index stands to the library."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class IndexState(StrEnum):
    """What can be said of an index in one word."""

    CURRENT = "current"
    BEHIND = "behind"  # papers were added, changed or deleted since
    MISSING = "missing"  # nothing has been built yet
    OTHER_MODEL = "other model"  # built with another model than the settings name
    OTHER_LIBRARY = "other library"  # its change number is one this library never had
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexStatus:
    """The index beside the library. What belongs to an index that is not there is None.

    `problem` says why the model cannot be opened; `encoder_key` and `to_embed` are then not known either.
    `pending` counts papers whose latest change the index lacks; `to_embed` counts papers whose text has no vector of
    the model named in the settings.
    """

    state: IndexState
    model: str  # as the settings name it
    encoder_key: str | None  # of that model
    library_papers: int
    library_change_number: int
    pending: int
    to_embed: int | None
    papers: int | None = None
    change_number: int | None = None
    index_encoder_key: str | None = None
    generation: int | None = None
    vector_kind: str | None = None
    measured_recall: float | None = None
    created_at: datetime | None = None
    disk_bytes: int = 0
    problem: str | None = None
