"""An element as plain text in one line: formulas as LaTeX between dollar signs, footnotes at the end. Pure."""

from __future__ import annotations

import re
from typing import Final

from paper_reader.reader.elements import BLOCKS, DROPPED, Element, classes_of, one_line, tag_of

_CELLS: Final = frozenset(("td", "th"))
_STYLE: Final = re.compile(r"^\s*\\(?:displaystyle|textstyle)\b\s*")
_ERROR_TEXT: Final = "ltx_ERROR"
_TEX: Final = ("application/x-tex", "application/x-llamapun")


def plain_text(*nodes: Element) -> str:
    """All that the elements say, in one line."""
    gathered = _Gathered()
    for node in nodes:
        gathered.add(node)
        gathered.parts.append(" ")
    text = one_line("".join(gathered.parts))
    notes = "".join(f" (Footnote: {note})" for note in gathered.notes if note)
    return text + notes


def heading_text(node: Element) -> str:
    """A heading in one line, its formulas as their letters: an outline has no use for LaTeX."""
    gathered = _Gathered(with_latex=False)
    gathered.add(node)
    return one_line("".join(gathered.parts))


def latex_of(math: Element) -> str:
    """The LaTeX that a formula was made from, or its letters where it names none."""
    latex = math.get("alttext") or ""
    if not latex:
        for inner in math.iter():
            if tag_of(inner) == "annotation" and (inner.get("encoding") or "").lower() == _TEX[0]:
                latex = inner.text or ""
                break
    return one_line(_STYLE.sub("", latex) or _letters(math))


def stands_for_space(error: Element) -> bool:
    r"""Whether a command that the converter did not know was `\xspace` before a letter, where it makes a space."""
    after = (error.tail or "")[:1]
    return "xspace" in (error.text or "") and after.isalnum()


class _Gathered:
    """What was met so far, and the footnotes that go to the end."""

    def __init__(self, *, with_latex: bool = True) -> None:
        self._with_latex = with_latex
        self.parts: list[str] = []
        self.notes: list[str] = []

    def add(self, node: Element) -> None:
        tag, classes = tag_of(node), classes_of(node)
        if tag == "math":
            self.parts.append(f"${latex_of(node)}$" if self._with_latex else _letters(node, "") or latex_of(node))
        elif "ltx_note" in classes:
            self.notes.append(note_text(node))
        elif _ERROR_TEXT in classes:
            self.parts.append(" " if stands_for_space(node) else "")
        elif "ltx_tag_item" in classes and not any(sign.isalnum() for sign in "".join(node.itertext())):
            self.parts.append(" ")  # a bullet
        elif tag == "br":
            self.parts.append(" ")
        elif tag and tag not in DROPPED:
            self._inside(node, tag, classes)

    def _inside(self, node: Element, tag: str, classes: frozenset[str]) -> None:
        own_line = tag in BLOCKS or "ltx_listingline" in classes
        if own_line:
            self.parts.append(" ")
        self.parts.append(node.text or "")
        for child in node:
            self.add(child)
            self.parts.append(child.tail or "")
        if tag in _CELLS or classes & {"ltx_td", "ltx_th"}:
            self.parts.append(" | " if node.getnext() is not None else "; ")
        elif own_line:
            self.parts.append(" ")


def note_text(note: Element) -> str:
    """A footnote without its marks."""
    content = [inner for inner in note.iter() if "ltx_note_content" in classes_of(inner)]
    gathered = _Gathered()
    for node in content[:1] or [note]:
        gathered.parts.append(node.text or "")
        for child in node:
            if not classes_of(child) & {"ltx_note_mark", "ltx_tag", "ltx_note_type"}:
                gathered.add(child)
            gathered.parts.append(child.tail or "")
    return one_line("".join(gathered.parts))


def _letters(math: Element, between: str = " ") -> str:
    signs = ("mi", "mn", "mo", "mtext", "ms")
    return between.join("".join(inner.itertext()) for inner in math.iter() if tag_of(inner) in signs)
