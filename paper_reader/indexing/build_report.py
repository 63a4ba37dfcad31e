"""How far a build is, told in a file beside the index, so that other processes can say so too.

<index>-build.json   what is built, by which process, how far; written anew at most twice a second
<index>-build.lock   held while it is built; the system frees it when that process dies
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import msgspec

from index.files import write_atomically
from paper_reader.errors import IndexUnavailable
from paper_reader.types import BuildProgress, Progress

SECONDS_BETWEEN: Final = 0.5
# Whoever looks whether a build is running holds the lock for an instant.
PATIENCE_SECONDS: Final = 2.0
DONE, FAILED, STOPPED = "done", "failed", "stopped"
_decoder = msgspec.json.Decoder(BuildProgress)


@contextmanager
def reported(root: Path, model: str, progress: Progress) -> Iterator[Progress]:
    """Around a build of the index in `root`: what it reports to goes to `progress` and into the file."""
    from filelock import FileLock, Timeout

    root.parent.mkdir(parents=True, exist_ok=True)
    try:
        lock = FileLock(_beside(root, "lock"), timeout=PATIENCE_SECONDS).acquire().lock
    except Timeout as error:
        raise IndexUnavailable(f"the index is being built already{_how_far(root)}. Wait for it") from error
    telling = _Telling(_beside(root, "json"), model, progress)
    try:
        yield telling
        telling.over(DONE)
    except KeyboardInterrupt:
        telling.over(STOPPED)
        raise
    except BaseException as error:
        telling.over(FAILED, f"{type(error).__name__}: {error}" if str(error) else type(error).__name__)
        raise
    finally:
        lock.release()


def last_build(root: Path) -> BuildProgress | None:
    """How far the build of the index in `root` is, or how the last one ended; None where none is known of."""
    from filelock import FileLock, Timeout

    try:
        found = _decoder.decode(_beside(root, "json").read_bytes())
    except (OSError, msgspec.MsgspecError):  # nothing built yet; or the file of another version, which says nothing
        return None
    if not found.is_running:
        return found
    try:
        with FileLock(_beside(root, "lock"), timeout=0):
            return replace(found, outcome=STOPPED)
    except Timeout:
        return found
    except OSError:  # a folder that cannot be written: nobody builds there
        return replace(found, outcome=STOPPED)


def in_words(build: BuildProgress) -> str:
    """Say how far it is: "Embedding papers, 34 %"."""
    share = f", {100 * build.done // build.total} %" if build.total else ""
    return f"{build.stage or 'Beginning'}{share}"


def _beside(root: Path, suffix: str) -> Path:
    return root.parent / f"{root.name}-build.{suffix}"


def _how_far(root: Path) -> str:
    build = last_build(root)
    return f" ({in_words(build)}, process {build.pid})" if build and build.is_running else ""


class _Telling:
    """Passes on what it is told and keeps the file."""

    def __init__(self, path: Path, model: str, progress: Progress, clock: Callable[[], float] = time.monotonic) -> None:
        self._path = path
        self._progress = progress
        self._clock = clock
        self._written = 0.0
        self._state = BuildProgress(
            model=model, pid=os.getpid(), started_at=datetime.now(UTC), stage="", done=0, total=None
        )
        self._write()

    def begin(self, stage: str, total: int | None, unit: str) -> None:
        self._state = replace(self._state, stage=stage, done=0, total=total)
        self._write()
        self._progress.begin(stage, total, unit)

    def advance(self, count: int = 1) -> None:
        self._state = replace(self._state, done=self._state.done + count)
        if self._clock() - self._written > SECONDS_BETWEEN:
            self._write()
        self._progress.advance(count)

    def note(self, message: str) -> None:
        self._progress.note(message)

    def end(self) -> None:
        self._progress.end()

    def over(self, outcome: str, message: str | None = None) -> None:
        self._state = replace(self._state, outcome=outcome, message=message)
        self._write()

    def _write(self) -> None:
        write_atomically(self._path, msgspec.json.encode(self._state), durable=False)
        self._written = self._clock()
