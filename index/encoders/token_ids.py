"""From texts to the ids of their tokens, as `tokenizers` gives them."""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.encoders.ragged import Ragged
from index.encoders.words import Words, is_word_by_word
from index.errors import EncoderUnavailable

if TYPE_CHECKING:
    from tokenizers import Tokenizer

MANY_TEXTS = 64  # from here on words are looked up; fewer texts have too few words in common
MOST_WORDS = 250_000  # remembered at once, some 60 MB; then all are forgotten and it begins anew
LONGEST_TEXT = 1_000_000  # letters; what stands after that is not read


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
                    self._knows_words = is_word_by_word(json.loads(self._tokenizer.to_str()), self._max_tokens)
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


def readable(text: str) -> str:
    """The text without halves of characters (lone surrogates), which no tokenizer takes."""
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode(errors="ignore").decode()
    return text
