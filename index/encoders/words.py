"""Words and the ids of their tokens, each tokenised once.

A tokenizer of BERT's kind cuts a text at blanks and signs and then looks at each word by itself, so a word has the same
ids wherever it stands, and looking it up is several times as quick as tokenising it again: 10,000 abstracts a second on
one core against 3,000. Word groups ("neural networks") that a vocabulary takes whole are found first, by the
tokenizer's own search. The ids are those of the tokenizer, which a test checks; what might not be is left to it. Their
order is the tokenizer's too, but where a group stands twice and the tokenizer overlooks the first; so what is cut to a
number of tokens is not looked up where there are groups.
"""

from __future__ import annotations

import json
import re
from itertools import chain
from typing import TYPE_CHECKING, Any
from unicodedata import category

import numpy as np

from index.encoders.ragged import Ragged, starts_of

if TYPE_CHECKING:
    from tokenizers import Tokenizer

LONGEST_WORD = 100  # letters; longer runs are data, and not worth remembering
JOIN = "\x1f"  # stands for the blanks inside a word group; a control character, which no cleaned text holds
# A cleaned ASCII text is cut by this. A sign is a word by itself.
WORD = re.compile(rf"[A-Za-z0-9{JOIN}]+|[^A-Za-z0-9{JOIN} ]")
GROUP = re.compile(r"[a-z0-9]+( [a-z0-9]+)+")
BLANKS = str.maketrans("\t\n\r", "   ")
SIGNS = frozenset(" !\"#$%&'()*+,-./:;<=>?@[\\]^`{|}~")  # what is no part of a word; the underscore is
SIGN_KINDS = frozenset({"Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Zs"})  # the same beyond ASCII
NOT_A_WORD = 0  # the place of what has no ids here; words begin at 1


def is_word_by_word(tokenizer: dict[str, Any], longest: int | None) -> bool:
    """Whether `Words` gives the ids of this tokenizer, as its file describes it, where texts are cut to `longest`."""
    normalizer = tokenizer.get("normalizer") or {}
    return (
        normalizer.get("type") == "BertNormalizer"
        and normalizer.get("clean_text") is True
        and (tokenizer.get("pre_tokenizer") or {}).get("type") == "BertPreTokenizer"
        and tokenizer["model"]["type"] in {"WordPiece", "WordLevel"}
        and all(
            _is_special(token) or (longest is None and _is_group(token, small=normalizer["lowercase"]))
            for token in tokenizer.get("added_tokens", ())
        )
    )


class Words:
    """The ids of every word met so far. Not for several threads at once."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        described = json.loads(tokenizer.to_str())
        self._tokenizer = tokenizer
        self._small = bool(described["normalizer"]["lowercase"])
        self._special = tuple(str(token["content"]) for token in described["added_tokens"] if _is_special(token))
        groups = [str(token["content"]) for token in described["added_tokens"] if not _is_special(token)]
        self._groups = WordGroups(groups) if groups else None
        self._places = _Places()
        self._ids = Ragged.of([[]])

    def __len__(self) -> int:
        return len(self._places)

    def of(self, texts: list[str], longest: int | None) -> tuple[Ragged, list[int]]:
        """The ids of the texts, each cut to `longest`, and the places of those texts that must be tokenised instead."""
        cleaned = [self._cleaned(text) for text in texts]
        joined = self._groups.joined(cleaned) if self._groups else cleaned
        skipped = {place for place, text in enumerate(joined) if text is None or self._has_special(texts[place])}
        lines = [[] if place in skipped else cut(text or "") for place, text in enumerate(joined)]
        starts = starts_of(map(len, lines))
        places = map(self._places.__getitem__, chain.from_iterable(lines))
        words = Ragged(np.fromiter(places, dtype=np.int32, count=int(starts[-1])), starts)
        self._learn()
        unfit = np.flatnonzero(words.ids == NOT_A_WORD)
        skipped.update((np.searchsorted(words.starts, unfit, side="right") - 1).tolist())
        tokens = self._ids.rows(words.ids.astype(np.int64))
        by_text = Ragged(tokens.ids, tokens.starts[words.starts])
        return (by_text if longest is None else by_text.rows(np.arange(len(texts)), longest)), sorted(skipped)

    def _cleaned(self, text: str) -> str:
        """The text as the tokenizer's normalizer leaves it."""
        if text.isascii():
            plain = (text.lower() if self._small else text).translate(BLANKS)
            if plain.isprintable():
                return plain
        return str(self._tokenizer.normalizer.normalize_str(text))

    def _has_special(self, text: str) -> bool:
        return any(name in text for name in self._special)

    def _learn(self) -> None:
        """Tokenises what was asked for the first time."""
        new, self._places.new = [word.replace(JOIN, " ") for word in self._places.new], []
        if not new:
            return
        found = Ragged.of([one.ids for one in self._tokenizer.encode_batch_fast(new, add_special_tokens=False)])
        self._ids = Ragged(
            np.concatenate([self._ids.ids, found.ids]),
            np.concatenate([self._ids.starts, self._ids.starts[-1] + found.starts[1:]]),
        )


