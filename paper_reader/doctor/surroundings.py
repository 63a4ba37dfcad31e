"""What surrounds a library: disk, folders, clock, sources, the roadmap file, tokens, backups, models not in use."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Final

from paper_reader.doctor.finding import Found, note, problem, size_in_words, warning
from paper_reader.doctor.subject import Subject
from paper_reader.errors import RoadmapError
from paper_reader.sources.breaker import Breaker, BreakerState
from paper_reader.sources.scholar.budget import DailyBudget

LEAST_FREE_BYTES: Final = 100_000_000
AHEAD: Final = timedelta(minutes=10)
BACKUP_AGE: Final = timedelta(days=30)


def check_disk(subject: Subject) -> Iterator[Found]:
    """Room for what the library does next."""
    folder = subject.settings.data_folder
    free = shutil.disk_usage(_existing(folder)).free
    database = folder / "library.db"
    size = database.stat().st_size if database.exists() else 0
    if free < LEAST_FREE_BYTES:
        yield problem("disk", f"{size_in_words(free)} are free where the library lies", "free some space")
    elif free < 2 * size:
        message = f"{size_in_words(free)} are free, and a backup or a new index of {size_in_words(size)} may not fit"
        yield warning("disk", message, "free some space, or let backups go elsewhere: paper-reader backup --output DIR")


def check_folders(subject: Subject) -> Iterator[Found]:
    """Folders that cannot be written, and the reader's own roadmap file."""
    for name, folder in (("data", subject.settings.data_folder), ("cache", subject.settings.cache_folder)):
        if not os.access(_existing(folder), os.W_OK):
            yield problem("settings", f"the {name} folder {folder} cannot be written", "check its permissions")
    if subject.settings.roadmap is not None:
        from paper_reader.roadmap import load_roadmap

        try:
            load_roadmap(subject.settings.roadmap)
        except RoadmapError as error:
            yield problem("settings", str(error), "mend the roadmap file, or leave the setting roadmap out")


def check_clock(subject: Subject) -> Iterator[Found]:
    """Dates of the future: this machine's clock is behind, or was ahead when they were written."""
    ahead = {
        name: moment for name, moment in subject.store.census.latest_moments().items() if moment > subject.now + AHEAD
    }
    for name, moment in ahead.items():
        message = f"{name} is dated {moment:%Y-%m-%d %H:%M} UTC, and it is {subject.now:%Y-%m-%d %H:%M} UTC now"
        yield warning("clock", message, "set the clock of this machine; what is dated so is right in all else")


def check_sources(subject: Subject) -> Iterator[Found]:
    """Which sources may not be asked now; nobody is asked."""
    for path in sorted((subject.settings.cache_folder / "gates").glob("*.json")):
        wait = _wait(path)
        if wait is None:
            yield note(
                "sources", f"when {path.stem} was asked last cannot be read; the next request waits its full pause"
            )
        elif wait > 60:
            yield note("sources", f"{path.stem} wants to be left alone for another {wait / 60:.0f} minutes")
    for folder in sorted((subject.settings.cache_folder / "scholar").glob("*")):
        breaker = Breaker(folder / "breaker.json")
        notes = breaker.notes()
        if breaker.state() is BreakerState.OPEN and notes.reopens_at:
            message = (
                f"{folder.name} has refused us ({notes.reason}) and is left alone until {notes.reopens_at:%H:%M} UTC"
            )
            yield note("sources", message, "paper-reader scholar status")
        per_day = subject.settings.scholar_pages_per_day
        if (used := DailyBudget(folder / "budget.json", per_day).used()) >= per_day:
            yield note("sources", f"{folder.name}: all {used} pages of today are spent", "it goes on tomorrow")


def check_tokens(subject: Subject) -> Iterator[Found]:
    """Tokens that open nothing any more."""
    ended = [one for one in subject.store.tokens.list() if one.revoked_at is None and not one.is_valid(subject.now)]
    for token in ended:
        message = f"token {token.id} ({token.name or 'without a name'}) has ended"
        yield note("tokens", message, f"paper-reader token revoke {token.id}, and create another")


def check_backups(subject: Subject) -> Iterator[Found]:
    """Whether there is one, and how old it is."""
    if subject.newest_backup is None:
        if subject.store.reading.statuses():
            yield note("backups", "there is none in the usual folder", "paper-reader backup --keep 7")
    elif subject.now - subject.newest_backup[1] > BACKUP_AGE:
        yield note("backups", f"the newest is of {subject.newest_backup[1]:%Y-%m-%d}", "paper-reader backup --keep 7")


def check_vectors(subject: Subject) -> Iterator[Found]:
    """Vectors of models that nothing uses now."""
    in_use = {subject.indexer.wanted_key(), subject.indexer.built_key()}
    for kept in subject.store.census.vectors():
        if kept.encoder_key not in in_use and in_use != {None}:
            message = f"{kept.count:,} vectors of {kept.encoder_key}, not in use, {size_in_words(kept.size_bytes)}"
            yield note("vectors", message, "they serve at once when that model is set again")


def _existing(folder: Path) -> Path:
    return next(path for path in (folder.absolute(), *folder.absolute().parents) if path.exists())


def _wait(path: Path) -> float | None:
    """How many seconds a host still wants to be left alone; None where its stamp cannot be read."""
    try:
        stamp = json.loads(path.read_bytes())
        started, until = float(stamp["started"]), float(stamp["not_before"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    now = time.monotonic()
    return 0.0 if started > now else max(0.0, until - now)
