"""A static encoder: the mean of a table's token vectors (model2vec's format). Fast, and without torch."""

from __future__ import annotations

import hashlib
import json
import logging
import threading
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from index.document import Matrix
from index.encoders.model_folder import ModelFolder, read_json
from index.encoders.pooling import unit_rows
from index.encoders.token_ids import TokenIds, readable
from index.encoders.token_table import TokenTable
from index.encoders.weights import weights_hash
from index.errors import EncoderUnavailable

if TYPE_CHECKING:
    from model2vec import StaticModel

logger = logging.getLogger(__name__)

MAX_TOKENS = 512  # model2vec's own choice for a folder that says nothing
BLOCK_TEXTS = 1024  # encoded at once; with the letters it bounds what is held besides texts and vectors
BLOCK_LETTERS = 4_000_000


class StaticEncoder:
    """An `Encoder` over a model2vec folder. Queries and documents are encoded alike but for their prompts.

    A text with no word that the table knows gets a vector of zeros, which is like no other. The vectors are model2vec's
    own at unit length; a folder that holds more than is known here is left to model2vec, which takes longer to start.
    """

    def __init__(
        self,
        folder: ModelFolder,
        *,
        cache_dir: Path | None = None,
        query_prompt: str | None = None,
        document_prompt: str | None = None,
    ) -> None:
        self._folder = folder
        self._cache_dir = cache_dir
        self._query_prompt = query_prompt or ""
        self._document_prompt = document_prompt or ""
        self._lock = threading.Lock()
        self._loaded: _Model | None = None

    @cached_property
    def key(self) -> str:
        """Model name, the weights' hash, and a hash of its configuration, its tokenizer and the prompts."""
        digest = hashlib.sha256(json.dumps([self._query_prompt, self._document_prompt]).encode())
        for name in ("config.json", "tokenizer.json"):
            try:
                digest.update((self._folder.path / name).read_bytes())
            except OSError as error:
                raise EncoderUnavailable(f"{error.filename} cannot be read: {error.strerror}.") from error
        weights = weights_hash(self._folder, self._cache_dir)
        return f"{self._folder.name}@{weights[:12]}/static/{digest.hexdigest()[:8]}"

    @property
    def is_quick(self) -> bool:
        """Yes: it only looks up and adds."""
        return True

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._model().dimension

    def encode_documents(self, texts: Sequence[str]) -> Matrix:
        """Unit vectors of documents, one row a text."""
        return self._encode([self._document_prompt + text for text in texts])

    def encode_queries(self, texts: Sequence[str]) -> Matrix:
        """Unit vectors of queries, one row a text."""
        return self._encode([self._query_prompt + text for text in texts])

    def _encode(self, texts: list[str]) -> Matrix:
        model = self._model()
        vectors = np.zeros((len(texts), model.dimension), dtype=np.float32)
        for first, last in blocks([len(text) for text in texts]):
            vectors[first:last] = model.encode(texts[first:last])
        return vectors

    def _model(self) -> _Model:
        with self._lock:
            if self._loaded is None:
                self._loaded = _open(self._folder)
            return self._loaded


class _Model(Protocol):
    @property
    def dimension(self) -> int: ...

    def encode(self, texts: list[str]) -> Matrix: ...


class _Mapped:
    """Tokens and table, each read for itself."""

    def __init__(self, path: Path) -> None:
        self._table = TokenTable(path / "model.safetensors")
        self._tokens = TokenIds(path / "tokenizer.json", _max_tokens(path))
        self.dimension = self._table.dimension
        if self._tokens.vocabulary_size > self._table.tokens:
            raise ValueError(f"{self._tokens.vocabulary_size} tokens for {self._table.tokens} vectors")
        self._unknown = self._tokens.unknown

    def encode(self, texts: list[str]) -> Matrix:
        return self._table.pooled(self._tokens.of(texts), self._unknown)


class _AsModel2vec:
    """model2vec itself: 0.7 s to start, and one call at a time, since each sets the tokenizer's truncation anew."""

    def __init__(self, model: StaticModel) -> None:
        self._model = model
        self._lock = threading.Lock()
        self.dimension = int(model.dim)

    def encode(self, texts: list[str]) -> Matrix:
        with self._lock:
            return unit_rows(self._model.encode([readable(text) for text in texts], use_multiprocessing=False))


def blocks(lengths: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First and past-the-last text of each block that is encoded at once."""
    first, letters = 0, 0
    for place, length in enumerate(lengths):
        if place > first and (place - first == BLOCK_TEXTS or letters + length > BLOCK_LETTERS):
            yield first, place
            first, letters = place, 0
        letters += length
    if first < len(lengths):
        yield first, len(lengths)


def _max_tokens(path: Path) -> int | None:
    longest = read_json(path / "config.json").get("max_length", MAX_TOKENS)
    if longest is not None and (not isinstance(longest, int) or isinstance(longest, bool) or longest < 1):
        raise ValueError(f"max_length {longest!r}")
    return longest


def _open(folder: ModelFolder) -> _Model:
    try:
        return _Mapped(folder.path)
    except (OSError, ValueError) as error:
        logger.info("%s is left to model2vec: %s", folder.name, error)
    from model2vec import StaticModel

    try:
        return _AsModel2vec(StaticModel.from_pretrained(folder.path, force_download=False))
    except Exception as error:  # safetensors and tokenizers raise their own, which share no narrower public class
        raise EncoderUnavailable(f"the model in {folder.path} cannot be loaded: {error}") from error
