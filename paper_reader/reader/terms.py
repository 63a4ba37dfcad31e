"""Names in a text that another paper coined: where each is used first. Pure; precision goes first.

A word that looks like a name (U-Net, word2vec) is looked up as it is; one that could be an everyday word (Adam,
Dropout) only where it has a capital in mid-sentence. Abbreviations stand for many things: one that the paper spells out
counts only if the other paper speaks of the same words, and one of capitals alone (BERT) only if many use it or the
paper cites the other one. Names that the paper brings itself are its own.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from paper_reader.merge.coining import stems_in
from paper_reader.merge.known_by import is_name_like, name_key, names_of
from paper_reader.types import BlockKind, Document, Paper, TermLink, TextSpan

_READ: Final = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST, BlockKind.THEOREM, BlockKind.QUOTE})
_NAME: Final = re.compile(r"(?:\b([A-Z][a-z]+) )?\b([A-Za-z][\w]*(?:[-+][\w]+)*\+*)")
_FORMULA: Final = re.compile(r"\$[^$]*\$|https?://\S+")
_SPELLED_OUT: Final = re.compile(r"((?:[\w’'-]+\s+){1,7})\(\s*$")
_SUFFIX: Final = re.compile(
    r"-(?:based|like|style|large|base|small|type|family|inspired|driven|powered|enhanced|guided|generated|trained|tuned)$"
)
SHORTEST_KEY: Final = 3
LEAST_USES: Final = 10  # of a name that could be an everyday word or any abbreviation, by other papers of the library
MOST_NAMES: Final = 5000  # that are looked up


@dataclass(frozen=True, slots=True)
class NameUse:
    """The first place where a name, by its key, is used in a way that can be told from an everyday word.

    `spelled_out` are the words before the bracket where the paper puts the name in brackets, here or further on.
    """

    key: str
    span: TextSpan
    is_word: bool
    spelled_out: str = ""


@dataclass(frozen=True, slots=True)
class Coiner:
    """The paper that coined a name, how the name is written there, and how many others use it."""

    name: str
    mentions: int
    paper: Paper


def names_used(document: Document) -> dict[str, NameUse]:
    """The first use of everything that may be a name, by key."""
    found: dict[str, NameUse] = {}
    for section in document.sections:
        for block in section.blocks:
            if block.kind in _READ:
                for start, end, is_word in _names_in(block.text):
                    key = name_key(_SUFFIX.sub("", block.text[start:end]))
                    spelled_out = _spelled_out(block.text, start)
                    if key in found and spelled_out and not found[key].spelled_out:
                        found[key] = replace(found[key], spelled_out=spelled_out)
                    elif len(key) >= SHORTEST_KEY and key not in found and len(found) < MOST_NAMES:
                        span = TextSpan(section.anchor, block.anchor, start, end, block.text[start:end])
                        found[key] = NameUse(key, span, is_word, spelled_out)
    return found


def link_terms(
    uses: Mapping[str, NameUse],
    coiners: Mapping[str, Coiner],
    paper: Paper | None,
    title: str,
    cited: Collection[int] = (),
) -> tuple[TermLink, ...]:
    """The uses that mean what another paper coined; one link a paper, in the order given. `cited`: by this paper."""
    own = set(names_of(paper.title if paper else title, paper.abstract if paper else None))
    linked: dict[int, TermLink] = {}
    for key, use in uses.items():
        coiner = coiners.get(key)
        if coiner is None or key in own or (paper is not None and coiner.paper.id == paper.id):
            continue
        if coiner.paper.id not in linked and _is_meant(use, coiner, paper, coiner.paper.id in cited):
            linked[coiner.paper.id] = TermLink(use.span, coiner.paper.id, coiner.paper.title, coiner.paper.year)
    return tuple(linked.values())


def _is_meant(use: NameUse, coiner: Coiner, paper: Paper | None, is_cited: bool) -> bool:
    coined = coiner.paper
    if paper is not None and paper.year is not None and coined.year is not None and coined.year > paper.year:
        return False  # it was coined later, so something else is meant
    if use.is_word and coiner.name != use.span.text:
        return False
    is_abbreviation = use.span.text.isalpha() and use.span.text.isupper()
    if (use.is_word or is_abbreviation) and coiner.mentions < LEAST_USES and not is_cited:
        return False
    if use.spelled_out:
        return bool(stems_in(use.spelled_out) & stems_in(f"{coined.title} {coined.abstract or ''}"))
    return True


def _names_in(text: str) -> Iterator[tuple[int, int, bool]]:
    """Start and end of what may be a name, and whether it may be an everyday word; two words before their second."""
    masked = _FORMULA.sub(lambda found: " " * len(found[0]), text)
    for found in _NAME.finditer(masked):
        start, end = found.span(2)
        word = _SUFFIX.sub("", found[2])
        end = start + len(word)
        if word.endswith("s") and word[:-1].isupper() and len(word) > 2:  # GANs
            end -= 1
            word = word[:-1]
        if is_name_like(word):
            if found[1]:
                yield found.start(1), end, False
            yield start, end, False
            continue
        for first, last in (found.span(1), (start, end)):
            if first >= 0 and masked[first : first + 1].isupper() and _in_mid_sentence(masked, first):
                yield first, last, True


def _in_mid_sentence(text: str, at: int) -> bool:
    return re.search(r"[a-z,] $", text[max(0, at - 2) : at]) is not None


def _spelled_out(text: str, at: int) -> str:
    """The words before a bracket that begins with the name: "generative adversarial networks (GANs)"."""
    found = _SPELLED_OUT.search(text, max(0, at - 100), at)
    return found[1] if found else ""
