"""One refresh of a library at a time: whoever comes second is told who is at work, and since when.

The lock is the system's and ends with its process, however that ends. What it says of the holder is for people alone.
"""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from paper_reader.errors import RefreshRunning, StoreError


@contextmanager
def refresh_lock(folder: Path, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> Iterator[None]:
    """Hold the library's refresh; raises `RefreshRunning` at once where another one does."""
    from filelock import FileLock, Timeout

    note = folder / "refresh.json"
    lock = FileLock(folder / "refresh.lock", timeout=0)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        raise RefreshRunning(
            f"another refresh runs{_holder(note)}. Wait for it; paper-reader refresh runs shows how it ended"
        ) from error
    except OSError as error:
        raise StoreError(f"cannot write to {folder}: {error.strerror}. Check the folder and its permissions") from error
    try:
        mark = {"pid": os.getpid(), "host": platform.node(), "since": now().isoformat(timespec="seconds")}
        with suppress(OSError):  # without room for the note the lock holds all the same
            note.write_text(json.dumps(mark), encoding="utf-8")
        yield
    finally:
        with suppress(OSError):
            note.unlink()
        lock.release()


def _holder(note: Path) -> str:
    """Say who, in words; nothing where it cannot be read (just taken, or about to be let go)."""
    try:
        mark = json.loads(note.read_text(encoding="utf-8"))
        since = datetime.fromisoformat(mark["since"]).astimezone()
        return f" since {since:%Y-%m-%d %H:%M:%S %Z} (process {int(mark['pid'])} on {mark['host']})"
    except (OSError, ValueError, KeyError, TypeError):
        return ""
