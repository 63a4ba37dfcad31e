"""From texts to the ids of their tokens, as `tokenizers` gives them, all in one array.

A tokenizer of BERT's kind cuts a text at blanks and signs and then looks at each word by itself, so a word has the same
ids wherever it stands. In bulk each word is therefore tokenised once and remembered: 12,000 abstracts a second on one
core, where the tokenizer does 3,200. What stands between two blanks and is not plain ASCII is remembered whole; texts
with the names of special tokens, and any other kind of tokenizer, take the tokenizer's own way. A test holds both to
the same ids.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index.errors import EncoderUnavailable

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Ids = NDArray[np.int32]

MANY_TEXTS = 64  # from here on words are looked up; fewer texts have too few words in common
MOST_WORDS = 250_000  # remembered at once, some 60 MB; then all are forgotten and it begins anew
LONGEST_WORD = 100  # letters; longer runs are data, and not worth remembering
# An ASCII text is cut by this, after its letters are made small where the tokenizer does so. Any other character than
# letters, digits and blanks stands alone: signs are words of one letter, control characters no words.
WORD = re.compile(r"[A-Za-z0-9]+|[^A-Za-z0-9 \t\n\r]")
BLANK = re.compile(r"[ \t\n\r]+")
NOT_A_WORD = 0  # the place of what has no ids here; words begin at 1
LONGEST_TEXT = 1_000_000  # letters; what stands after that is not read


@dataclass(frozen=True, slots=True)
class Ragged:
    """The ids of several texts: those of text i are `ids[starts[i]:starts[i + 1]]`."""

    ids: Ids
    starts: NDArray[np.int64]

    @classmethod
    def of(cls, rows: Sequence[Sequence[int]]) -> Ragged:
        """The same from a list a text."""
        starts = _starts(map(len, rows))
        return cls(np.fromiter(chain.from_iterable(rows), dtype=np.int32, count=int(starts[-1])), starts)

    def rows(self, wanted: NDArray[np.int64], longest: int | None = None) -> Ragged:
        """Those rows, one after the other, each cut to its `longest` first ids."""
        lengths = np.diff(self.starts)[wanted]
        if longest is not None:
            lengths = np.minimum(lengths, longest)
        starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        # Within row i place p is at its begin + p - starts[i].
        places = np.arange(starts[-1]) + np.repeat(self.starts[:-1][wanted] - starts[:-1], lengths)
        return Ragged(self.ids[places], starts)


def _starts(lengths: Iterable[int]) -> NDArray[np.int64]:
    return np.fromiter(accumulate(lengths, initial=0), dtype=np.int64)


class TokenIds:
    """One tokenizer. Safe for threads: the tokenizer is never changed, and the words are looked up one call at a time.

    `max_tokens` cuts a text as model2vec does: first to so many times the middle length of the vocabulary's tokens in
    letters, then to so many tokens. None cuts nothing.
    """

    def __init__(self, file: Path, max_tokens: int | None) -> None:
        from tokenizers import Tokenizer

        try:
            self._tokenizer: Tokenizer = Tokenizer.from_file(str(file))
        except Exception as error:  # the library raises bare Exception for a broken file
            raise EncoderUnavailable(f"{file} cannot be read: {error}. Install the model again.") from error
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        if max_tokens is not None:
            self._tokenizer.enable_truncation(max_tokens)
        self._max_tokens = max_tokens
        self._longest_text: int | None = None
        self._lock = threading.Lock()
        self._words: Words | None = None
        self._knows_words: bool | None = None

    @property
    def vocabulary_size(self) -> int:
        """How many tokens there are, added ones too."""
        return int(self._tokenizer.get_vocab_size(with_added_tokens=True))

    @property
    def unknown(self) -> int | None:
        """The id that stands for what the tokenizer does not know."""
        model = self._tokenizer.model
        if hasattr(model, "unk_token"):
            return None if model.unk_token is None else self._tokenizer.token_to_id(model.unk_token)
        found = json.loads(self._tokenizer.to_str())["model"].get("unk_id")
        return None if found is None else int(found)

    def of(self, texts: Sequence[str]) -> Ragged:
        """The ids of each text, without special tokens around them."""
        cut = [self._cut(readable(text)) for text in texts]
        if len(cut) >= MANY_TEXTS:
            with self._lock:
                if self._knows_words is None:
                    self._knows_words = is_word_by_word(json.loads(self._tokenizer.to_str()))
                if self._knows_words:
                    return self._looked_up(cut)
        return self._tokenised(cut)

    def _tokenised(self, texts: list[str]) -> Ragged:
        # encode_batch_fast leaves out the offsets, and takes every core that it may.
        return Ragged.of([found.ids for found in self._tokenizer.encode_batch_fast(texts, add_special_tokens=False)])

    def _looked_up(self, texts: list[str]) -> Ragged:
        if self._words is None or len(self._words) > MOST_WORDS:
            self._words = Words(self._tokenizer)
        found, others = self._words.of(texts, self._max_tokens)
        if not others:
            return found
        more = self._tokenised([texts[place] for place in others])
        both = Ragged(
            np.concatenate([found.ids, more.ids]), np.concatenate([found.starts, found.starts[-1] + more.starts[1:]])
        )
        order = np.arange(len(texts))
        order[others] = len(texts) + np.arange(len(others))
        return both.rows(order)

    def _cut(self, text: str) -> str:
        if self._max_tokens is None or len(text) <= self._max_tokens:
            return text[:LONGEST_TEXT]
        if self._longest_text is None:  # reading the vocabulary takes 15 ms, which a short query need not pay
            lengths = [len(token) for token in self._tokenizer.get_vocab(with_added_tokens=True)]
            self._longest_text = self._max_tokens * int(np.median(lengths))
        return text[: min(self._longest_text, LONGEST_TEXT)]


class Words:
    """The ids of every word met so far."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        described = json.loads(tokenizer.to_str())
        self._small = bool(described["normalizer"]["lowercase"])
        self._special = tuple(str(token["content"]) for token in described["added_tokens"])
        self._places = _Places()
        self._ids = Ragged.of([[]])

    def __len__(self) -> int:
        return len(self._places)

    def of(self, texts: list[str], longest: int | None) -> tuple[Ragged, list[int]]:
        """The ids of the texts, and the places of those that have to be tokenised instead: they have none here."""
        others = [place for place, text in enumerate(texts) if any(name in text for name in self._special)]
        skipped = set(others)
        lines = [[] if place in skipped else self._cut(text) for place, text in enumerate(texts)]
        starts = _starts(map(len, lines))
        places = map(self._places.__getitem__, chain.from_iterable(lines))
        words = Ragged(np.fromiter(places, dtype=np.int32, count=int(starts[-1])), starts)
        self._learn()
        unfit = np.flatnonzero(words.ids == NOT_A_WORD)
        if len(unfit):
            rows = np.unique(np.searchsorted(words.starts, unfit, side="right") - 1)
            others = sorted({*others, *rows.tolist()})
        tokens = self._ids.rows(words.ids.astype(np.int64))
        by_text = Ragged(tokens.ids, tokens.starts[words.starts])
        return (by_text if longest is None else by_text.rows(np.arange(len(texts)), longest)), others

    def _cut(self, text: str) -> list[str]:
        if text.isascii():
            return WORD.findall(text.lower() if self._small else text)
        words: list[str] = []
        for run in BLANK.split(text):
            # No rule of the tokenizer reaches over a blank, but inside a run with other letters many may.
            words += self._cut(run) if run.isascii() else (run,)
        return words

    def _learn(self) -> None:
        """Tokenises what was asked for the first time."""
        new, self._places.new = self._places.new, []
        if not new:
            return
        found = Ragged.of([one.ids for one in self._tokenizer.encode_batch_fast(new, add_special_tokens=False)])
        self._ids = Ragged(
            np.concatenate([self._ids.ids, found.ids]),
            np.concatenate([self._ids.starts, self._ids.starts[-1] + found.starts[1:]]),
        )


