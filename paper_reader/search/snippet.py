"""The sentences of a paper that show why it was found. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from paper_reader.query import term_spans

MAX_LETTERS: Final = 300
_SENTENCE_END: Final = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9\"'(“‘])")


def snippet(text: str, terms: Sequence[str]) -> str:
    """Give the one or two sentences of `text` that hold most of `terms`; the opening where none holds any.

    Plain text on one line, at most some 300 letters, with "…" where something was left out.
    """
    sentences = split_sentences(text)
    if not sentences:
        return ""
    found = [{term for _, _, term in term_spans(sentence, terms)} for sentence in sentences]
    best = max(range(len(sentences)), key=lambda place: (len(found[place]), -place))
    chosen = [best]
    rest = [place for place in range(len(sentences)) if found[place] - found[best]]
    if rest:
        second = max(rest, key=lambda place: (len(found[place] - found[best]), -abs(place - best)))
        if len(sentences[best]) + len(sentences[second]) <= MAX_LETTERS:
            chosen = sorted([best, second])
    return _joined(sentences, chosen, terms)


def split_sentences(text: str) -> list[str]:
    """Part a text at ends of sentences; a capital or digit must follow, so that "e.g. graphs" stays whole."""
    return [part for part in _SENTENCE_END.split(" ".join(text.split())) if part]


def _joined(sentences: list[str], chosen: list[int], terms: Sequence[str]) -> str:
    gap = " … " if len(chosen) == 2 and chosen[1] - chosen[0] > 1 else " "
    text = _shortened(gap.join(sentences[place] for place in chosen), terms)
    left_out = chosen[-1] < len(sentences) - 1 and not text.endswith("…")
    return ("… " if chosen[0] and not text.startswith("…") else "") + text + (" …" if left_out else "")


def _shortened(text: str, terms: Sequence[str]) -> str:
    """Cut a long text to a window that begins shortly before its first term, at word ends."""
    if len(text) <= MAX_LETTERS:
        return text
    spans = term_spans(text, terms)
    start = max(0, min((spans[0][0] if spans else 0) - 60, len(text) - MAX_LETTERS))
    start = text.find(" ", start) + 1 if start else 0
    end = text.rfind(" ", start, start + MAX_LETTERS)
    end = end if end > start else start + MAX_LETTERS
    return ("… " if start else "") + text[start:end].rstrip() + (" …" if end < len(text) else "")
