"""Full texts: what a paper says, with passes, key sentences and links to the library beside it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from paper_reader.errors import DocumentUnavailable, PaperNotFound
from paper_reader.library.reading import Reading
from paper_reader.types import (
    NO_PROGRESS,
    NOTHING_READ,
    Document,
    FoundPlace,
    KeySentence,
    Paper,
    PaperText,
    Pass,
    Progress,
    ReadingStatus,
    ReferenceLink,
    Section,
    TermLink,
)

if TYPE_CHECKING:
    from index.encoders.protocol import Encoder
    from paper_reader.reader.documents import Documents


class FullTexts(Reading):
    """Papers read in full. Everything here may ask arXiv once for a paper; what came is kept in the cache."""

    def read(
        self,
        reference: str,
        *,
        file: Path | None = None,
        refresh: bool = False,
        with_key_sentences: bool = True,
        progress: Progress = NO_PROGRESS,
    ) -> PaperText:
        """The full text of a paper with everything a reader has beside it; nothing is marked by it.

        `file` is read instead of asking arXiv; a paper that the library does not have can be named by its arXiv id.
        Raises `PaperNotFound`, a `DocumentError`, or the `SourceError` of an arXiv that cannot be asked now.
        """
        paper, document = self.full_text(reference, file=file, refresh=refresh, progress=progress)
        return self._beside(paper, document, with_key_sentences=with_key_sentences)

    def read_file(self, file: Path, *, with_key_sentences: bool = True) -> PaperText:
        """The same for a PDF or HTML file that is no paper of the library."""
        return self._beside(None, self._documents.from_file(file), with_key_sentences=with_key_sentences)

    def full_text(
        self,
        reference: str,
        *,
        file: Path | None = None,
        refresh: bool = False,
        progress: Progress = NO_PROGRESS,
    ) -> tuple[Paper | None, Document]:
        """A paper and its text alone."""
        paper, name = self._named_text(reference)
        if file is not None:
            return paper, self._documents.from_file(file.expanduser())
        return paper, self._documents.get(_name_at_arxiv(paper, name), refresh=refresh, progress=progress)

    def has_full_text(self, reference: str) -> bool:
        """Whether the text lies here already, so that reading it asks nobody."""
        paper, name = self._named_text(reference)
        return self._documents.cached(_name_at_arxiv(paper, name)) is not None

    def chosen_sections(
        self, text: PaperText, *, section: str | None = None, number: Pass | None = None
    ) -> tuple[Section, ...]:
        """One section with all that stands in it, and of each section what a pass reads; everything where neither is.

        Raises `QueryError` for a section that there is not.
        """
        from paper_reader.reader.outline import find_section, with_subsections

        document = text.document
        found = document.sections
        if section is not None:
            found = with_subsections(document, find_section(document, section))
        if number is None:
            return found
        parts = {part.section: frozenset(part.blocks) for part in text.passes[number - 1].parts}
        return tuple(
            replace(one, blocks=tuple(block for block in one.blocks if block.anchor in parts[one.anchor]))
            for one in found
            if one.anchor in parts
        )

    def find_in(self, reference: str, words: str, *, file: Path | None = None) -> list[FoundPlace]:
        """Where in a paper's text these words stand; raises `QueryError` for words without a letter."""
        from paper_reader.reader.finding import find_in_document

        return find_in_document(self.full_text(reference, file=file)[1], words)

    def places_in(self, text: PaperText, words: str) -> list[FoundPlace]:
        """The same for a text that is open already."""
        from paper_reader.reader.finding import find_in_document

        return find_in_document(text.document, words)

    def key_sentences(self, reference: str, *, file: Path | None = None) -> tuple[KeySentence, ...]:
        """The sentences that say most of what a paper is about."""
        paper, document = self.full_text(reference, file=file)
        return self._key_sentences(paper, document)

    def begin_reading(self, paper: Paper) -> ReadingStatus | None:
        """Mark a paper that was to be read as being read; any other mark stays. Gives the mark that holds."""
        mark = self._store.reading.mark_of(paper.id)
        if mark is None or mark.status is not ReadingStatus.TO_READ or self._store.read_only:
            return mark.status if mark else None
        self._store.reading.set_status(paper.id, ReadingStatus.READING)
        return ReadingStatus.READING

    def _beside(self, paper: Paper | None, document: Document, *, with_key_sentences: bool) -> PaperText:
        from paper_reader.reader.highlights import place_highlights
        from paper_reader.reader.passes import plan_passes

        read = self._store.through.of_paper(paper.id) if paper else NOTHING_READ
        mark = self._store.reading.mark_of(paper.id) if paper else None
        references = self._reference_links(paper, document)
        return PaperText(
            document=document,
            paper=paper,
            passes=plan_passes(document),
            key_sentences=self._key_sentences(paper, document) if with_key_sentences else (),
            terms=self._term_links(paper, document, {one.paper_id for one in references}),
            references=references,
            highlights=place_highlights(document, read.annotations),
            read=read,
            status=mark.status if mark else None,
        )

    def _named_text(self, reference: str) -> tuple[Paper | None, str]:
        """The paper, or the arXiv id of one that the library does not have."""
        from paper_reader.identifiers import parse_arxiv_id

        try:
            return self.paper(reference), reference
        except PaperNotFound:
            if parse_arxiv_id(reference) is None:
                raise
            return None, reference

    def _key_sentences(self, paper: Paper | None, document: Document) -> tuple[KeySentence, ...]:
        from paper_reader.reader.key_sentences import key_sentences

        about = f"{document.title}\n{paper.abstract}" if paper and paper.abstract else _about(document)
        return key_sentences(document, about, self._quick_encoder.encode_documents)

    def _term_links(self, paper: Paper | None, document: Document, cited: Collection[int]) -> tuple[TermLink, ...]:
        from paper_reader.reader.terms import Coiner, link_terms, names_used

        uses = names_used(document)
        known = self._store.name_coiners.of_keys(uses)
        papers = {one.id: one for one in self._store.papers.get_many([found.paper_id for found in known.values()])}
        coiners = {
            key: Coiner(found.name, found.mentions, papers[found.paper_id])
            for key, found in known.items()
            if found.paper_id in papers
        }
        return link_terms(uses, coiners, paper, document.title, cited)

    def _reference_links(self, paper: Paper | None, document: Document) -> tuple[ReferenceLink, ...]:
        from paper_reader.reader.linking import link_references

        store = self._store.papers
        linked = list(
            link_references(document.references, store.find, store.find_title, lambda one: store.get(one).year)
        )
        papers = {one.id: one for one in store.get_many(list({paper_id for _, paper_id in linked}))}
        statuses = self._store.reading.statuses() if linked else {}
        return tuple(
            ReferenceLink(anchor, paper_id, papers[paper_id].title, statuses.get(paper_id))
            for anchor, paper_id in linked
            if paper_id in papers and (paper is None or paper_id != paper.id)
        )

    @cached_property
    def _documents(self) -> Documents:
        from paper_reader.wiring.reader import make_documents

        return make_documents(self.settings)

    @cached_property
    def _quick_encoder(self) -> Encoder:
        """The static model that comes with the program: it starts in no time, and is as good for single sentences."""
        from paper_reader.wiring.encoder import FAST, make_encoder

        return make_encoder(self.settings, FAST)


def _name_at_arxiv(paper: Paper | None, reference: str) -> str:
    if paper is None:
        return reference
    if paper.arxiv_id is None:
        raise DocumentUnavailable(
            f"{paper.title!r} has no arXiv id, and full texts come from arXiv alone. "
            f"Where you have it as a file: paper-reader read {paper.id} --file PAPER.pdf"
        )
    return paper.arxiv_id


def _about(document: Document) -> str:
    """What a text is about where the library knows no abstract: its own, else its first paragraphs."""
    from paper_reader.types import BlockKind, SectionRole

    def texts(sections: Sequence[Section]) -> list[str]:
        return [block.text for one in sections for block in one.blocks if block.kind is BlockKind.PARAGRAPH]

    abstract = texts([one for one in document.sections if one.role is SectionRole.ABSTRACT])
    return "\n".join([document.title, *(abstract or texts(document.sections)[:3])])
