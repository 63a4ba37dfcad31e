"""Keeping in order: the index, and the library at a glance."""

from __future__ import annotations

import os
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from paper_reader.errors import ModelUnavailable
from paper_reader.library.parts import Parts
from paper_reader.types import (
    NO_PROGRESS,
    BackupReport,
    BuildProgress,
    Examination,
    IndexStatus,
    LibraryStatus,
    Progress,
)
from paper_reader.wiring.store import without_password


class Keeping(Parts):
    """How the library stands, and what keeps it so."""

    @property
    def catch_up_limit(self) -> int:
        """How many new or changed papers a search brings into the index before it answers."""
        try:
            return self._indexer.limit(self.settings.catch_up_limit)
        except ModelUnavailable:
            return 0  # without its model nothing is brought in

    def index_status(self) -> IndexStatus:
        """How the index stands to the library."""
        return self._indexer.status()

    def index_build(self, progress: Progress = NO_PROGRESS) -> IndexStatus:
        """Bring the index up to date."""
        return self._indexer.build(progress)

    def index_rebuild(self, progress: Progress = NO_PROGRESS) -> IndexStatus:
        """Build the index anew; vectors that are known are kept."""
        return self._indexer.rebuild(progress)

    def index_start(self) -> BuildProgress:
        """Bring the index up to date in a process of its own, at low priority; returns when it has begun."""
        import sys

        from paper_reader.indexing.background import start_build
        from paper_reader.wiring.environment import as_environment

        command = [sys.executable, "-m", "paper_reader", "index", "build"]
        return start_build(self._index_folder, command, os.environ | as_environment(self.settings))

    def index_stop(self) -> BuildProgress | None:
        """End a build in the background, None where none runs. What it has embedded is kept."""
        from paper_reader.indexing.background import stop_build

        return stop_build(self._index_folder)

    def backup(
        self,
        output: Path | None = None,
        *,
        keep: int | None = None,
        settings_file: Path | None = None,
        progress: Progress = NO_PROGRESS,
    ) -> BackupReport:
        """Back up the library as it is at this moment, with the settings and the roadmap file, and read it back.

        `output` is a file or a folder, by default the folder `backups` beside the library; `keep` counts the backups
        of that folder. Raises `BackupError` where it cannot be made; the library is as it was.
        """
        from paper_reader.backup.making import make_backup
        from paper_reader.backup.shelf import backups_folder

        named = {"settings.toml": settings_file, "roadmap.toml": self.settings.roadmap}
        extras = {name: path.expanduser() for name, path in named.items() if path and path.expanduser().is_file()}
        return make_backup(
            self._store,
            self.settings.store_url,
            output.expanduser() if output else backups_folder(self.settings.data_folder),
            now=datetime.now(UTC),
            extras=extras,
            keep=keep,
            progress=progress,
        )

    def examine(self, *, repair: bool = False, progress: Progress = NO_PROGRESS) -> Examination:
        """Look at everything that belongs to this library; with `repair` mend what is derived from its database."""
        from paper_reader.backup.shelf import newest_backup
        from paper_reader.doctor.examining import examine
        from paper_reader.doctor.subject import Subject

        subject = Subject(
            settings=self.settings,
            store=self._store,
            indexer=self._indexer,
            index_root=self._index_folder,
            rebuild=lambda: self._indexer.rebuild(progress),
            newest_backup=newest_backup(self.settings.data_folder),
            now=datetime.now(UTC),
            progress=progress,
        )
        return examine(subject, repair=repair)

    def status(self) -> LibraryStatus:
        """The library at a glance."""
        return LibraryStatus(
            data_dir=str(self.settings.data_folder),
            database=without_password(self.settings.store_url),
            papers=self._store.papers.count(),
            marks=dict(Counter(self._store.reading.statuses().values())),
            index=self._indexer.status(),
            last_run=next(iter(self._store.runs.list(1)), None),
        )
