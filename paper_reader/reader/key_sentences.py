"""The sentences that say most of what a paper is about: extractive, by embeddings, the same each time. Pure.

A sentence is near the paper's title and abstract, near the middle of its own section, and unlike those that were
chosen before it: maximal marginal relevance (Carbonell and Goldstein, SIGIR 1998).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from paper_reader.reader.passes import sections_aside
from paper_reader.reader.sentences import sentence_spans
from paper_reader.reader.times import words_in
from paper_reader.types import BlockKind, Document, KeySentence, SectionRole, TextSpan

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Encode = Callable[[Sequence[str]], "NDArray[np.float32]"]  # unit vectors, one row a text

MOST_SENTENCES: Final = 3000  # that are looked at: more than any paper has; a book ends here
SENTENCES_FOR_ONE: Final = 12  # of a section, for each that is marked
MOST_A_SECTION: Final = 3
FEWEST_SENTENCES: Final = 4  # of a section, below which nothing needs to stand out
_SHORTEST, _LONGEST = 7, 60  # words
_MOST_FORMULA: Final = 0.4  # of a sentence's letters
_ABOUT_THE_PAPER: Final = 0.65  # against what is said in the middle of the section
_VARIETY: Final = 0.3  # how much likeness to what was chosen takes away
_FORMULA: Final = re.compile(r"\$[^$]*\$")
_POINTING: Final = 0.15  # taken from sentences that say where something stands, and not what
_POINTS: Final = re.compile(
    r"(?:In|Throughout) (?:this|the next|the following|what follows|Sec)"
    r"|(?:This|The following|The next|The rest|The remain)[a-z]* (?:sub)?(?:section|of this|of the paper|part)"
    r"|(?:As (?:is )?(?:shown|seen|illustrated|depicted) in )?(?:Table|Figure|Fig\.|Tab\.) \S+ "
    r"(?:shows?|presents?|lists?|gives?|summari[sz]es?|reports?|illustrates?|depicts?)"
)
_TEXT: Final = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST})
_NOT_FROM: Final = frozenset({SectionRole.ABSTRACT})  # it is short, and read whole


def key_sentences(document: Document, about: str, encode: Encode) -> tuple[KeySentence, ...]:
    """A few sentences of each section in reading order; `about` is the paper's title and abstract."""
    import numpy as np

    by_section = _candidates(document)
    spans = [span for section in by_section for span in section][:MOST_SENTENCES]
    if not spans:
        return ()
    vectors = encode([about, *(_FORMULA.sub(" ", span.text) for span in spans)])
    topic, sentences = vectors[0], vectors[1:]
    relevance = np.zeros(len(spans), dtype=np.float64)
    quotas: list[tuple[range, int]] = []
    start = 0
    for section in by_section:
        here = range(start, min(start + len(section), len(spans)))
        start = here.stop
        if not len(here):
            break
        own = sentences[here.start : here.stop]
        middle = own.mean(axis=0)
        middle /= max(float(np.linalg.norm(middle)), 1e-9)
        relevance[here.start : here.stop] = _ABOUT_THE_PAPER * (own @ topic) + (1 - _ABOUT_THE_PAPER) * (own @ middle)
        wanted = -(-len(here) // SENTENCES_FOR_ONE) if len(here) >= FEWEST_SENTENCES else 0
        quotas.append((here, min(MOST_A_SECTION, wanted)))
    relevance -= [_POINTING if _POINTS.match(span.text) else 0.0 for span in spans]
    chosen = _chosen(relevance, sentences, quotas)
    return tuple(KeySentence(spans[place], round(float(relevance[place]), 4)) for place in sorted(chosen))


def _chosen(
    relevance: NDArray[np.float64], vectors: NDArray[np.float32], quotas: Sequence[tuple[range, int]]
) -> list[int]:
    """The places of the sentences, section by section; each takes account of all that were chosen before."""
    chosen: list[int] = []
    for here, quota in quotas:
        for _ in range(quota):
            best: tuple[float, int] | None = None
            for place in here:
                if place in chosen:
                    continue
                alike = max((float(vectors[place] @ vectors[one]) for one in chosen), default=0.0)
                worth = (round(relevance[place] - _VARIETY * alike, 6), -place)
                best = max(best, worth) if best else worth
            if best is not None:
                chosen.append(-best[1])
    return chosen


def _candidates(document: Document) -> list[list[TextSpan]]:
    """The sentences that could be marked, by section."""
    aside = sections_aside(document)
    found = []
    for section in document.sections:
        if section.anchor in aside or section.role in _NOT_FROM:
            continue
        spans = [
            TextSpan(section.anchor, block.anchor, start, end, block.text[start:end])
            for block in section.blocks
            if block.kind in _TEXT
            for start, end in sentence_spans(block.text)
        ]
        if fitting := [span for span in spans if _fits(span.text)]:
            found.append(fitting)
    return found


def _fits(sentence: str) -> bool:
    formula = sum(len(one) for one in _FORMULA.findall(sentence))
    whole = sentence[:1].isupper() and sentence.rstrip("\"'”’)]")[-1:] in {".", "!", "]"}
    return whole and _SHORTEST <= words_in(sentence) <= _LONGEST and formula <= _MOST_FORMULA * len(sentence)
