"""Sentences of technical prose: "et al.", "Fig. 3", initials and formulas do not end one. Pure."""

from __future__ import annotations

import re
from typing import Final

_FORMULA: Final = re.compile(r"\$[^$]*\$")
# A full stop and its like, with quotes, brackets and marks of references behind it, then a gap.
_END: Final = re.compile(r"[.!?]+[\"'”’)\]]*(?=\s|$)|[.!?]+(?:\s?\[[\d,\s–-]+\])+(?=\s+[A-Z$]|$)")
_ABBREVIATIONS: Final = frozenset(
    """al approx appx app assoc ca cf ch chap co corp dept dr e.g ed eds eg eq eqs eqn eqns esp est etc ex fig figs
    i.e ie inc incl jr lem lemma lemm ltd mr mrs ms no nos nr obs op p.m a.m ph.d phil pp prof prop props rem resp rev
    sec secs sect sr st supp suppl tab tabs thm thms tr univ viz vol vols vs w.l.o.g w.r.t wrt wlog s.t i.i.d a.s a.k.a
    q.e.d u.s u.k def defs cor alg algs appl appendix.""".split()  # noqa: SIM905 - reads better
)
# Of these a sentence may well end, so what follows decides.
_MAY_END: Final = frozenset({"al", "etc", "i.i.d", "a.s", "co", "inc", "ltd", "no", "jr", "sr", "q.e.d", "u.s", "u.k"})
_LAST_WORD: Final = re.compile(r"([A-Za-z](?:[\w.’'-]*[\w])?)$")
_NEXT: Final = re.compile(r"\s*[\"'“‘(\[]*(\S)")


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Where the sentences of a block's text begin and end; together they hold all of it but the gaps between them."""
    masked = _FORMULA.sub(lambda found: "$" + "x" * (len(found[0]) - 2) + "$" if len(found[0]) > 1 else "$", text)
    spans: list[tuple[int, int]] = []
    start = _skip_gap(text, 0)
    for found in _END.finditer(masked):
        if found.end() <= start or not _ends(masked, found.start(), found.end()):
            continue
        spans.append((start, found.end()))
        start = _skip_gap(text, found.end())
    if start < len(text.rstrip()):
        spans.append((start, len(text.rstrip())))
    return spans


def _ends(text: str, at: int, end: int) -> bool:
    """Whether the stop at `at` ends a sentence; `end` is behind its quotes and brackets."""
    following = _NEXT.match(text, end)
    if following is None:
        return True
    first = following[1]
    if text[at] in "!?":
        return not first.islower()
    before = _LAST_WORD.search(text, max(0, at - 30), at)
    word = before[1].lower() if before else ""
    if len(word) == 1 and word.isalpha() and text[at - 1].isupper():
        return False  # an initial: "J. Doe"
    if word in _ABBREVIATIONS:
        return word in _MAY_END and first.isupper() and _begins_like_a_sentence(text, end)
    return first.isupper() or first in "$([" or first.isdigit() or not first.isascii()


def _begins_like_a_sentence(text: str, at: int) -> bool:
    """Whether common opening words follow; a name ("et al. Smith") or a number would go on."""
    return (
        re.match(r"\s*(?:The|This|These|We|In|It|Our|For|To|However|As|On|An?|Here|Then|They)\b", text[at:]) is not None
    )


def _skip_gap(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at
