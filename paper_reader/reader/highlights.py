"""Where a quoted passage stands in a text that may have been read anew since it was marked. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from paper_reader.reader.folding import FoldedText, folded_letters
from paper_reader.types import Annotation, Block, Document, PlacedHighlight, Section, TextSpan


def place_highlights(document: Document, annotations: Iterable[Annotation]) -> tuple[PlacedHighlight, ...]:
    """Every highlight with its place now, in the order of the text; those whose passage is gone come last."""
    order = {block.anchor: number for number, (_, block) in enumerate(_blocks(document))}
    placed = [
        PlacedHighlight(one, find_quote(document, one.quote, anchor=one.anchor, section=one.section))
        for one in annotations
        if one.quote is not None
    ]
    last = len(order)
    return tuple(
        sorted(placed, key=lambda one: (order.get(one.span.anchor, last), one.span.start) if one.span else (last, 0))
    )


def find_quote(document: Document, quote: str, *, anchor: str | None = None, section: str = "") -> TextSpan | None:
    """The passage in its piece of text, else in its section, else anywhere; case, gaps and signs may differ."""
    wanted = folded_letters(quote)
    if not wanted:
        return None
    nearest = sorted(_blocks(document), key=lambda one: (one[1].anchor != anchor, one[0].anchor != section))
    for exact in (True, False):
        for there, block in nearest:
            if (span := _in_block(block, quote, wanted, exact=exact)) is not None:
                return TextSpan(there.anchor, block.anchor, *span, block.text[slice(*span)])
    return None


def _in_block(block: Block, quote: str, wanted: str, *, exact: bool) -> tuple[int, int] | None:
    if exact:
        at = block.text.find(quote)
        return (at, at + len(quote)) if at >= 0 else None
    if len(block.text) < len(wanted) // 4:
        return None
    return next(iter(FoldedText(block.text).find(wanted, anywhere=True)), None)


def _blocks(document: Document) -> Iterator[tuple[Section, Block]]:
    for section in document.sections:
        for block in section.blocks:
            yield section, block
