"""Bulk encoding against the plain way."""

from __future__ import annotations

import argparse
import tempfile
import time
from statistics import median

import numpy as np

from benchmarks.material import Figures, in_fresh_process, spread_texts

ROUNDS = 5
NEIGHBOURS = 10

PEAK = """
import json, resource, sys
from pathlib import Path
sys.path.insert(0, "scripts")
from benchmarks.material import spread_texts
from index import open_encoder
texts = spread_texts(int(sys.argv[1]))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
open_encoder(cache_dir=Path(sys.argv[2])).encode_documents(texts)
print(json.dumps({"peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, "before": before}))
"""


def add_options(command: argparse.ArgumentParser) -> None:
    """How many texts, and in which precision."""
    command.add_argument("--texts", type=int, default=2000)
    command.add_argument("--precision", default="auto", choices=("auto", "float32", "bfloat16"))


def measure(options: argparse.Namespace) -> Figures:
    """Both ways in turns over parts of the same texts."""
    from sentence_transformers import SentenceTransformer

    from index.encoders.model_folder import find_model
    from index.encoders.torch_bulk import TorchEncoder

    texts = spread_texts(options.texts)
    model = find_model("precise")
    plain = SentenceTransformer(str(model.path), device="cpu")
    ours = TorchEncoder(model, device="cpu", precision=options.precision)
    plain.encode(texts[:16])
    ours.encode(texts[:16])
    parts = np.array_split(np.arange(len(texts)), ROUNDS)
    seconds: dict[str, list[float]] = {"plain": [], "ours": []}
    processor: dict[str, float] = {"plain": 0.0, "ours": 0.0}
    vectors: dict[str, list[np.ndarray]] = {"plain": [], "ours": []}
    for part in parts:
        chosen = [texts[row] for row in part]
        for name, encode in (("plain", lambda: plain.encode(chosen)), ("ours", lambda: ours.encode(chosen))):  # noqa: B023
            begun, begun_processor = time.perf_counter(), time.process_time()
            vectors[name].append(encode())
            seconds[name].append(time.perf_counter() - begun)
            processor[name] += time.process_time() - begun_processor
    rates = {
        name: [len(part) / took for part, took in zip(parts, times, strict=True)] for name, times in seconds.items()
    }
    first, second = np.concatenate(vectors["plain"]), np.concatenate(vectors["ours"])
    with tempfile.TemporaryDirectory() as cache:
        peak = in_fresh_process(PEAK, str(options.texts), cache)
    return {
        "texts": len(texts),
        "precision": ours.precision,
        "plain SentenceTransformer float32, texts/s (median)": median(rates["plain"]),
        "ours, texts/s (median)": median(rates["ours"]),
        "ratio of all time": sum(seconds["plain"]) / sum(seconds["ours"]),
        "ratio of all processor time (steadier on a busy machine)": processor["plain"] / processor["ours"],
        "ratio (median of parts)": median(a / b for a, b in zip(seconds["plain"], seconds["ours"], strict=True)),
        "share of its ten nearest neighbours kept": _kept_neighbours(first, second),
        "lowest cosine with its vectors": float(np.min(np.sum(first * second, axis=1))),
        "peak memory of a process that encodes them, MB": round(peak["peak"] / 1024),
    }


def _kept_neighbours(first: np.ndarray, second: np.ndarray) -> float:
    return float(
        np.mean([len(set(a) & set(b)) / NEIGHBOURS for a, b in zip(_nearest(first), _nearest(second), strict=True)])
    )


def _nearest(vectors: np.ndarray) -> list[list[int]]:
    likeness = vectors @ vectors.T
    np.fill_diagonal(likeness, -2)
    found: list[list[int]] = np.argsort(-likeness, axis=1, kind="stable")[:, :NEIGHBOURS].tolist()
    return found
