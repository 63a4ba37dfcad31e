"""Gathering: papers from sources and files into the library, and out again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from paper_reader.errors import UsageError
from paper_reader.library.finding import Finding
from paper_reader.types import NO_PROGRESS, Progress, ReadingList, RunReport, SourceQuery
from paper_reader.wiring.sources import make_source


class Gathering(Finding):
    """What comes in and goes out."""

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

    def export(self, form: str, references: Sequence[str] | None = None) -> Iterator[str]:
        """Write papers as text, piece by piece: those that are named, or all where none are."""
        from paper_reader.exporting import with_references, write_papers

        named = None if references is None else [[self.paper(reference) for reference in references]]
        return write_papers(form, with_references(self._store, named or self._store.papers.iterate()))

    def written(self, made: ReadingList, form: str) -> str:
        """Write a reading list as text."""
        from paper_reader.exporting import write_reading_list

        return write_reading_list(form, made)

    def runs(self, limit: int = 20) -> list[RunReport]:
        """The latest harvests and imports, newest first."""
        return self._store.runs.list(limit)
