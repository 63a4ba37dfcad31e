"""What is done to a library that is not open: naming its backups, bringing one back, looking for damage."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from paper_reader.errors import BackupError, UsageError
from paper_reader.settings import Settings
from paper_reader.types import NO_PROGRESS, BackupReport, Progress, RestoreReport


def list_backups(settings: Settings, folder: Path | None = None) -> list[BackupReport]:
    """The backups in a folder, newest first; one that says nothing of itself is left out."""
    from paper_reader.backup.making import report_of
    from paper_reader.backup.shelf import backups_folder, backups_in

    found = []
    for path in backups_in(folder.expanduser() if folder else backups_folder(settings.data_folder)):
        try:
            found.append(report_of(path))
        except BackupError:
            continue  # cut or foreign; restoring it would say so
    return found


def restore_library(
    settings: Settings,
    backup: Path,
    *,
    to: Path | None = None,
    only_check: bool = False,
    progress: Progress = NO_PROGRESS,
) -> RestoreReport:
    """Bring the library of a backup into the data folder, or into the folder `to`; the present one is kept aside.

    Raises `BackupError`, `LibraryTooNew` or `LibraryBusy`; nothing was changed then.
    """
    from paper_reader.backup.restoring import restore

    if to is None and settings.database_url and not only_check:
        raise UsageError(
            "database_url is set, so a library in the data folder would not be read. Name a folder with --to, and "
            "leave database_url out or let it name the library there"
        )
    folder = to.expanduser() if to else settings.data_folder
    return restore(backup.expanduser(), folder, now=datetime.now(UTC), only_check=only_check, progress=progress)
