"""A full text, or some sections of it, as Markdown; formulas stay LaTeX between dollar signs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from paper_reader.exporting.markdown import annotation_lines, escaped
from paper_reader.types import Block, BlockKind, PaperText, Section

_FORMULA: Final = re.compile(r"(\$[^$]+\$)")
_SIDE: Final = {BlockKind.FIGURE: "Figure", BlockKind.TABLE: "Table"}


def full_text(text: PaperText, sections: Sequence[Section]) -> Iterator[str]:
    """A heading for each section, what the reader wrote beside it, and its text."""
    document = text.document
    yield f"# {_prose(text.title)}\n\n{escaped(document.address)}, read on {document.fetched_at:%Y-%m-%d}\n"
    for section in sections:
        heading = f"{section.number} {section.title}".strip()
        yield f"\n{'#' * min(6, section.level + 1)} {_prose(heading)}\n"
        for one in text.read.annotations:
            if one.section == section.anchor:
                yield "\n" + "".join(f"{line}\n" for line in annotation_lines(one))
        for block in section.blocks:
            yield f"\n{_block(block)}\n"


def _block(block: Block) -> str:
    if block.kind is BlockKind.EQUATION:
        return f"$$\n{_formula(block.text.strip('$ '))}\n$$"
    if block.kind in (BlockKind.CODE, BlockKind.ALGORITHM):
        fence = "`" * max(3, *(len(run) + 1 for run in re.findall("`+", block.text)), 3)
        return f"{fence}\n{block.text}\n{fence}"
    if block.kind is BlockKind.QUOTE:
        return f"> {_prose(block.text)}"
    if block.kind in _SIDE:
        return f"*{_prose(block.text)}*"
    return _prose(block.text)


def _prose(text: str) -> str:
    """Text from outside, with its formulas as they are; nothing else in it is Markdown or HTML."""
    return "".join(
        f"${_formula(piece[1:-1])}$" if place % 2 else _escaped(piece)
        for place, piece in enumerate(_FORMULA.split(text))
    )


def _escaped(piece: str) -> str:
    """Text without formulas; the spaces that part it from those stay."""
    left = " " if piece[:1].isspace() else ""
    right = " " if piece[-1:].isspace() and piece.strip() else ""
    return f"{left}{escaped(piece.strip())}{right}"


def _formula(latex: str) -> str:
    """A formula that a reader of Markdown without formulas does not take for HTML, or for the end of the formula."""
    return " ".join(latex.replace("<", r"\lt ").replace(">", r"\gt ").replace("$", "").replace("`", "'").split())
