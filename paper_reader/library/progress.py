"""Progress: how far the reader is, changed, listed, and carried from one library to another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from paper_reader.errors import NoteNotFound, QueryError
from paper_reader.library.reading import Reading
from paper_reader.types import NOTHING_READ, Paper, ProgressImport, ReaderNote, ReadingState, ReadingStatus

if TYPE_CHECKING:
    from paper_reader.library.progress_lines import BroughtProgress
    from paper_reader.store.reading import Mark, Note


class ReadingProgress(Reading):
    """Marks and notes. Nothing here changes what a source said of a paper."""

    def reading_state(self, reference: str) -> ReadingState:
        """What the reader made of one paper."""
        return self._state(self.paper(reference))

    def marked(self, status: ReadingStatus | None = None) -> list[ReadingState]:
        """The marked papers with their notes, the latest mark first; only those of one status where it is named."""
        marks = self._store.reading.marks()
        ids = [paper_id for paper_id, mark in marks.items() if status in (None, mark.status)]
        return self._states(ids[::-1])

    def change_note(self, reference: str, note_id: int, text: str) -> Paper:
        """Give a note another text; raises `NoteNotFound`."""
        paper = self.paper(reference)
        if not text.strip():
            raise QueryError("the note is empty. Write what you think of the paper")
        if not self._store.reading.change_note(paper.id, note_id, text):
            raise NoteNotFound(f"paper {paper.id} has no note {note_id}")
        return paper

    def remove_note(self, reference: str, note_id: int) -> Paper:
        """Take a note away; raises `NoteNotFound`."""
        paper = self.paper(reference)
        if not self._store.reading.remove_note(paper.id, note_id):
            raise NoteNotFound(f"paper {paper.id} has no note {note_id}")
        return paper

    def export_progress(self) -> Iterator[str]:
        """All marks and notes, those beside sections too, as JSON lines, see `progress_lines`."""
        from paper_reader.library.progress_lines import progress_line

        marks, notes = self._store.reading.marks(), self._store.reading.all_notes()
        through = self._store.through.all()
        states = self._states(sorted({*marks, *notes, *through}))
        return (progress_line(replace(one, through=through.get(one.paper.id, NOTHING_READ))) for one in states)

    def import_progress(self, lines: Iterable[str]) -> ProgressImport:
        """Take over marks and notes. A mark that is newer here stays; a note that is here already is not doubled."""
        from paper_reader.library.progress_lines import read_progress

        marks = notes = read = 0
        missing: list[str] = []
        rejected: list[str] = []
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            read += 1
            try:
                brought = read_progress(line)
            except QueryError as error:
                rejected.append(f"line {number}: {error}")
                continue
            paper_id = self._known(brought)
            if paper_id is None:
                missing.append(brought.name)
                continue
            marks += self._take_mark(paper_id, brought)
            notes += self._take_notes(paper_id, brought)
            notes += self._take_through(paper_id, brought)
        return ProgressImport(read=read, marks=marks, notes=notes, missing=tuple(missing), rejected=tuple(rejected))

    def _known(self, brought: BroughtProgress) -> int | None:
        """The paper that a line is about: by an identifier, else by a title that only one paper has."""
        for identifier in brought.identifiers:
            if (found := self._store.papers.find(identifier)) is not None:
                return found
        titled = self._store.papers.find_title(brought.title or "")
        return titled[0] if len(titled) == 1 else None

    def _take_mark(self, paper_id: int, brought: BroughtProgress) -> bool:
        mine = self._store.reading.mark_of(paper_id)
        if brought.status is None or (mine is not None and mine.status is brought.status):
            return False
        if mine is not None and brought.marked_at is not None and brought.marked_at <= mine.marked_at:
            return False
        self._store.reading.set_status(paper_id, brought.status, at=brought.marked_at)
        return True

    def _take_notes(self, paper_id: int, brought: BroughtProgress) -> int:
        here = {note.text for note in self._store.reading.notes(paper_id)}
        new = [(text, moment) for text, moment in brought.notes if text not in here]
        for text, moment in new:
            self._store.reading.add_note(paper_id, text, at=moment)
        return len(new)

    def _take_through(self, paper_id: int, brought: BroughtProgress) -> int:
        """Notes beside sections, highlights, passes and position; how many of the first two are new here."""
        if brought.through is None:
            return 0
        from paper_reader.store.through_lines import through_of_line

        before = len(self._store.through.of_paper(paper_id).annotations)
        self._store.through.bring(paper_id, through_of_line(brought.through, datetime.now(UTC)))
        return len(self._store.through.of_paper(paper_id).annotations) - before

    def _state(self, paper: Paper) -> ReadingState:
        mark = self._store.reading.mark_of(paper.id)
        return _state(paper, mark, self._store.reading.notes(paper.id))

    def _states(self, ids: Sequence[int]) -> list[ReadingState]:
        marks, notes = self._store.reading.marks(), self._store.reading.all_notes()
        papers = self._store.papers.get_many(ids)
        return [_state(paper, marks.get(paper.id), notes.get(paper.id, [])) for paper in papers]


def _state(paper: Paper, mark: Mark | None, notes: Sequence[Note]) -> ReadingState:
    return ReadingState(
        paper=paper,
        status=mark.status if mark else None,
        marked_at=mark.marked_at if mark else None,
        notes=tuple(ReaderNote(note.text, note.created_at, note.id) for note in notes),
    )
