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
class BuildProgress:
    """How far the present build of an index is, or how the last one ended.

    `outcome` is None while it runs; "done", "failed", or "stopped" where its process has gone without a word. `pid` is
    the process that builds, and `message` why it failed.
    """

    model: str
    pid: int
    started_at: datetime
    stage: str
    done: int
    total: int | None
    outcome: str | None = None
    message: str | None = None

    @property
    def is_running(self) -> bool:
        """Whether it is being worked on."""
        return self.outcome is None


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexStatus:
    """The index beside the library. What belongs to an index that is not there is None.

    `problem` says why the model cannot be opened; `encoder_key` and `to_embed` are then not known either.
    `pending` counts papers whose latest change the index lacks; `to_embed` counts papers whose text has no vector of
    the model named in the settings. `index_model` is how the settings named the model that the index was built with.
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
    index_model: str | None = None
    generation: int | None = None
    vector_kind: str | None = None
    measured_recall: float | None = None
    created_at: datetime | None = None
    disk_bytes: int = 0
    problem: str | None = None
    build: BuildProgress | None = None  # what is being built now, or was last
