"""Finding: by words, by meaning, by name."""

from __future__ import annotations

from dataclasses import replace

from paper_reader.library.parts import Parts
from paper_reader.types import (
    NO_PROGRESS,
    Paper,
    PaperDetails,
    Progress,
    ReaderNote,
    SearchFilter,
    SearchMode,
    SearchResult,
)


class Finding(Parts):
    """Papers of the library, by what a person knows of them."""

    def search(
        self,
        text: str,
        *,
        mode: SearchMode = SearchMode.HYBRID,
        limits: SearchFilter | None = None,
        limit: int = 10,
        progress: Progress = NO_PROGRESS,
    ) -> SearchResult:
        """Find papers by name, words and meaning; what is new is indexed first where it is little."""
        ready = self._ready(progress, may_encode=mode is not SearchMode.LEXICAL)
        found = self._search(ready).search(text, mode=mode, limits=limits or SearchFilter(), limit=limit)
        return _with_notes(found, ready.notes)

    def similar(
        self,
        reference: str,
        *,
        limits: SearchFilter | None = None,
        limit: int = 10,
        progress: Progress = NO_PROGRESS,
    ) -> SearchResult:
        """Find the papers nearest in meaning to one."""
        paper = self.paper(reference)
        ready = self._ready(progress)
        found = self._search(ready).similar(paper, limits=limits or SearchFilter(), limit=limit)
        return _with_notes(found, ready.notes)

    def paper(self, reference: str) -> Paper:
        """The one paper of this name; raises `PaperNotFound`, or `QueryError` where several share the title."""
        from paper_reader.search.lookup import find_paper

        return find_paper(self._store, reference)

    def details(self, reference: str) -> PaperDetails:
        """A paper with its records, mark and notes, and what citation services know of it."""
        from paper_reader.enriching.coverage import coverage_of, notices_of

        paper = self.paper(reference)
        stored = tuple(self._store.records.of_paper(paper.id))
        records = [one.record for one in stored]
        return PaperDetails(
            paper=paper,
            records=stored,
            corrections=tuple(self._store.corrections.naming({(one.source, one.key) for one in records})),
            coverage=coverage_of(records, self._store.lookups.of_paper(paper.id)),
            notices=notices_of(records),
            count_history=tuple(self._store.citations.history(paper.id)),
            status=self._store.reading.statuses().get(paper.id),
            notes=tuple(
                ReaderNote(note.text, note.created_at, note.id) for note in self._store.reading.notes(paper.id)
            ),
        )


def _with_notes(result: SearchResult, notes: tuple[str, ...]) -> SearchResult:
    return replace(result, notes=(*notes, *result.notes))
