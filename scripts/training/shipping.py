"""Writes the folder that is shipped: model2vec's format, rows of int8 with a float32 scale each.

`embeddings` are int8, `weights` float32, one a token; a text's vector is the mean over its tokens of row times weight,
scaled to unit length. The weight holds the row's scale and how much the token counts, so nothing else is needed to read
it: model2vec and sentence-transformers' StaticEmbedding both multiply by `weights`. The unknown token's row is zero,
since one of them leaves unknown tokens out and the other takes them in. No text is cut ("max_length" null).
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file
from tokenizers import Tokenizer

from training.vocabulary import UNKNOWN

MOST_BYTES = 16_000_000
LANGUAGE, LICENCE, START = "en", "apache-2.0", "sentence-transformers/all-MiniLM-L6-v2"


def quantised(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Each row as int8 from -127 to 127, and the scale that gives it back."""
    scales = np.abs(rows).max(axis=1) / 127.0
    whole = np.rint(rows / np.maximum(scales, 1e-12)[:, None])
    return np.clip(whole, -127, 127).astype(np.int8), scales.astype(np.float32)


def write_folder(folder: Path, rows: np.ndarray, tokenizer: Tokenizer) -> int:
    """Writes weights, tokenizer and configuration, and gives their size in bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = rows.astype(np.float32).copy()
    rows[tokenizer.token_to_id(UNKNOWN)] = 0.0
    typical = np.linalg.norm(rows, axis=1).mean()
    embeddings, weights = quantised(rows / typical)
    save_file({"embeddings": embeddings, "weights": weights}, folder / "model.safetensors")
    (folder / "model.safetensors").chmod(0o644)  # the library leaves it to its owner alone
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    config = {
        "model_type": "model2vec",
        "architectures": ["StaticModel"],
        "tokenizer_name": START,
        "hidden_dim": rows.shape[1],
        "normalize": True,
        "max_length": None,
        "embedding_dtype": "int8",
    }
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")
    modules = [
        {"idx": 0, "name": "0", "path": ".", "type": "sentence_transformers.models.StaticEmbedding"},
        {"idx": 1, "name": "1", "path": "1_Normalize", "type": "sentence_transformers.models.Normalize"},
    ]
    (folder / "modules.json").write_text(json.dumps(modules, indent=2) + "\n", encoding="utf-8")
    return sum((folder / name).stat().st_size for name in ("model.safetensors", "tokenizer.json", "config.json"))
