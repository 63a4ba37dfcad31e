"""Finding words inside one paper, whatever their case, accents and hyphens. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from paper_reader.errors import QueryError
from paper_reader.reader.folding import FoldedText, folded_letters
from paper_reader.reader.outline import heading_of
from paper_reader.types import Document, FoundPlace

MOST_PLACES: Final = 200
_AROUND: Final = 70  # letters on each side of what was found


def find_in_document(document: Document, words: str, *, most: int = MOST_PLACES) -> list[FoundPlace]:
    """The places of these words side by side, in reading order; where there are none, pieces that have all of them.

    "fine tuning" finds "Fine-tuning" and "finetuning"; a word may go on behind what was asked for ("graph" finds
    "graphs"). Raises `QueryError` for words without a letter or digit.
    """
    phrase = folded_letters(words)
    if not phrase:
        raise QueryError("nothing to look for: name a word that stands in the paper")
    places = [place for piece in _pieces(document) for place in _in_piece(piece, [phrase])]
    if not places and len(words.split()) > 1:
        single = [one for one in map(folded_letters, words.split()) if one]
        for piece in _pieces(document):
            text = FoldedText(piece[3])
            if all(text.find(one) for one in single):
                places += list(_in_piece(piece, single))[:1]
    return places[:most]


_Piece = tuple[str, str, str, str]  # section, heading, anchor, text


def _pieces(document: Document) -> Iterator[_Piece]:
    for section in document.sections:
        heading = heading_of(section)
        yield section.anchor, heading, section.anchor, section.title
        for block in section.blocks:
            yield section.anchor, heading, block.anchor, block.text
    for reference in document.references:
        yield "", "References", reference.anchor, reference.text


def _in_piece(piece: _Piece, wanted: list[str]) -> Iterator[FoundPlace]:
    section, heading, anchor, text = piece
    folded = FoldedText(text)
    for start, end in sorted(place for one in wanted for place in folded.find(one)):
        snippet, first, last = _snippet(text, start, end)
        yield FoundPlace(section, heading, anchor, snippet, first, last)


def _snippet(text: str, start: int, end: int) -> tuple[str, int, int]:
    """The words around a place, and where the place is in them."""
    first, last = max(0, start - _AROUND), min(len(text), end + _AROUND)
    while first > 0 and not text[first - 1].isspace() and start - first < _AROUND + 20:
        first -= 1
    while last < len(text) and not text[last].isspace() and last - end < _AROUND + 20:
        last += 1
    before, after = "… " if first else "", " …" if last < len(text) else ""
    shift = len(before) - first
    return f"{before}{text[first:last]}{after}", start + shift, end + shift
