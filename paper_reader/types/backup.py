"""What is said of a backup that was made, and of a library that was restored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupReport:
    """A backup, read back and compared. `counts` are its rows by table, `removed` older backups that made room."""

    path: str
    made_at: datetime
    program: str
    database: str  # "sqlite" or "postgresql"
    schema: str
    size_bytes: int
    library_bytes: int
    counts: Mapping[str, int]
    files: tuple[str, ...]
    removed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreReport:
    """What was restored where. `kept_aside` is where the library lies that was there before, None where there was none.

    `migrated_from` is the backup's schema where it was an older one. `restored_files` are the settings and the roadmap
    of the backup, put beside the library and not in force. `next_steps` are left to the person.
    """

    data_dir: str
    backup: BackupReport
    only_checked: bool
    kept_aside: str | None = None
    migrated_from: str | None = None
    restored_files: tuple[str, ...] = ()
    next_steps: tuple[str, ...] = ()
