"""Correcting: what the reader knows better than the rules about which records are one paper."""

from __future__ import annotations

from collections.abc import Sequence

from paper_reader.errors import QueryError
from paper_reader.library.finding import Finding
from paper_reader.types import Correction, CorrectionKind, CorrectionReport, Paper, RecordName


class Correcting(Finding):
    """Papers made one, papers parted; no later harvest undoes it."""

    def merge_papers(self, references: Sequence[str], *, dry_run: bool = False) -> CorrectionReport:
        """Make papers one; the smallest number stays and leads to the paper, the others lead there too."""
        from paper_reader.correcting import merge_papers

        return merge_papers(self._store, [self.paper(reference).id for reference in references], dry_run=dry_run)

    def split_paper(self, reference: str, records: Sequence[str] = (), *, dry_run: bool = False) -> CorrectionReport:
        """Part records from a paper: those named become a paper of their own, without any each record does.

        A record is named as `show --records` does: its place ("#2"), "source:key", or its key alone. Raises
        `QueryError` for a name that is none.
        """
        from paper_reader.correcting import split_paper

        paper = self.paper(reference)
        leaving = [self._record_named(paper, text) for text in records]
        return split_paper(self._store, paper.id, leaving, dry_run=dry_run)

    def undo_merge(self, reference: str, *, dry_run: bool = False) -> CorrectionReport:
        """Take back that a paper's records were made one by hand; the rules decide again."""
        from paper_reader.correcting import undo

        return undo(self._store, self.paper(reference).id, CorrectionKind.TOGETHER, dry_run=dry_run)

    def undo_split(self, reference: str, *, dry_run: bool = False) -> CorrectionReport:
        """Take back that records were parted from a paper by hand; the rules decide again."""
        from paper_reader.correcting import undo

        return undo(self._store, self.paper(reference).id, CorrectionKind.APART, dry_run=dry_run)

    def corrections(self) -> list[Correction]:
        """What was said by hand, the oldest first."""
        return self._store.corrections.all()

    def _record_named(self, paper: Paper, text: str) -> RecordName:
        names = [(one.record.source, one.record.key) for one in self._store.records.of_paper(paper.id)]
        if text.startswith("#") and text[1:].isdigit() and 1 <= int(text[1:]) <= len(names):
            return names[int(text[1:]) - 1]
        exact = [name for name in names if text == ":".join(name)]
        meant = exact or [name for name in names if text == name[1]]
        if len(meant) != 1:
            raise QueryError(
                f"paper {paper.id} has {'several records' if meant else 'no record'} {text!r}. "
                f"Name one as these: {', '.join(':'.join(name) for name in names)}"
            )
        return meant[0]
