"""The sections, figures and references of a PDF, from its lines. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from paper_reader.reader.anchors import Anchors
from paper_reader.reader.pdf_captions import Caption, captions_of, is_caption, without_label
from paper_reader.reader.pdf_citations import Citations
from paper_reader.reader.pdf_entries import entries_of
from paper_reader.reader.pdf_front import title_of
from paper_reader.reader.pdf_headings import Heading, headings_of
from paper_reader.reader.pdf_hyphens import HYPHEN, Hyphenation
from paper_reader.reader.pdf_layout import body_size, lines_of
from paper_reader.reader.pdf_letters import Letters
from paper_reader.reader.pdf_paragraphs import Paragraph, paragraphs_of
from paper_reader.reader.references import reference_of
from paper_reader.reader.roles import role_of
from paper_reader.reader.sanitising import sanitised
from paper_reader.types.document import Block, BlockKind, Figure, Reference, Section, SectionRole

_REFERENCES: Final = re.compile(r"^(?:references|bibliography|literature cited|works cited)\b", re.IGNORECASE)
_ABSTRACT: Final = re.compile(r"^abstract\s*[.:—–-]*\s*", re.IGNORECASE)
_MARK: Final = re.compile(r"^(\d{1,2})(?=[^\W\d])")
_LEAST_ABSTRACT: Final = 300  # letters of a first paragraph that is taken for an abstract without a heading


@dataclass(frozen=True, slots=True)
class _Part:
    """A heading (none above an abstract without one) and the numbers of the lines below it."""

    heading: Heading | None
    lines: tuple[int, ...]

    @property
    def is_references(self) -> bool:
        return self.heading is not None and _REFERENCES.match(self.heading.title) is not None


def _named(heading: Heading) -> str:
    return "Abstract" if heading.title == "ABSTRACT" else heading.title


def _without_authors(headings: list[Heading]) -> list[Heading]:
    """Headings from the abstract on: what looks like one above it is a name or an address."""
    at = next((index for index, one in enumerate(headings[:6]) if _ABSTRACT.match(one.title)), 0)
    return headings[at:]


class PdfSections:
    """Reads one PDF: `title`, `sections`, `figures`, `references`."""

    def __init__(self, letters: Letters) -> None:
        self._body = body_size(one for page in letters.pages for one in page.fragments)
        self._lines = lines_of(letters.pages)
        self._words = Hyphenation(line.text for line in self._lines)
        self.title, self._title_ends = title_of(self._lines, letters.title, self._body)
        self._headings = headings_of(self._lines, letters.bookmarks, self._body, self._title_ends)
        self._headings = _without_authors(self._headings)
        self._are_roman = any(one.number.strip(".").upper() in ("II", "III", "IV") for one in self._headings)
        in_headings = frozenset(index for one in self._headings for index in range(one.first, one.last + 1))
        self._captions = captions_of(self._lines, in_headings, self._body, prose=self._entry_lines())
        self._captioned = frozenset(
            index for one in self._captions for index in (*range(one.first, one.last + 1), *one.inner)
        )
        self._anchors = Anchors()
        parts = self._parts()
        self.references = self._read_references(parts)
        self._citations = Citations(self.references)
        self.figures: list[Figure] = []
        self.sections: list[Section] = []
        self._read_sections(parts)

    def _entry_lines(self) -> frozenset[int]:
        """Lines of the list of references, whose letters are as small as those of tables."""
        ends = [*(one.first for one in self._headings[1:]), len(self._lines)]
        return frozenset(
            index
            for heading, end in zip(self._headings, ends, strict=False)  # no end is wanted where no heading is
            if _REFERENCES.match(heading.title)
            for index in range(heading.last + 1, end)
            if self._lines[index].parts == 1 and not is_caption(self._lines[index].text)
        )

    def _parts(self) -> list[_Part]:
        ends = [*(one.first for one in self._headings), len(self._lines)]
        opening = self._opening(range(self._title_ends, ends[0]))
        parts = [_Part(None, opening)] if opening else []
        for heading, end in zip(self._headings, ends[1:], strict=True):
            parts.append(_Part(heading, tuple(range(heading.last + 1, end))))
        return parts

    def _opening(self, front: range) -> tuple[int, ...]:
        """What stands before the first heading: from "Abstract" on; all of it where there is no heading at all."""
        if not self._headings:
            return tuple(front)
        for index in front:
            if _ABSTRACT.match(self._lines[index].text):
                return tuple(range(index, front.stop))
        if any(_ABSTRACT.match(one.title) for one in self._headings):
            return ()
        numbers = {id(self._lines[index]): index for index in front if index not in self._captioned}
        paragraphs = paragraphs_of([self._lines[index] for index in numbers.values()], self._body, self._words)
        longest = max(paragraphs, key=lambda one: len(one.text), default=None)
        if longest is None or len(longest.text) < _LEAST_ABSTRACT:
            return ()
        return tuple(numbers[id(line)] for line in longest.lines)

    def _read_references(self, parts: Sequence[_Part]) -> tuple[Reference, ...]:
        lines = [
            self._lines[index] for part in parts if part.is_references for index in part.lines
            if index not in self._captioned
        ]  # fmt: skip
        return tuple(
            reference_of(self._anchors.of_reference(position), entry.label, entry.text)
            for position, entry in enumerate(entries_of(lines, self._words), 1)
        )

    def _read_sections(self, parts: Sequence[_Part]) -> None:
        after_references = False
        for part in parts:
            if part.is_references:
                after_references = True
                continue
            heading = part.heading
            title, number, level = (_named(heading), heading.number, heading.level) if heading else ("Abstract", "", 1)
            is_letter = len(number.strip(".")) == 1 and number.strip(".").isalpha() and number.strip(".") not in "IVX"
            if self._are_roman and is_letter:  # "II", and "A" below it
                level = 2
            numbered = "" if self._are_roman else number
            parent = next((one.role for one in reversed(self.sections) if one.level < level), None)
            role = role_of(title, number=numbered, parent=parent, after_references=after_references)
            if not self._headings:
                title, role = "Text", SectionRole.OTHER
            anchor = self._anchors.of_section(f"{number} {title}")
            blocks = tuple(self._blocks(part, anchor))
            self.sections.append(Section(anchor, number, title, level, role, blocks))

    def _blocks(self, part: _Part, section: str) -> list[Block]:
        """Paragraphs and captions in the order of their first lines; footnotes stay behind."""
        numbers = {id(self._lines[index]): index for index in part.lines if index not in self._captioned}
        paragraphs = paragraphs_of([self._lines[index] for index in numbers.values()], self._body, self._words)
        pieces: list[tuple[int, Paragraph | Caption]] = [
            (len(self._lines) if one.is_footnote else numbers[id(one.lines[0])], one) for one in paragraphs
        ]
        pieces += [(one.first, one) for one in self._captions if one.first in part.lines]
        blocks: list[Block] = []
        for _, piece in sorted(pieces, key=lambda pair: pair[0]):
            if isinstance(piece, Caption):
                blocks.append(self._caption(piece, self._anchors.of_block(section, len(blocks) + 1), section))
            elif text := self._text(piece):
                blocks.append(self._paragraph(piece, text, self._anchors.of_block(section, len(blocks) + 1)))
        return blocks

    @staticmethod
    def _text(paragraph: Paragraph) -> str:
        text = _ABSTRACT.sub("", paragraph.text) if _ABSTRACT.match(paragraph.text) else paragraph.text
        if paragraph.is_footnote:
            return "Footnote " + _MARK.sub(r"\1 ", text)
        return text if any(sign.isalnum() for sign in text) else ""

    def _paragraph(self, paragraph: Paragraph, text: str, anchor: str) -> Block:
        if paragraph.is_formula:
            return Block(anchor, BlockKind.EQUATION, text, sanitised(f'<div class="equation">{escape(text)}</div>'))
        kind = BlockKind.LIST if paragraph.is_item else BlockKind.PARAGRAPH
        note = ' class="footnote"' if paragraph.is_footnote else ""
        return Block(anchor, kind, text, sanitised(f"<p{note}>{self._citations.markup(text)}</p>"))

    def _caption(self, caption: Caption, anchor: str, section: str) -> Block:
        words = without_label(
            self._words.joined(self._lines[index].text for index in range(caption.first, caption.last + 1))
        )
        rows = [self._lines[index].text.replace(HYPHEN, "-") for index in caption.inner]
        if caption.kind is BlockKind.FIGURE:
            rows = []  # the letters of a picture say nothing without it
        if caption.kind is not BlockKind.ALGORITHM:
            self.figures.append(Figure(anchor, caption.label, words, section))
        cells = f"<pre>{escape(chr(10).join(rows))}</pre>" if rows else ""
        shown = f'<span class="label">{escape(caption.label)}</span>: {self._citations.markup(words)}'
        text = " ".join([f"{caption.label}: {words}", "; ".join(rows)]).strip()
        markup = sanitised(f"<figure><figcaption>{shown}</figcaption>{cells}</figure>")
        return Block(anchor, caption.kind, text, markup)
