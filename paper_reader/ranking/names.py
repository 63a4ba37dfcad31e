"""Names that papers coin ("BERT", "U-Net", "Adam"), and who uses them later.

A name is taken for coined by a paper only when the evidence agrees: the paper puts it forward (as its title's head
before a colon or its whole title, by saying "called X" or "we introduce X" in the abstract, or by having in the title
the words that it abbreviates), nobody among the papers looked at used it in an earlier year, and no two papers of one
year put it forward alike. So generic words ("Attention", "Learning") fall out by themselves: they were in use before.
Mentions are counted in titles and abstracts of later papers. Nothing here knows any name.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from paper_reader.ranking.abbreviations import SMALL_WORD, abbreviated_phrases, plain, share_of_title
from paper_reader.types import Paper

# Hyphens and + belong to names.
_PUNCTUATION = str.maketrans(dict.fromkeys(".,;:()[]{}\"'“”‘’!?/\\$`~^=<>|*&%#@_—–", " "))
_HEAD = re.compile(r"^\s*([^:]{2,40}?)\s*:\s+\S")

_SAID = re.compile(
    r"\b(?:called|named|dubbed|termed|coined|denoted|[Ww]e (?:call|name|term|dub)(?: it| this| our \w+| the \w+)?"
    r"|(?:[Ww]e|paper|work) (?:propose|introduce|present|describe|develop)s?)\s+(?:the\s+)?[\"'“`]*([A-Za-z][\w+-]+)"
)

LONGEST_NAME_WORDS = 3
SHORTEST_WORD_NAME = 4  # a shorter lower-case word is rarely a name
# "Proximal Policy Optimization Algorithms" coins PPO, "A Unified Architecture for Natural Language Processing" not NLP.
LEAST_SHARE_OF_TITLE = 0.65
EARLIER_USES_ALLOWED = 0.02  # of all uses: years are sometimes wrong

HEAD, SAID, ABBREVIATED = 3, 2, 1  # how strongly a paper puts a name forward


@dataclass(frozen=True, slots=True)
class CoinedName:
    """A name, the row of the paper that coined it, and how many of the `later` other papers mention it."""

    name: str
    row: int
    mentions: int
    later: int


def coined_names(papers: Sequence[Paper]) -> dict[int, CoinedName]:
    """For each row that coined a name: the most mentioned one. Rows without one, or without a year, are left out."""
    texts = [_Text.of(paper) for paper in papers]
    proposals = _proposals(papers, texts)
    phrases = _phrase_uses(papers, proposals)
    mentions = _mentions(proposals.keys(), texts)
    years = [paper.year for paper in papers]
    sorted_years = sorted(year for year in years if year is not None)
    best: dict[int, CoinedName] = {}
    for name in sorted(proposals):
        row = _coiner(proposals[name], mentions[name] | phrases.get(name, set()), papers)
        if row is None or _is_everyday_word(name, texts):
            continue
        coined = CoinedName(
            name=_spelled(name, texts[row]),
            row=row,
            mentions=len(mentions[name] - {row}),
            later=_later(sorted_years, years[row]),
        )
        known = best.get(row)
        if known is None or (coined.mentions, -len(coined.name)) > (known.mentions, -len(known.name)):
            best[row] = coined
    return best


@dataclass(frozen=True, slots=True)
class _Text:
    """A paper's words as printed, and the forms in which they are compared."""

    words: list[str]
    title_length: int
    printed: frozenset[str]
    keys: frozenset[str]

    @staticmethod
    def of(paper: Paper) -> _Text:
        title = _words(paper.title)
        words = title + _words(paper.abstract or "")
        printed = frozenset(words)
        return _Text(words, len(title), printed, frozenset(map(_key, printed)))

    def place_of(self, name: tuple[str, ...]) -> int | None:
        """Where the name stands first, or None."""
        if not self.keys.issuperset(name):
            return None
        keys = [_key(word) for word in self.words]
        places = range(len(keys) - len(name) + 1)
        return next((p for p in places if keys[p] == name[0] and tuple(keys[p : p + len(name)]) == name), None)


def _words(text: str) -> list[str]:
    return text.translate(_PUNCTUATION).split()


@lru_cache(maxsize=100_000)
def _key(word: str) -> str:
    """The form in which words are compared. Plurals fall. Short abbreviations keep their case.

    Longer words with capitals inside are lowered and marked, so that "reasoNing" is never the word "reasoning".
    """
    if len(word) > 2 and word.endswith("s") and word[:-1].isupper():
        return word[:-1]
    if word.isupper() and len(word) <= 5:
        return word
    lowered = word.lower()
    if any(c.isupper() for c in word[1:]):
        return f"{lowered}^"
    return lowered[:-1] if len(lowered) > 4 and lowered.endswith("s") and not lowered.endswith("ss") else lowered


