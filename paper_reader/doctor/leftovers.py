"""What killed processes left behind: generations and files half written, runs that look as if they went on."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final

from index import generations
from paper_reader.doctor.finding import Found, note, size_in_words, some, warning
from paper_reader.doctor.subject import Subject

FILES, RUNS = "files", "runs"
# `backup` and `restore` put their process into the names of what they write; others leave files for a moment only.
_OF_PROCESS: Final = re.compile(r"\.(?:restoring-|.*\.)(\d+)\.[0-9a-f]{32}(?:\.part(?:-journal)?)?")
_DRAFT: Final = re.compile(r"\..*\.(?:part|new)")
_LEFT_AFTER: Final = timedelta(hours=1)


def check_runs(subject: Subject) -> Iterator[Found]:
    """Runs whose process is gone."""
    if open_runs := subject.store.runs.abandoned():
        listed = some(f"{run.run_id} ({run.kind} {run.description})" for run in open_runs)
        message = f"{len(open_runs)} look as if they went on, but their processes have ended: {listed}"
        yield warning(RUNS, message, repair=lambda: _ignore(subject.store.runs.close_abandoned()))


def check_files(subject: Subject) -> Iterator[Found]:
    """Files and folders that belong to nothing."""
    folder, root = subject.settings.data_folder, subject.index_root
    if old := _old_generations(root):
        names = some(path.name for path in old)
        message = f"generations of the index that are not in use: {names}, {size_in_words(sum(map(_size, old)))}"
        yield warning(FILES, message, repair=partial(_remove_generations, root, old))
    places = [folder, folder / "backups", root, subject.settings.cache_folder / "gates"]
    places += [path for path in (subject.settings.cache_folder / "scholar").glob("*") if path.is_dir()]
    if left := [path for place in places for path in _drafts(place, subject.now)]:
        message = f"left by processes that ended: {some(path.name for path in left)}, "
        yield warning(FILES, message + size_in_words(sum(map(_size, left))), repair=partial(_remove, left))
    named = subject.store.census.rejects_paths()
    rejects = [path for path in sorted((folder / "rejects").glob("*")) if path.is_file()]
    if strangers := [path for path in rejects if str(path) not in named and path.name not in map(_name, named)]:
        yield note(
            FILES, f"rejected lines that no run names: {some(path.name for path in strangers)}", "look into them"
        )
    for path in sorted(folder.glob("before-restore-*")):
        yield note(
            FILES, f"{path.name} is a library kept aside, {size_in_words(_size(path))}", "remove it when you like"
        )


def _old_generations(root: Path) -> list[Path]:
    """Everything but the current generation; nothing while somebody writes there, for it may be the next one."""
    from index.errors import IndexBusy

    if not generations.generations(root).is_dir():
        return []
    try:
        with generations.writing(root, wait_seconds=0):
            current = generations.current_number(root)
            found = sorted(generations.generations(root).iterdir())
    except (IndexBusy, OSError):
        return []
    if not current:  # which one is in use is not known: the index itself is a finding then
        return [path for path in found if not path.name.isdigit()]
    return [path for path in found if path.name != f"{current:0{generations.DIGITS}}"]


def _remove_generations(root: Path, old: list[Path]) -> None:
    with generations.writing(root, wait_seconds=0):
        _remove(old)


def _drafts(folder: Path, now: datetime) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if _is_left(path, now))


def _is_left(path: Path, now: datetime) -> bool:
    if of_process := _OF_PROCESS.fullmatch(path.name):
        return not _lives(int(of_process[1]))
    return bool(_DRAFT.fullmatch(path.name)) and now.timestamp() - _age_stamp(path) > _LEFT_AFTER.total_seconds()


def _lives(pid: int) -> bool:
    if os.name == "nt":
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _age_stamp(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return float("inf")  # gone meanwhile


def _remove(paths: list[Path]) -> None:
    for path in paths:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def _size(path: Path) -> int:
    if path.is_dir():
        return sum(inner.stat().st_size for inner in path.rglob("*") if inner.is_file())
    return path.stat().st_size if path.exists() else 0


def _name(path: str) -> str:
    return Path(path).name


def _ignore(_: object) -> None:
    """A repair gives nothing back."""