class WordGroups:
    """Finds the word groups that a tokenizer takes whole, by the same search over all of them at once.

    That search takes the leftmost, then the longest, and goes on behind it even where it was inside a longer word and
    is dropped: nothing simpler finds the same ones.
    """

    def __init__(self, groups: list[str]) -> None:
        from tokenizers import AddedToken, Tokenizer, models

        # All between two groups is one unknown token, so the ids say which groups there are, in order.
        self._finder = Tokenizer(models.WordLevel({"[UNK]": 0}, unk_token="[UNK]"))  # noqa: S106 - no password
        self._finder.add_tokens([AddedToken(group, normalized=True, single_word=True) for group in groups])
        self._groups = ["", *groups]
        self._joined = [group.replace(" ", JOIN) for group in self._groups]

    def joined(self, texts: list[str]) -> list[str | None]:
        """The texts with `JOIN` for the blanks inside groups; None for one where they cannot be told for certain."""
        found = self._finder.encode_batch_fast(texts, add_special_tokens=False)
        return [self._with_joins(text, encoding.ids) for text, encoding in zip(texts, found, strict=True)]

    def _with_joins(self, text: str, ids: list[int]) -> str | None:
        parts: list[str] = []
        behind = 0
        for number in filter(None, ids):
            if not parts and not _is_clear(text):
                return None
            group = self._groups[number]
            place = text.find(group, behind)
            if not text[place - 1 : place] == " " == text[place + len(group) : place + len(group) + 1]:
                place = _find_alone(text, group, behind)
                if place < 0:
                    return None
            parts += (text[behind:place], self._joined[number])
            behind = place + len(group)
        return "".join((*parts, text[behind:])) if parts else text


class _Places(dict[str, int]):
    """Word to place; a word not met before gets the next place and is noted as new, unless it is none."""

    def __init__(self) -> None:
        super().__init__()
        self.new: list[str] = []
        self._next = NOT_A_WORD + 1

    def __missing__(self, word: str) -> int:
        if len(word) > LONGEST_WORD:
            return NOT_A_WORD
        self[word] = place = self._next
        self._next += 1
        self.new.append(word)
        return place


def cut(text: str) -> list[str]:
    """The words of a cleaned text. What stands between two blanks and is not ASCII is one word, whatever is in it."""
    if text.isascii():
        return WORD.findall(text)
    words: list[str] = []
    for run in text.split(" "):
        # No rule of the tokenizer reaches over a blank, but inside a run with other letters many may.
        words += cut(run) if run.isascii() else (run,)
    return words


def _is_clear(text: str) -> bool:
    """Whether all agree, of each letter beyond ASCII, if it is part of a word: not so of "½", "×" or a lone accent."""
    if text.isascii():
        return True
    return all(letter.isascii() or letter.isalpha() or category(letter) in SIGN_KINDS for letter in set(text))


def _find_alone(text: str, group: str, start: int) -> int:
    """Where the group stands next with no letter beside it; -1 where it does not."""
    place = text.find(group, start)
    while place >= 0:
        behind = place + len(group)
        beside = (text[place - 1] if place else " ", text[behind] if behind < len(text) else " ")
        if all(letter in SIGNS or not (letter.isascii() or letter.isalpha()) for letter in beside):
            return place
        place = text.find(group, place + 1)
    return -1


def _is_special(token: dict[str, Any]) -> bool:
    return bool(token["special"]) and not token["normalized"]


def _is_group(token: dict[str, Any], *, small: bool) -> bool:
    bare = not (token["special"] or token["lstrip"] or token["rstrip"])
    return small and bare and token["normalized"] and token["single_word"] and bool(GROUP.fullmatch(token["content"]))
