"""Marks in a piece of a paper: places of its plain text, found again in its markup. Pure.

The text has formulas as LaTeX between dollar signs and footnotes at its end, the markup has MathML and footnotes where
they stand. So the two are walked along each other, letter by letter; where they part, nothing is marked rather than
something wrong. Nothing but `<mark>` and links to papers of the library is added, and only between letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape, unescape
from itertools import groupby
from typing import Final

from markupsafe import Markup

# The sanitiser writes every attribute between double quotes, so a sign ">" within them ends no tag.
_PIECE: Final = re.compile(r'(?P<tag></?[a-zA-Z](?:"[^"]*"|[^">])*>)|(?P<letter>&[a-zA-Z0-9#]+;|.)', re.DOTALL)
_NAME: Final = re.compile(r"</?([a-zA-Z0-9-]+)")
_FOOTNOTE: Final = '<span class="footnote">'
_ADDED: Final = frozenset("|;:,. \t\n")  # what the plain text has between cells, lines and items
_STOPS: Final = _ADDED | {"$", "("}  # a gap, a formula, or the footnotes at the end
# Between the parts of tables and lists a space is no letter: a browser would move a mark there out of the table.
_HOLDS_PARTS: Final = frozenset(("table", "tbody", "thead", "tfoot", "tr", "ul", "ol", "dl"))
_PARTS: Final = frozenset(("caption", "tbody", "thead", "tfoot", "tr", "th", "td", "li", "dt", "dd"))
_LOOK_AHEAD: Final = 24  # letters that must fit after a formula, so that its end is the right one


@dataclass(frozen=True, slots=True)
class Wanted:
    """A place of the plain text, `start` to `end`. Marked with `kind` as its class, or made a link where `href` is."""

    start: int
    end: int
    kind: str
    href: str = ""
    title: str = ""


@dataclass(slots=True)
class _Piece:
    """A tag or a letter of the markup; `at` is the letter's place in the plain text, where it has one."""

    markup: str
    is_letter: bool
    at: int | None = None
    in_link: bool = False


def marked(html: str, text: str, wanted: Sequence[Wanted]) -> Markup | None:
    """The markup with all that is wanted marked in it; None where its letters are not those of the text."""
    if not wanted:
        return Markup(html)  # noqa: S704 - sanitised when the paper was read
    pieces = list(_pieces(html))
    if not _walked_along(pieces, text):
        return None
    written = []
    for layers, run in groupby(pieces, lambda piece: _layers(piece, wanted)):
        markup = "".join(piece.markup for piece in run)
        written.append(_wrapped(markup, layers) if layers else markup)
    return Markup("".join(written))  # noqa: S704 - what was sanitised, with marks that are written here


def _pieces(html: str) -> Iterator[_Piece]:
    """Tags and letters; what stands in formulas and footnotes counts as tags: nothing is marked in there."""
    closed_by = ""  # the tag that ends what is passed over
    between_parts = False
    depth = links = 0
    for found in _PIECE.finditer(html):
        tag = found["tag"]
        if tag is None:
            letter = found["letter"]
            between_parts = between_parts and letter.isspace()
            yield _Piece(letter, not closed_by and not between_parts, in_link=links > 0)
            continue
        name = _NAME.match(tag)[1].lower()  # type: ignore[index]  # a tag begins with its name
        between_parts = name in (_PARTS if tag.startswith("</") else _HOLDS_PARTS)
        if closed_by:
            depth += 0 if name != closed_by else -1 if tag.startswith("</") else 1
            closed_by = closed_by if depth else ""
        elif name == "math" or tag == _FOOTNOTE:
            closed_by, depth = name, 1
        elif name == "a":
            links += -1 if tag.startswith("</") else 1
        yield _Piece(tag, is_letter=False)


def _walked_along(pieces: Sequence[_Piece], text: str) -> bool:
    """Give each letter its place in the text; False where a letter has none."""
    letters = [piece for piece in pieces if piece.is_letter and not unescape(piece.markup).isspace()]
    signs = [unescape(piece.markup) for piece in letters]
    at = 0
    for number, piece in enumerate(letters):
        found = _place_of("".join(signs[number : number + _LOOK_AHEAD]), text, at)
        if found is None:
            return False
        piece.at = found
        at = found + len(signs[number])
    _close_gaps(pieces)
    return True


def _place_of(following: str, text: str, at: int) -> int | None:
    """Where the text goes on with these letters: here, after a gap, or after formulas."""
    while at < len(text):
        sign = text[at]
        if sign == following[0] and (sign != "$" or _goes_on(following, text, at)):
            return at
        if sign == "$":
            at = _end_of_formula(following, text, at)
        elif sign in _ADDED:
            at += 1
        else:
            return None
    return None


def _end_of_formula(following: str, text: str, at: int) -> int:
    """The place behind the dollar sign after which the text goes on with these letters, or with another formula."""
    for end in range(at + 1, len(text)):
        if text[end] != "$":
            continue
        behind = end + 1
        while behind < len(text) and text[behind] in _ADDED and text[behind] != following[0]:
            behind += 1
        if text[behind : behind + 1] == "$" or _goes_on(following, text, behind):
            return end + 1
    return len(text)


def _goes_on(following: str, text: str, at: int) -> bool:
    """Whether the text has these letters from here on, spaces aside, up to its next formula or gap."""
    for number, letter in enumerate(following):
        while at < len(text) and text[at].isspace():
            at += 1
        if at >= len(text) or text[at] != letter:
            return number > 0 and at < len(text) and text[at] in _STOPS
        at += 1
    return True


def _close_gaps(pieces: Sequence[_Piece]) -> None:
    """Spaces stand behind the letter before them, so that a mark has no holes and ends with a letter."""
    last: int | None = None
    for piece in pieces:
        if piece.is_letter and piece.at is None and last is not None:
            piece.at = last + 1
        elif piece.is_letter:
            last = piece.at


def _layers(piece: _Piece, wanted: Sequence[Wanted]) -> tuple[Wanted, ...]:
    if piece.at is None:
        return ()
    at = piece.at
    return tuple(one for one in wanted if one.start <= at < one.end and not (one.href and piece.in_link))


def _wrapped(markup: str, layers: Sequence[Wanted]) -> str:
    kinds = [layer.kind for layer in layers if not layer.href]
    if kinds:
        markup = f'<mark class="{escape(" ".join(dict.fromkeys(kinds)))}">{markup}</mark>'
    link = next((layer for layer in layers if layer.href), None)
    if link is None:
        return markup
    return f'<a class="{escape(link.kind)}" href="{escape(link.href)}" title="{escape(link.title)}">{markup}</a>'
