"""What the reader makes of a full text: notes beside sections, highlights, finished passes, and a place."""

from __future__ import annotations

from pathlib import Path

from paper_reader.errors import NoteNotFound, QueryError
from paper_reader.library.documents import FullTexts
from paper_reader.types import Document, Paper, Pass, ReadingStatus, ReadingThrough

MOST_QUOTE_LETTERS = 5000
_READ = frozenset({ReadingStatus.READ, ReadingStatus.KNOWN})


class Annotating(FullTexts):
    """Everything here is the reader's own; no harvest, refresh or merge takes any of it away."""

    def read_through(self, reference: str) -> ReadingThrough:
        """What the reader made of a paper's text; asks nobody for the text itself."""
        return self._store.through.of_paper(self.paper(reference).id)

    def add_section_note(self, reference: str, section: str, text: str, *, file: Path | None = None) -> ReadingThrough:
        """Keep a note beside a section, named by its number, anchor or title. Raises `QueryError` where it is none."""
        from paper_reader.reader.outline import find_section, heading_of

        _check_text(text)
        paper, document = self._text_of_paper(reference, file)
        there = find_section(document, section)
        self._store.through.add(paper.id, section=there.anchor, heading=heading_of(there), text=text)
        return self._store.through.of_paper(paper.id)

    def highlight(
        self, reference: str, quote: str, *, anchor: str | None = None, text: str = "", file: Path | None = None
    ) -> ReadingThrough:
        """Mark a passage, with a remark or none. It is kept by its words, so that it is found in a text read anew.

        `anchor` names the piece of text where the same words stand several times. Raises `QueryError` for words that
        the paper does not have.
        """
        from paper_reader.reader.highlights import find_quote
        from paper_reader.reader.outline import heading_of, section_of_block

        words = " ".join(quote.split())
        if not words or len(words) > MOST_QUOTE_LETTERS:
            raise QueryError(f"mark at least a word and at most {MOST_QUOTE_LETTERS:,} letters")
        paper, document = self._text_of_paper(reference, file)
        span = find_quote(document, words, anchor=anchor)
        if span is None:
            raise QueryError("the paper does not say that in one piece. Mark a passage of one paragraph, word by word")
        section = section_of_block(document, span.anchor)
        heading = heading_of(section) if section else ""
        self._store.through.add(
            paper.id, section=span.section, heading=heading, text=text.strip(), anchor=span.anchor, quote=span.text
        )
        return self._store.through.of_paper(paper.id)

    def change_annotation(self, reference: str, annotation_id: int, text: str) -> ReadingThrough:
        """Give a note on a section, or the remark at a highlight, another text. Raises `NoteNotFound`."""
        paper = self.paper(reference)
        there = {one.id: one for one in self._store.through.of_paper(paper.id).annotations}
        if annotation_id in there and not there[annotation_id].is_highlight:
            _check_text(text)
        if not self._store.through.change(paper.id, annotation_id, text):
            raise NoteNotFound(f"paper {paper.id} has no section note or highlight {annotation_id}")
        return self._store.through.of_paper(paper.id)

    def remove_annotation(self, reference: str, annotation_id: int) -> ReadingThrough:
        """Take a note on a section or a highlight away. Raises `NoteNotFound`."""
        paper = self.paper(reference)
        if not self._store.through.remove(paper.id, annotation_id):
            raise NoteNotFound(f"paper {paper.id} has no section note or highlight {annotation_id}")
        return self._store.through.of_paper(paper.id)

    def set_position(self, reference: str, place: str, *, file: Path | None = None) -> ReadingThrough:
        """Note where the reader is: an anchor of the text, or a section's number or title. The paper is being read."""
        from paper_reader.reader.outline import find_section, heading_of, section_of_block

        paper, document = self._text_of_paper(reference, file)
        section = section_of_block(document, place) or find_section(document, place)
        anchor = place if section.anchor != place and section_of_block(document, place) else None
        self._store.through.set_position(paper.id, section=section.anchor, heading=heading_of(section), anchor=anchor)
        self.begin_reading(paper)
        return self._store.through.of_paper(paper.id)

    def finish_pass(self, reference: str, number: Pass, *, done: bool = True) -> tuple[Paper, bool]:
        """Note that a pass is finished, or that it is not. Gives the paper, and whether to offer to mark it as read.

        That is so after the third pass, unless it is marked as read or known already.
        """
        paper = self.paper(reference)
        self._store.through.set_pass(paper.id, number, done=done)
        status = self.begin_reading(paper) if done else None
        return paper, done and number is Pass.THIRD and status not in _READ

    def _text_of_paper(self, reference: str, file: Path | None) -> tuple[Paper, Document]:
        """A paper of the library, and its text; raises `PaperNotFound` for one that is read from outside of it."""
        paper = self.paper(reference)
        return paper, self.full_text(str(paper.id), file=file)[1]


def _check_text(text: str) -> None:
    if not text.strip():
        raise QueryError("the note is empty. Write what you think of the section")
