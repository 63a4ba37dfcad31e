"""Words and word groups counted from the papers: what the vocabulary takes in, and what stands in for topic queries.

Texts are reduced to plain words with a mark wherever anything but one space stood between two of them, so that a group
never reaches over a comma or a hyphen. Counting is done on arrays of word numbers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

LONGEST = 4
_NOT_WORDS = re.compile(r"[^a-z0-9 ]+|  +")
_BREAK = "|"
# Words that may stand inside a group, but not at its ends: of grammar, and of every abstract.
_STOP_WORDS = """
    a about above across after again against all almost alone along also although always among an and another any
    are as at be because been before being between both but by can cannot could did do does done due during e each
    either etc even ever every few first for from further g get give given had has have having he hence her here his
    how however i ie if in into is it its itself just least less like made main make many may me means might more most
    much must my namely nearly need no nor not now of off often on once one only onto or other others our out over own
    per perhaps please put rather s same second see seem several she should show shows since so some still such t than
    that the their them then there these they third this those three through throughout thus to together too toward
    towards two under until up upon us use used uses using usually various very via was we well were what when where
    whereas whether which while who whole whose why will with within without would yet you your
    achieve achieves achieved address approach approaches available based better best compared comparison consider
    demonstrate demonstrated demonstrates different effective efficient evaluate evaluated existing experiment
    experiments experimental extensive finally find framework furthermore good high important improve improved improves
    improving including introduce introduces large low method methods model models moreover new novel number obtain
    obtained outperform outperforms paper papers particular perform performance performed present presented presents
    previous problem problems propose proposed proposes prove provide provides recent recently require required
    result results significant significantly simple specifically state study task tasks technique techniques work
    works addition able many code github https com www http et al non
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())


@dataclass(frozen=True)
class WordArrays:
    """All texts as one array of word numbers, 0 at each break; `starts` has the beginning of each text and the end."""

    words: list[str]
    numbers: np.ndarray
    starts: np.ndarray


def plain_words(text: str) -> list[str]:
    """The words of a text in small letters, with a break mark wherever two do not simply follow each other."""
    return _NOT_WORDS.sub(f" {_BREAK} ", text.lower()).split()


def word_arrays(texts: Sequence[str]) -> WordArrays:
    """Numbers every word by first appearance."""
    known = {_BREAK: 0}
    numbers: list[np.ndarray] = []
    for text in texts:
        found = [known.setdefault(word, len(known)) for word in plain_words(text)]
        numbers.append(np.array([*found, 0], dtype=np.int32))
    starts = np.concatenate([[0], np.cumsum([len(part) for part in numbers])])
    return WordArrays(list(known), np.concatenate(numbers), starts)


def word_counts(arrays: WordArrays) -> Counter[str]:
    """How often each word stands in the texts."""
    counts = np.bincount(arrays.numbers, minlength=len(arrays.words))
    return Counter({word: int(count) for word, count in zip(arrays.words, counts, strict=True) if word != _BREAK})


def group_keys(arrays: WordArrays, length: int) -> tuple[np.ndarray, np.ndarray]:
    """Positions where a group of `length` words begins that could be a term, and a 64-bit key of each group.

    A term's first and last words are no stop words and no bare numbers, and no break lies inside.
    """
    numbers = arrays.numbers.astype(np.int64)
    end_word = np.array([_may_end(word) for word in arrays.words])
    last = len(numbers) - length + 1
    fits = end_word[numbers[:last]] & end_word[numbers[length - 1 :]]
    for offset in range(length):
        fits &= numbers[offset : last + offset] != 0
    places = np.flatnonzero(fits)
    keys = np.full(len(places), length, dtype=np.uint64)
    for offset in range(length):
        keys = (keys * np.uint64(0x9E3779B97F4A7C15)) ^ (numbers[places + offset].astype(np.uint64) + np.uint64(1))
        keys ^= keys >> np.uint64(29)
    return places, keys


def frequent_terms(arrays: WordArrays, *, least: int, lengths: Sequence[int] = (2, 3)) -> list[tuple[str, int, float]]:
    """Word groups that stand at least `least` times in the texts: the term, its count, and its cohesion.

    Cohesion is normalised pointwise mutual information (Bouma 2009): 1 for words that never go apart, 0 for chance.
    """
    totals = np.bincount(arrays.numbers, minlength=len(arrays.words)).astype(float)
    everything = float(len(arrays.numbers))
    found = []
    for length in lengths:
        places, keys = group_keys(arrays, length)
        _, first, counts = np.unique(keys, return_index=True, return_counts=True)
        for place, count in zip(places[first[counts >= least]], counts[counts >= least], strict=True):
            group = arrays.numbers[place : place + length]
            share = count / everything
            chance = float(np.sum(np.log(totals[group] / everything)))
            cohesion = (np.log(share) - chance) / (-np.log(share) * (length - 1))
            found.append((" ".join(arrays.words[number] for number in group), int(count), float(cohesion)))
    return sorted(found, key=lambda term: (-term[1], term[0]))


def _may_end(word: str) -> bool:
    return len(word) > 1 and word not in STOP_WORDS and not word.isdigit()
