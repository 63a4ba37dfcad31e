"""Where backups lie, what they are called, and which may go. What decides is pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

_NAME: Final = re.compile(r"paper-reader-\d{8}T\d{6}Z(-\d+)?\.tar\.gz")


def backups_folder(data_folder: Path) -> Path:
    """Where backups go when no other place is named."""
    return data_folder / "backups"


def new_name(folder: Path, made_at: datetime) -> Path:
    """A name by the time in UTC, and a number where several are made in one second."""
    stem = f"paper-reader-{made_at:%Y%m%dT%H%M%SZ}"
    numbers = [_order(path.name)[1] for path in backups_in(folder) if path.name.startswith(stem)]
    return folder / f"{stem}{f'-{max(numbers) + 1}' if numbers else ''}.tar.gz"


def backups_in(folder: Path) -> list[Path]:
    """The backups that this program has named itself, newest first."""
    if not folder.is_dir():
        return []
    found = (path for path in folder.iterdir() if _NAME.fullmatch(path.name))
    return sorted(found, key=lambda path: _order(path.name), reverse=True)


def beyond(backups: Sequence[Path], keep: int) -> Sequence[Path]:
    """Of backups, newest first, those that go when so many are kept; one always stays."""
    return backups[max(1, keep) :]


def newest_backup(data_folder: Path) -> tuple[str, datetime] | None:
    """The newest backup in the usual folder and when its name says that it was made."""
    for path in backups_in(backups_folder(data_folder))[:1]:
        return str(path), datetime.strptime(_order(path.name)[0], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    return None


def _order(name: str) -> tuple[str, int]:
    """When it was made, and which of that second it is."""
    stamp, _, number = name.removeprefix("paper-reader-").removesuffix(".tar.gz").partition("-")
    return stamp, int(number or 0)
