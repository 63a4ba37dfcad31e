"""Exporting: papers and reading lists as files for other programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from paper_reader.library.finding import Finding
from paper_reader.types import NO_PROGRESS, Paper, PaperText, Progress, ReadingList, Section

if TYPE_CHECKING:
    from paper_reader.exporting import ExportedPaper

_PAPERS_A_BATCH = 500


class Exporting(Finding):
    """What goes out."""

    def export(self, form: str, references: Sequence[str] | None = None) -> Iterator[str]:
        """Write papers as text, piece by piece: those that are named, or all where none are."""
        from paper_reader.exporting import write_papers

        return write_papers(form, self._exported(self._named(references)))

    def export_workbook(self, references: Sequence[str] | None = None) -> bytes:
        """Write papers as a spreadsheet (.xlsx): those that are named, or all where none are."""
        from paper_reader.exporting import papers_workbook

        return papers_workbook(self._exported(self._named(references)))

    def export_notes(
        self, folder: Path, papers: Sequence[str] | ReadingList | None = None, progress: Progress = NO_PROGRESS
    ) -> tuple[int, list[str]]:
        """Write a Markdown file for each paper into a folder, with links from a paper to those there that it cites.

        Gives how many were written, and the names of those left alone since their reader has changed them.
        """
        from paper_reader.exporting.notes_folder import Names, note, write_note

        chosen = [item.paper for item in papers.items] if isinstance(papers, ReadingList) else self._named(papers)
        names = Names()
        name_of = {paper.id: names.of(paper) for batch in self._batches(chosen) for paper in batch}
        folder.mkdir(parents=True, exist_ok=True)
        progress.begin(f"notes in {folder}", len(name_of), "papers")
        left: list[str] = []
        for batch in self._batches(chosen):
            cited: dict[int, list[str]] = {paper.id: [] for paper in batch}
            for citing, one in self._store.citations.references_of(list(cited)):
                if one in name_of:
                    cited[citing].append(name_of[one])
            for exported in self._exported(batch):
                name = name_of[exported.paper.id]
                if not write_note(folder, name, note(exported, cited[exported.paper.id])):
                    left.append(name)
            progress.advance(len(batch))
        progress.end()
        return len(name_of) - len(left), left

    def written(self, made: ReadingList, form: str) -> str:
        """Write a reading list as text."""
        from paper_reader.exporting import write_reading_list

        return write_reading_list(form, made, self._exported([item.paper for item in made.items]))

    def written_workbook(self, made: ReadingList) -> bytes:
        """Write a reading list as a spreadsheet (.xlsx)."""
        from paper_reader.exporting import reading_list_workbook

        return reading_list_workbook(made, self._exported([item.paper for item in made.items]))

    def written_text(self, text: PaperText, sections: Sequence[Section]) -> Iterator[str]:
        """Write some sections of a full text as Markdown, with what the reader wrote beside them."""
        from paper_reader.exporting.full_text import full_text

        return full_text(text, sections)

    def _named(self, references: Sequence[str] | None) -> list[Paper] | None:
        """The papers of these names, each once; None for all of the library."""
        if references is None:
            return None
        return list({paper.id: paper for paper in map(self.paper, references)}.values())

    def _batches(self, papers: Sequence[Paper] | None) -> Iterator[Sequence[Paper]]:
        if papers is None:
            yield from self._store.papers.iterate()
            return
        for start in range(0, len(papers), _PAPERS_A_BATCH):
            yield papers[start : start + _PAPERS_A_BATCH]

    def _exported(self, papers: Sequence[Paper] | None) -> Iterator[ExportedPaper]:
        from paper_reader.exporting import with_records

        return with_records(self._store, self._batches(papers))
