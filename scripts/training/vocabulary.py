"""The tokenizer: whole words and word groups counted from the papers, over the word pieces of the starting model.

A WordPiece tokenizer, so that words which nobody counted still fall into pieces; word groups ("neural network") are
added tokens, which the tokenizer finds, longest first, before it splits anything.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tokenizers import AddedToken, Tokenizer, models, normalizers, pre_tokenizers

from training.phrases import WordArrays, frequent_terms, word_counts

UNKNOWN = "[UNK]"
LEAST_COHESION = 0.3


@dataclass(frozen=True)
class VocabularySize:
    """How many words and word groups are taken in. Pieces come on top: all that are needed `least_piece` times."""

    words: int
    terms: int
    least_piece: int = 300
    least_kept: int = 5  # a word that the starting model knows whole is kept from this count on


def build_tokenizer(arrays: WordArrays, start: Path, size: VocabularySize) -> Tokenizer:
    """The tokenizer for these texts; `start` is the folder of the model whose pieces are taken over."""
    counts = word_counts(arrays)
    known = json.loads((start / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
    whole = _whole_words(counts, known, size)
    inner = [token for token in known if token.startswith("##")]
    letters = [token for token in known if len(token) == 1]
    pieces = _needed_pieces(counts, whole, letters + inner, size.least_piece)
    single = {token for token in letters + inner if len(token.removeprefix("##")) == 1 and ord(token[-1]) < 0x2E80}
    vocabulary = dict.fromkeys([UNKNOWN, *sorted(single), *sorted(pieces - single), *whole])
    tokenizer = _word_piece({token: number for number, token in enumerate(vocabulary)})
    terms = choose_terms(arrays, size.terms)
    tokenizer.add_tokens([AddedToken(term, normalized=True, single_word=True) for term in terms])
    return tokenizer


def choose_terms(arrays: WordArrays, wanted: int) -> list[str]:
    """The word groups that hold together and stand most often, weighed by how well they hold together."""
    if not wanted:
        return []
    terms = [term for term in frequent_terms(arrays, least=60) if term[2] >= LEAST_COHESION]
    terms.sort(key=lambda term: (-term[1] * term[2], term[0]))
    return [term for term, _, _ in terms[:wanted]]


def _whole_words(counts: Counter[str], known: dict[str, int], size: VocabularySize) -> list[str]:
    kept = [word for word in counts if word in known and counts[word] >= size.least_kept]
    fresh = sorted((word for word in counts if word not in known), key=lambda word: (-counts[word], word))
    kept.sort(key=lambda word: (-counts[word], word))
    chosen = kept[: size.words] + fresh
    # What the starting model knows counts three times: its vectors for these words are better than for their pieces.
    chosen.sort(key=lambda word: (-counts[word] * (3 if word in known else 1), word))
    return [word for word in chosen if len(word) > 1][: size.words]


def _needed_pieces(counts: Counter[str], whole: Sequence[str], pieces: Sequence[str], least: int) -> set[str]:
    tokens = dict.fromkeys([UNKNOWN, *pieces, *whole])
    splitter = _word_piece({token: number for number, token in enumerate(tokens)})
    rest = sorted(set(counts) - set(whole))
    used: Counter[str] = Counter()
    for word, encoding in zip(rest, splitter.encode_batch(rest, add_special_tokens=False), strict=True):
        for token in encoding.tokens:
            used[token] += counts[word]
    allowed = set(pieces)
    return {token for token, count in used.items() if count >= least and token in allowed}


def _word_piece(vocabulary: dict[str, int]) -> Tokenizer:
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token=UNKNOWN, max_input_chars_per_word=100))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return tokenizer


def tokens_in_order(tokenizer: Tokenizer) -> list[str]:
    """The tokens by id."""
    vocabulary = tokenizer.get_vocab(with_added_tokens=True)
    return sorted(vocabulary, key=lambda token: vocabulary[token])
