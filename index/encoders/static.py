"""A static encoder: the mean of a table's token vectors (model2vec's format). Fast, and without torch."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.document import Matrix
from index.encoders.model_folder import ModelFolder
from index.encoders.pooling import unit_rows
from index.encoders.weights import weights_hash
from index.errors import EncoderUnavailable

if TYPE_CHECKING:
    from model2vec import StaticModel


class StaticEncoder:
    """An `Encoder` over a model2vec folder. Queries and documents are encoded alike but for their prompts.

    A text with no word that the table knows gets a vector of zeros, which is like no other.
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
        self._loaded: StaticModel | None = None

    @cached_property
    def key(self) -> str:
        """Model name, the weights' hash, and a hash of its configuration, its tokenizer and the prompts."""
        digest = hashlib.sha256(json.dumps([self._query_prompt, self._document_prompt]).encode())
        for name in ("config.json", "tokenizer.json"):
            digest.update((self._folder.path / name).read_bytes())
        weights = weights_hash(self._folder, self._cache_dir)
        return f"{self._folder.name}@{weights[:12]}/static/{digest.hexdigest()[:8]}"

    @cached_property
    def dimension(self) -> int:
        """Length of a vector."""
        with self._lock:
            return int(self._model().dim)

    def encode_documents(self, texts: Sequence[str]) -> Matrix:
        """Unit vectors of documents, one row a text."""
        return self._encode([self._document_prompt + text for text in texts])

    def encode_queries(self, texts: Sequence[str]) -> Matrix:
        """Unit vectors of queries, one row a text."""
        return self._encode([self._query_prompt + text for text in texts])

    def _encode(self, texts: list[str]) -> Matrix:
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        # model2vec sets the tokenizer's truncation at every call; tokenizers refuse that while another thread reads.
        with self._lock:
            return unit_rows(self._model().encode(texts, use_multiprocessing=False))

    def _model(self) -> StaticModel:
        if self._loaded is None:
            from model2vec import StaticModel

            try:
                self._loaded = StaticModel.from_pretrained(self._folder.path, force_download=False)
            except (OSError, ValueError, KeyError) as error:
                raise EncoderUnavailable(f"the model in {self._folder.path} cannot be loaded: {error}") from error
        return self._loaded
