"""Gathering: papers from sources and files into the library."""

from __future__ import annotations

from pathlib import Path

from paper_reader.errors import UsageError
from paper_reader.library.finding import Finding
from paper_reader.types import NO_PROGRESS, Progress, RunReport, SourceQuery
from paper_reader.wiring.sources import make_source


class Gathering(Finding):
    """What comes in."""

    def collect(self, query: SourceQuery, progress: Progress = NO_PROGRESS) -> RunReport:
        """Bring in what a source has; a harvest that was stopped goes on where it was."""
        from paper_reader.harvest import collect

        return collect(self._store, make_source(self.settings, query.source), query, progress=progress)

    def import_file(
        self,
        path: Path,
        *,
        form: str | None = None,
        encoding: str | None = None,
        search_id: int | None = None,
        progress: Progress = NO_PROGRESS,
    ) -> RunReport:
        """Bring the papers of a file into the library; an import that was stopped goes on where it was.

        `search_id`: the search of a review that they are noted for.
        """
        from paper_reader.importing import import_file
        from paper_reader.importing.formats import FORMATS

        if form is not None and form not in (names := [one.name for one in FORMATS]):
            raise UsageError(f"there is no format {form!r}. There are {', '.join(names)}")

        rejects = self.settings.data_folder / "rejects"
        return import_file(
            self._store,
            path,
            format=form,
            encoding=encoding,
            search_id=search_id,
            progress=progress,
            rejects_dir=rejects,
        )

    def runs(self, limit: int = 20) -> list[RunReport]:
        """The latest harvests and imports, newest first."""
        return self._store.runs.list(limit)
