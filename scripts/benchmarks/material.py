"""The evaluation corpus, read as benchmarks need it, and processes of their own."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
CORPUS = "papers-core.jsonl.gz"

Figures = dict[str, float | int | str]


def folder() -> Path:
    """Where the evaluation material is; ends the program, saying so, where it is not."""
    path = Path(os.environ.get("PAPER_READER_EVAL_DIR", ROOT.parent / "shared" / "eval"))
    if not (path / CORPUS).is_file():
        sys.exit(f"no evaluation material in {path}: set PAPER_READER_EVAL_DIR")
    return path


def papers() -> Iterator[dict[str, Any]]:
    """Every paper of the corpus, in the order of the file."""
    with gzip.open(folder() / CORPUS, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def text_of(paper: dict[str, Any]) -> str:
    """What is embedded of a paper."""
    return f"{paper['title']}\n{paper['abstract']}" if paper.get("abstract") else paper["title"]


def spread_texts(count: int) -> list[str]:
    """`count` texts from all over the corpus; the corpus itself is never held."""
    total = sum(1 for paper in papers() if paper.get("abstract"))
    step = max(1, total // count)
    with_abstract = (paper for paper in papers() if paper.get("abstract"))
    return [text_of(paper) for paper in islice(with_abstract, 0, step * count, step)]


def topics() -> list[str]:
    """What people search for: the topics of the dev lists."""
    with (folder() / "lists-dev.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line)["topic"] for line in lines]


def in_fresh_process(code: str, *arguments: str) -> dict[str, Any]:
    """Runs Python code in a process of its own; gives the JSON object that it prints last."""
    ran = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True, cwd=ROOT)
    answer: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return answer
