"""A transformer as encoder: much text on torch, a query or a handful of texts on onnxruntime."""

from __future__ import annotations

import hashlib
import json
import logging
import threading
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import numpy as np

from index.document import Matrix
from index.encoders.model_folder import ModelFolder, TransformerDescription, describe_transformer
from index.encoders.onnx_session import OnnxEncoder, unsupported_reason
from index.encoders.torch_bulk import TorchEncoder
from index.encoders.weights import weights_hash

logger = logging.getLogger(__name__)

# Importing torch and loading a model takes 6 to 9 s on two cores; in that time onnxruntime encodes this many abstracts.
QUICK_TEXTS = 128


class TransformerEncoder:
    """An `Encoder` over a sentence-transformers folder.

    Bulk work runs on torch in `precision`; queries, and up to `QUICK_TEXTS` documents before torch is loaded, run on
    onnxruntime in float32. Both have one key: their vectors agree to a cosine of at least 0.999, and no two backends
    or precisions are further apart than that, so they may stand in one index. A model that onnxruntime cannot take
    (see `onnx_session.unsupported_reason`) does all on torch and says so once in the log.

    Prompts are put before the text; None takes the model's own ("query", "document" in its configuration), or none.
    """

    def __init__(
        self,
        folder: ModelFolder,
        *,
        device: str = "auto",
        precision: str = "auto",
        cache_dir: Path | None = None,
        query_prompt: str | None = None,
        document_prompt: str | None = None,
    ) -> None:
        self._folder = folder
        self._device = device
        self._precision = precision
        self._cache_dir = cache_dir
        self._asked_prompts = {"query": query_prompt, "document": document_prompt}
        self._lock = threading.RLock()
        self._bulk: TorchEncoder | None = None
        self._quick: OnnxEncoder | None = None
        self._quick_refused = False

    @cached_property
    def key(self) -> str:
        """Model name, the weights' hash, the longest text in tokens, and a hash of whatever else changes vectors."""
        description = self._description
        tokenizer = self._folder.path / "tokenizer.json"
        recipe = json.dumps(
            [
                description.pooling,
                description.lowercase,
                description.dimension,
                self._prompt("query"),
                self._prompt("document"),
                hashlib.sha256(tokenizer.read_bytes()).hexdigest() if tokenizer.is_file() else None,
            ]
        )
        settings = hashlib.sha256(recipe.encode()).hexdigest()[:8]
        return f"{self._folder.name}@{self._weights[:12]}/{description.max_tokens}/{settings}"

    @property
    def is_quick(self) -> bool:
        """No: twenty to a hundred abstracts a second on a CPU, and what a GPU does is not known before."""
        return False

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._description.dimension

    def encode_documents(self, texts: Sequence[str]) -> Matrix:
        """Unit vectors of documents, one row a text."""
        prompted = [self._prompt("document") + text for text in texts]
        with self._lock:
            quick = None if self._bulk is not None or len(prompted) > QUICK_TEXTS else self._quick_encoder()
        return self._encode(prompted, quick)

    def encode_queries(self, texts: Sequence[str]) -> Matrix:
        """Unit vectors of queries, one row a text; without importing torch where the model allows it."""
        with self._lock:
            quick = self._quick_encoder()
        return self._encode([self._prompt("query") + text for text in texts], quick)

    def _encode(self, texts: list[str], quick: OnnxEncoder | None) -> Matrix:
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        return (quick or self._bulk_encoder()).encode(texts)

    @cached_property
    def _description(self) -> TransformerDescription:
        return describe_transformer(self._folder)

    @cached_property
    def _weights(self) -> str:
        return weights_hash(self._folder, self._cache_dir)

    def _prompt(self, kind: str) -> str:
        asked = self._asked_prompts[kind]
        return self._description.prompts.get(kind, "") if asked is None else asked

    def _quick_encoder(self) -> OnnxEncoder | None:
        if self._quick is None and not self._quick_refused:
            reason = unsupported_reason(self._folder, self._description)
            if reason is None:
                self._check_weights()
                self._quick = OnnxEncoder(self._folder, self._description, self._cache_dir)
            else:
                self._quick_refused = True
                logger.info("%s answers queries on torch, which takes seconds to load: %s", self._folder.name, reason)
        return self._quick

    def _bulk_encoder(self) -> TorchEncoder:
        with self._lock:
            if self._bulk is None:
                self._check_weights()
                self._bulk = TorchEncoder(self._folder, device=self._device, precision=self._precision)
                logger.info("%s runs on %s in %s", self._folder.name, self._bulk.device, self._bulk.precision)
            return self._bulk

    def _check_weights(self) -> None:
        """Reads the hash, which refuses weights that are not what they should be."""
        _ = self._weights