def _is_name_like(word: str) -> bool:
    """Capitals or digits where ordinary words have none: BERT, ResNet, word2vec, R-CNN, but not Deep or 3D-based."""
    inner = any(c.isupper() for c in word[1:])
    digits = any(c.isdigit() for c in word) and any(c.isalpha() for c in word)
    if "-" in word and not word.isupper():
        # Every-Word-Capitalised is a title's habit, not a name.
        parts = word.split("-")
        return any(_is_name_like(part) for part in parts if part) or (len(parts) == 2 and len(parts[0]) == 1)
    return (inner or digits) and len(word) >= 2 and word[0].isalpha()


def _proposals(papers: Sequence[Paper], texts: Sequence[_Text]) -> dict[tuple[str, ...], dict[int, int]]:
    """{row: strength} by name, for every name that any paper puts forward."""
    found: defaultdict[tuple[str, ...], dict[int, int]] = defaultdict(dict)
    for row, paper in enumerate(papers):
        for name, strength in _put_forward(paper, texts[row]):
            found[name][row] = max(strength, found[name].get(row, 0))
    return found


def _phrase_uses(
    papers: Sequence[Paper], proposals: dict[tuple[str, ...], dict[int, int]]
) -> dict[tuple[str, ...], set[int]]:
    """Who uses the phrase that an abbreviation stands for; those with it in the title put the abbreviation forward."""
    titles = [f" {plain(paper.title)}" for paper in papers]
    bodies = [f" {(paper.abstract or '').lower().replace('-', ' ')}" for paper in papers]
    uses: dict[tuple[str, ...], set[int]] = {}
    for short, phrase in abbreviated_phrases(papers).items():
        titled = {row for row, title in enumerate(titles) if f" {phrase}" in title}
        about = {row for row in titled if share_of_title(phrase, titles[row]) >= LEAST_SHARE_OF_TITLE}
        if not about:
            continue
        uses[(_key(short),)] = titled | {row for row, body in enumerate(bodies) if f" {phrase}" in body}
        for row in about:
            proposals.setdefault((_key(short),), {}).setdefault(row, ABBREVIATED)
    return uses


def _put_forward(paper: Paper, text: _Text) -> Iterator[tuple[tuple[str, ...], int]]:
    head = _HEAD.match(paper.title)
    words = _words(head.group(1)) if head else text.words[: text.title_length]
    if _may_be_head(words) and (head or any(map(_is_name_like, words))):
        yield tuple(map(_key, words)), HEAD
    for match in _SAID.finditer(paper.abstract or ""):
        said = _words(match.group(1))
        if len(said) == 1 and _is_name_like(said[0]):
            yield (_key(said[0]),), SAID


def _may_be_head(words: Sequence[str]) -> bool:
    if not 1 <= len(words) <= LONGEST_NAME_WORDS or SMALL_WORD.fullmatch(words[0]):
        return False
    return any(map(_is_name_like, words)) or (len(words) == 1 and len(words[0]) >= SHORTEST_WORD_NAME)


def _is_everyday_word(name: tuple[str, ...], texts: Sequence[_Text]) -> bool:
    """Whether a plain word is written small more often than with a capital: "position", but not "Adam"."""
    (word, *more) = name
    if more or not word.isalpha() or not word.islower():
        return False
    small = sum(1 for text in texts if word in text.printed or f"{word}s" in text.printed)
    capital = word.capitalize()
    return small > sum(1 for text in texts if capital in text.printed or f"{capital}s" in text.printed)


def _mentions(names: Iterable[tuple[str, ...]], texts: Sequence[_Text]) -> dict[tuple[str, ...], set[int]]:
    by_first: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
    for name in names:
        by_first[name[0]].append(name)
    found: defaultdict[tuple[str, ...], set[int]] = defaultdict(set)
    for row, text in enumerate(texts):
        for first in text.keys & by_first.keys():
            for name in by_first[first]:
                if len(name) == 1 or text.place_of(name) is not None:
                    found[name].add(row)
    return found


def _coiner(proposed: dict[int, int], mentioned: set[int], papers: Sequence[Paper]) -> int | None:
    """The row that coined a name, or None where the evidence is not clear."""
    dated = [(papers[row].year or 0, -strength, row) for row, strength in proposed.items() if papers[row].year]
    if not dated:
        return None
    year, strength, row = min(dated)
    rivals = Counter((y, s) for y, s, _ in dated)
    if rivals[year, strength] > 1:
        return None
    earlier = sum(1 for other in mentioned if (papers[other].year or year) < year)
    return None if earlier > EARLIER_USES_ALLOWED * len(mentioned) else row


def _later(sorted_years: Sequence[int], year: int | None) -> int:
    """How many other papers are of the same year or younger."""
    return 0 if year is None else len(sorted_years) - bisect_left(sorted_years, year) - 1


def _spelled(name: tuple[str, ...], text: _Text) -> str:
    """The name as its paper prints it, a plural's s left out."""
    place = text.place_of(name)
    printed = " ".join(name if place is None else text.words[place : place + len(name)])
    return printed[:-1] if printed.endswith("s") and printed[:-1].isupper() else printed
