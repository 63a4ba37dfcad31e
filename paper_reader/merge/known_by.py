"""The short names that a paper puts forward for what it brings ("BERT", "U-Net", "GraphSAGE"). Pure.

Told from the paper's own words alone: the head of its title, "we call it X" in its abstract, X at its title's end.
Nothing here knows any name. It runs once for every new paper, so the abstract is looked through for a few fixed words
before anything is parsed.
"""

from __future__ import annotations

import re
from enum import IntEnum
from typing import Final

from paper_reader.titles import title_fingerprint


class NameKind(IntEnum):
    """How a paper carries a name, the plainest first."""

    HEAD = 1  # "U-Net: Convolutional Networks for ..."
    WORD_HEAD = 2  # the same with what may be an ordinary word: "Dropout: ...", "Fusion: ..."
    COINED = 3  # "we present GraphSAGE, a general framework ..." in the abstract
    WORD_COINED = 4  # "a new architecture, the Transformer, based solely on ...": perhaps coined, perhaps used
    TITLE_END = 5  # "... structure prediction with AlphaFold": this paper's name or that of what it uses


MAX_NAME_WORDS: Final = 3
_HEAD: Final = re.compile(r"\s*([^:(–—]{2,40}?)\s*(?::|[–—(]|\s--?\s)\s*\S")
_END: Final = re.compile(r"\b(?:using|with|by|via|called) ([^\s]+)\s*\.?$")
# Each is searched for as it stands, which is far quicker than one pattern of all.
_NAMING: Final = (" called ", " named ", " dubbed ", " call ")
_BRINGING: Final = (" propose ", " introduce ", " present ", " train ")
_QUOTES: Final = "\"'`“”‘’*$\\"
_NAME_AT: Final = re.compile(r"[^\s,;:()\[\]{}\"“”]{2,40}")
_WHAT_IT_IS: Final = re.compile(r"[\"'”’`*$]*(?:\s?[,:;(–—.]|\s--|\s(?:a|an|the|which|that|to|for)\s|$)")
_APPOSITION: Final = re.compile(r"[\"'”’`*$]*(?:\s?,|:|\s[–—]|\s?--)\s?(?:an?|the|our)\s")
_APPOSED: Final = re.compile(r"[^.:;()]{4,120}?, (?:the )?([A-Z][\w-]{2,30}),")
_SPELLED_OUT: Final = re.compile(r"(?:[\w-]+\s){2,8}\(([A-Z][\w-]{1,9})\)")


def names_of(title: str, abstract: str | None) -> dict[str, NameKind]:
    """The keys of the names that a paper puts forward, each with the plainest way in which it does."""
    found: dict[str, NameKind] = {}
    if abstract:
        for name in _coined(abstract):
            _note(found, name, NameKind.COINED if is_name_like(name) else NameKind.WORD_COINED)
    head = _HEAD.match(title)
    if head is not None:
        _note_head(found, head[1], abstract or "")
    end = _END.search(title)
    if end is not None and is_name_like(end[1]):
        _note(found, end[1], NameKind.TITLE_END)
    return found


def name_key(name: str) -> str:
    """What the spellings of one name have in common: "U-Net", "unet" and "U net" are equal."""
    return title_fingerprint(name)


def is_name_like(word: str) -> bool:
    """Capitals or digits where ordinary words have none: BERT, word2vec, U-Net, t-SNE, but not Deep or Three-Way."""
    if "-" in word and not word.isupper():
        parts = word.split("-")
        return any(map(is_name_like, parts)) or (len(parts) == 2 and len(parts[0]) == 1 and parts[0].isalpha())
    if not word[:1].isalpha() or len(word) < 2:
        return False
    return word[1:].lower() != word[1:] or (not word.isalpha() and any(letter.isdigit() for letter in word))


def _note(found: dict[str, NameKind], name: str, kind: NameKind) -> None:
    key = name_key(name)
    if 2 <= len(key) <= 40 and (key not in found or kind < found[key]):
        found[key] = kind


def _note_head(found: dict[str, NameKind], head: str, abstract: str) -> None:
    """The head of a title where it is a name; a head of several plain words is a subject ("Neural search: ...")."""
    words = head.split()
    if any(map(is_name_like, words)) and len(words) <= MAX_NAME_WORDS:
        _note(found, head, NameKind.HEAD)
    elif len(words) == 1 and words[0][0].isalpha():
        # Written with a capital inside a sentence it is a name: "We introduce Adam, ...".
        is_named = re.search(rf"[a-z,] {re.escape(words[0])}\b", abstract) if words[0][0].isupper() else None
        _note(found, head, NameKind.HEAD if is_named else NameKind.WORD_HEAD)


def _coined(abstract: str) -> list[str]:
    found = []
    for words in _NAMING:
        for place in _places(abstract, words):
            found += _named_at(abstract, place)
    for words in _BRINGING:
        for place in _places(abstract, words):
            found += _brought_at(abstract, place)
            apposed = _APPOSED.match(abstract, place)
            if apposed is not None:
                found.append(apposed[1])
    return found


def _places(abstract: str, words: str) -> list[int]:
    """The ends of all occurrences."""
    places = []
    at = abstract.find(words)
    while at >= 0:
        at += len(words)
        places.append(at)
        at = abstract.find(words, at)
    return places


def _named_at(abstract: str, place: int) -> list[str]:
    """The name that follows "called": quoted, or with the look of a name, or an abbreviation of the words there."""
    quoted = abstract[place : place + 1] in _QUOTES
    word = _word_at(abstract, place)
    if word and (is_name_like(word) or word[0].isupper() or quoted):
        return [word]
    spelled = _SPELLED_OUT.match(abstract, place)
    return [spelled[1]] if spelled and is_name_like(spelled[1]) else []


def _brought_at(abstract: str, place: int) -> list[str]:
    """The name that follows "we present", where what follows it tells that it is one."""
    word = _word_at(abstract, place)
    if not word or not (word[0].isupper() or is_name_like(word)):
        return []
    start = abstract.index(word, place) + len(word)
    wanted = _WHAT_IT_IS if is_name_like(word) else _APPOSITION
    return [word] if wanted.match(abstract, start) else []


def _word_at(abstract: str, place: int) -> str:
    while abstract[place : place + 1] and abstract[place] in _QUOTES:
        place += 1
    word = _NAME_AT.match(abstract, place)
    return word[0].rstrip(".!?'’`*$\\") if word else ""
