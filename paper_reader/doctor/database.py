"""The database: is it sound, is it kept as it should be, and what can be saved where it is not."""

from __future__ import annotations

from collections.abc import Iterator

from paper_reader.doctor.finding import Found, note, problem, some, warning
from paper_reader.doctor.subject import Subject
from paper_reader.errors import LibraryMissing, StoreError

CHECK = "database"


def check(subject: Subject) -> Iterator[Found]:
    """Read the whole database."""
    subject.progress.begin("Reading the whole database", None, "steps")
    found = subject.store.problems()
    subject.progress.end()
    if found:
        yield from _damage(subject, found)
    if subject.store.read_only:
        yield warning(CHECK, "it cannot be written here, only read", "check the permissions of its folder")
    kept = subject.store.census.journal_mode()
    if kept is not None and kept[1] != "wal" and not subject.store.read_only:
        message = f"it keeps its log as {kept[1]!r}, so that readers and writers wait for each other"
        yield warning(CHECK, message, repair=subject.store.census.keep_log)
    if kept is not None:
        yield note(CHECK, f"SQLite {kept[0]}")


def unopened(error: StoreError) -> Found:
    """What is said of a library that cannot even be opened."""
    if isinstance(error, LibraryMissing):
        return problem(CHECK, "there is no library here", 'paper-reader import FILE, or paper-reader collect "words"')
    return problem(CHECK, str(error), "the newest backup brings it back: paper-reader backup --list")


def _damage(subject: Subject, found: list[str]) -> Iterator[Found]:
    if subject.newest_backup:
        way = f"paper-reader restore {subject.newest_backup[0]}; the damaged file is kept aside"
    else:
        way = "there is no backup in the usual folder; save what can be read: paper-reader doctor --salvage FILE"
    yield problem(CHECK, f"the file is damaged: {some(found, 3)}", way)
    rows = subject.store.census.readable()
    lost = [name for name, count in rows.items() if count is None]
    whole = {name: count for name, count in rows.items() if count}
    if lost:
        yield problem(CHECK, f"cannot be read in whole: {some(lost, 12)}", "paper-reader doctor --salvage FILE")
    kept = ", ".join(f"{count:,} {name}" for name, count in whole.items() if name in _TOLD)
    if kept:
        yield note(CHECK, f"can still be read: {kept}")


_TOLD = frozenset({"papers", "records", "marks", "notes", "annotations", "kept_lists", "reviews", "embeddings"})