class _Places(dict[str, int]):
    """Word to place; a word not met before gets the next place and is noted as new, unless it is none."""

    def __init__(self) -> None:
        super().__init__()
        self.new: list[str] = []
        self._next = NOT_A_WORD + 1

    def __missing__(self, word: str) -> int:
        if len(word) > LONGEST_WORD or (word.isascii() and not word.isprintable()):
            return NOT_A_WORD
        self[word] = place = self._next
        self._next += 1
        self.new.append(word)
        return place


def readable(text: str) -> str:
    """The text without halves of characters (lone surrogates), which no tokenizer takes."""
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode(errors="ignore").decode()
    return text


def is_word_by_word(tokenizer: dict[str, Any]) -> bool:
    """Whether a tokenizer, as its file describes it, cuts ASCII texts as `Words` does and each word by itself."""
    normalizer = tokenizer.get("normalizer") or {}
    return (
        normalizer.get("type") == "BertNormalizer"
        and normalizer.get("clean_text") is True
        and (tokenizer.get("pre_tokenizer") or {}).get("type") == "BertPreTokenizer"
        and tokenizer["model"]["type"] in {"WordPiece", "WordLevel"}
        and all(token["special"] and not token["normalized"] for token in tokenizer.get("added_tokens", ()))
    )
