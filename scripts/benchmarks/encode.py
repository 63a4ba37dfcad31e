"""Bulk encoding of both families against the plain ways: model2vec's and sentence-transformers' own."""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import numpy as np

from benchmarks.material import Figures, in_fresh_process, spread_texts

ROUNDS = 5
NEIGHBOURS = 10
ROOT = Path(__file__).resolve().parents[2]
FAST = ROOT / "paper_reader" / "data" / "encoder"

PEAK = """
import json, resource, sys
from pathlib import Path
sys.path.insert(0, "scripts")
from benchmarks.material import spread_texts
from index import open_encoder
texts = spread_texts(int(sys.argv[1]))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
open_encoder(sys.argv[3], cache_dir=Path(sys.argv[2])).encode_documents(texts)
print(json.dumps({"peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, "before": before}))
"""

Encode = Callable[[list[str]], np.ndarray]


def add_options(command: argparse.ArgumentParser) -> None:
    """How many texts, on what, and in which precision."""
    command.add_argument("--texts", type=int, default=2000, help="for the transformer; the static model takes tenfold")
    command.add_argument("--precision", default="auto", choices=("auto", "float32", "bfloat16"))
    command.add_argument("--device", default="cpu", help="cpu, cuda, cuda:1 or auto: for the transformer")
    command.add_argument("--model", type=Path, default=FAST, help="folder of the static model")
    command.add_argument("--only", choices=("static", "transformer"))


def measure(options: argparse.Namespace) -> Figures:
    """Both ways of each family in turns over parts of the same texts."""
    figures: Figures = {}
    if options.only != "transformer":
        figures |= _static(spread_texts(10 * options.texts), options)
    if options.only != "static":
        figures |= _transformer(spread_texts(options.texts), options)
    return figures | {"load average": os.getloadavg()[0]}


def _static(texts: list[str], options: argparse.Namespace) -> Figures:
    from model2vec import StaticModel

    from index import open_encoder

    plain = StaticModel.from_pretrained(options.model, force_download=False)
    ours = open_encoder(str(options.model))
    return {"static: texts": len(texts)} | _compared(
        "static", "model2vec", lambda some: _unit(plain.encode(some)), ours.encode_documents, texts
    ) | {"static: peak memory of a process that encodes them, MB": _peak(len(texts), str(options.model))}  # fmt: skip


def _transformer(texts: list[str], options: argparse.Namespace) -> Figures:
    from sentence_transformers import SentenceTransformer

    from index.encoders.model_folder import find_model
    from index.encoders.torch_bulk import TorchEncoder

    model = find_model("precise")
    ours = TorchEncoder(model, device=options.device, precision=options.precision)
    plain = SentenceTransformer(str(model.path), device=ours.device)
    compared = _compared("transformer", "SentenceTransformer float32", plain.encode, ours.encode, texts)
    ran = {
        "transformer: texts": len(texts),
        "transformer: device": ours.device,
        "transformer: precision": ours.precision,
    }
    if ours.device != "cpu":
        return ran | compared
    return ran | compared | {
        "transformer: peak memory of a process that encodes them, MB": _peak(len(texts), "precise")
    }  # fmt: skip


def _compared(family: str, peer: str, plain: Encode, ours: Encode, texts: list[str]) -> Figures:
    ways = {"plain": plain, "ours": ours}
    seconds: dict[str, list[float]] = {"plain": [], "ours": []}
    processor: dict[str, float] = {"plain": 0.0, "ours": 0.0}
    vectors: dict[str, list[np.ndarray]] = {"plain": [], "ours": []}
    parts = np.array_split(np.arange(len(texts)), ROUNDS)
    for encode in ways.values():
        encode(texts[:16])
    for part in parts:
        chosen = [texts[row] for row in part]
        for name, encode in ways.items():
            begun, begun_processor = time.perf_counter(), time.process_time()
            vectors[name].append(encode(chosen))
            seconds[name].append(time.perf_counter() - begun)
            processor[name] += time.process_time() - begun_processor
    rates = {
        name: [len(part) / took for part, took in zip(parts, times, strict=True)] for name, times in seconds.items()
    }
    first, second = (np.concatenate(vectors[name]) for name in ways)
    return {
        f"{family}: plain {peer}, texts/s (median)": median(rates["plain"]),
        f"{family}: ours, texts/s (median)": median(rates["ours"]),
        f"{family}: ours, texts per second of processor time": len(texts) / processor["ours"],
        f"{family}: ratio of all time": sum(seconds["plain"]) / sum(seconds["ours"]),
        f"{family}: ratio of all processor time (steadier when busy)": processor["plain"] / processor["ours"],
        f"{family}: share of its ten nearest neighbours kept": _kept_neighbours(first[:4000], second[:4000]),
        f"{family}: lowest cosine with its vectors": float(np.min(np.sum(first * second, axis=1))),
    }


def _peak(texts: int, model: str) -> int:
    with tempfile.TemporaryDirectory() as cache:
        return round(in_fresh_process(PEAK, str(texts), cache, model)["peak"] / 1024)


def _unit(vectors: np.ndarray) -> np.ndarray:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)


def _kept_neighbours(first: np.ndarray, second: np.ndarray) -> float:
    return float(
        np.mean([len(set(a) & set(b)) / NEIGHBOURS for a, b in zip(_nearest(first), _nearest(second), strict=True)])
    )


def _nearest(vectors: np.ndarray) -> list[list[int]]:
    likeness = vectors @ vectors.T
    np.fill_diagonal(likeness, -2)
    found: list[list[int]] = np.argsort(-likeness, axis=1, kind="stable")[:, :NEIGHBOURS].tolist()
    return found
