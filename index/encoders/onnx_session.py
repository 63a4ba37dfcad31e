"""Runs a BERT encoder on onnxruntime: starts in a fraction of a second, without torch.

The graph comes from `bert_graph` and is kept in the cache folder, a few kilobytes a model; the weights are mapped
from the model's own file.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from index.document import Matrix
from index.encoders import bert_graph
from index.encoders.model_folder import ModelFolder, TransformerDescription
from index.encoders.pooling import pool, unit_rows
from index.errors import EncoderUnavailable
from index.files import write_atomically
from index.processors import available_cpus

if TYPE_CHECKING:
    import onnxruntime
    import tokenizers

logger = logging.getLogger(__name__)

WEIGHTS = "model.safetensors"
BATCH_TEXTS = 16  # on a CPU larger batches are no faster, and hold more
MAX_THREADS = 4  # one short text does not feed more
DIGEST_BYTES = 32


class OnnxEncoder:
    """One loaded model. Safe to use from several threads; texts come prompted and vectors leave at unit length."""

    def __init__(self, folder: ModelFolder, description: TransformerDescription, cache_dir: Path | None) -> None:
        self._description = description
        self._tokenizer = _load_tokenizer(folder.path, description.max_tokens)
        # A hub's folder holds links; onnxruntime follows no link out of the folder that it may read.
        weights = (folder.path / WEIGHTS).resolve()
        graph, cached_at = _graph(weights, description.config, cache_dir)
        self._session = _open_session(graph, weights.parent)
        logger.debug("%s runs on onnxruntime, graph %s", folder.name, cached_at or "made now")

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Unit vectors, one row a text, in the order given."""
        vectors = np.zeros((len(texts), self._description.dimension), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda position: len(texts[position]))
        for start in range(0, len(order), BATCH_TEXTS):
            batch = order[start : start + BATCH_TEXTS]
            vectors[batch] = self._encode_batch([texts[position] for position in batch])
        return vectors

    def _encode_batch(self, texts: list[str]) -> Matrix:
        if self._description.lowercase:
            texts = [text.lower() for text in texts]
        encodings = self._tokenizer.encode_batch(texts)
        longest = max(len(encoding.ids) for encoding in encodings)
        ids = np.zeros((len(texts), longest), dtype=np.int64)
        mask = np.zeros((len(texts), longest), dtype=np.int64)
        for row, encoding in enumerate(encodings):
            ids[row, : len(encoding.ids)] = encoding.ids
            mask[row, : len(encoding.ids)] = 1
        (hidden,) = self._session.run(None, {"input_ids": ids, "attention_mask": mask})
        shaped = hidden.reshape(len(texts), longest, -1)
        return unit_rows(pool(shaped, mask, self._description.pooling or "mean"))


def unsupported_reason(folder: ModelFolder, description: TransformerDescription) -> str | None:
    """Why this model cannot run here and must use torch, or None where it can."""
    if description.pooling is None:
        return "its modules are not transformer, mean or cls pooling, and normalising"
    weights = folder.path / WEIGHTS
    if not weights.is_file() or not (folder.path / "tokenizer.json").is_file():
        return "it has no model.safetensors or no tokenizer.json"
    return bert_graph.unsupported_reason(description.config, bert_graph.read_tensors(weights))


def _load_tokenizer(path: Path, max_tokens: int) -> tokenizers.Tokenizer:
    from tokenizers import Tokenizer

    try:
        tokenizer = Tokenizer.from_file(str(path / "tokenizer.json"))
    except Exception as error:  # the library raises bare Exception for a broken file
        raise EncoderUnavailable(
            f"{path / 'tokenizer.json'} cannot be read: {error}. Install the model again."
        ) from error
    tokenizer.no_padding()
    tokenizer.enable_truncation(max_tokens)
    return tokenizer


def _graph(weights: Path, config: Mapping[str, Any], cache_dir: Path | None) -> tuple[bytes, Path | None]:
    """The graph from the cache folder, or made now and kept there.

    The name is a hash of all that the graph is made from, the content is preceded by its own hash. Two processes that
    make it at once write the same bytes, each in one step, so no lock is needed.
    """
    tensors = bert_graph.read_tensors(weights)
    if cache_dir is None:
        return bert_graph.build_graph(config, tensors, weights.name), None
    recipe = json.dumps(
        [bert_graph.GRAPH_FORMAT, weights.name, dict(config), [(n, repr(t)) for n, t in sorted(tensors.items())]]
    )
    name = hashlib.sha256(recipe.encode()).hexdigest()[:24]
    path = cache_dir / "graphs" / f"bert-{name}.onnx"
    graph = _read_checked(path)
    if graph is None:
        graph = bert_graph.build_graph(config, tensors, weights.name)
        write_atomically(path, hashlib.sha256(graph).digest() + graph, durable=False)
    return graph, path


def _read_checked(path: Path) -> bytes | None:
    """What `_graph` wrote, or None where nothing is there or it is not whole."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    digest, graph = data[:DIGEST_BYTES], data[DIGEST_BYTES:]
    if hashlib.sha256(graph).digest() != digest:
        logger.warning("%s is damaged and is made again", path)
        return None
    return graph


def _open_session(graph: bytes, weights_folder: Path) -> onnxruntime.InferenceSession:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = min(MAX_THREADS, available_cpus())
    options.log_severity_level = 3
    # Spinning threads would burn a core between queries of a server.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # With a graph in memory, onnxruntime has to be told where its weights lie. It maps them: 50 ms, not 200.
    options.add_session_config_entry("session.model_external_initializers_file_folder_path", str(weights_folder))
    try:
        return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's errors share no narrower public class
        raise EncoderUnavailable(f"the model in {weights_folder} cannot be loaded: {error}") from error
