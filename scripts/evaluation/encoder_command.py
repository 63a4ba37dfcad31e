"""`scripts/evaluate.py encoders`: encoders on the same tasks in the same run, written as a section of a page."""

from __future__ import annotations

import argparse
import json
from datetime import UTC, datetime
from pathlib import Path

from evaluation import material
from evaluation.console import Console
from evaluation.encoder_neighbours import neighbours
from evaluation.encoder_page import comparison
from evaluation.encoder_runs import Bench
from evaluation.encoder_tasks import corpora_and_tasks
from index.encoders.opening import open_encoder
from index.fusion import DENSE_WEIGHT

WEIGHTS = (0.4, 0.5, 0.6, 0.7, 0.8)
BEGIN, END = "<!-- measured: written by scripts/evaluate.py encoders -->", "<!-- end of what was measured -->"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own options."""
    parser.add_argument("--models", nargs="+", default=["precise"], help="names as in the setting `model`, or folders; "
                        "NAME=FOLDER gives a folder a name; the first is what the others are held against")  # fmt: skip
    parser.add_argument("--work", type=Path, required=True, help="folder for indexes and vectors, kept between runs")
    parser.add_argument("--weight", type=float, default=DENSE_WEIGHT, help="dense part of the fusion that is reported")
    parser.add_argument("--tasks", nargs="+", help="only these tasks")
    parser.add_argument("--save", type=Path, help="write into this page, between its two marks")
    parser.add_argument("--neighbours", type=Path, help="the nearest papers of fifty papers, to be read by a person")
    parser.add_argument("--raw", type=Path, help="every query's figures as JSON")


def run(options: argparse.Namespace) -> None:
    """Measures, prints the section, and writes it where that was asked for."""
    console = Console()
    corpora, tasks = corpora_and_tasks(material.folder())
    if options.tasks:
        tasks = [task for task in tasks if task.name in options.tasks]
    bench = Bench(corpora, options.work, console)
    lexical = bench.run_lexical(tasks)
    named = [(left if right else Path(left).name, right or left) for left, _, right in
             (model.partition("=") for model in options.models)]  # fmt: skip
    runs, vectors = {}, {}
    for name, model in named:
        console.note(f"measuring {name}")
        encoder = open_encoder(model, cache_dir=options.work / "models")
        runs[name] = bench.run(encoder, tasks, WEIGHTS)
        if options.neighbours:
            vectors[name] = bench.vectors(corpora[0].name, encoder)[0]
    if options.neighbours:
        asked = [paper[0] for paper in corpora[1].papers]
        options.neighbours.write_text("\n\n".join(neighbours(corpora[0], asked, vectors)) + "\n", encoding="utf-8")
    counts = ", ".join(f"{task.name} {len(task.queries):,}" for task in tasks)
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    heading = f"Measured on {today}; queries: {counts}. Means with 95 % intervals (bootstrap over queries)."
    section = "\n\n".join([heading, *comparison(lexical, runs, options.weight, WEIGHTS)])
    print(section)
    if options.raw:
        raw = {name: {f"{t} / {w}": rows for (t, w), rows in one.figures.items()} for name, one in runs.items()}
        options.raw.write_text(json.dumps(raw), encoding="utf-8")
    if options.save:
        options.save.write_text(replaced(options.save.read_text(encoding="utf-8"), section), encoding="utf-8")


def replaced(page: str, section: str) -> str:
    """The page with the section between its marks."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise SystemExit(f"the page has no place for the figures: it needs the lines {BEGIN} and {END}")
    return f"{before}{BEGIN}\n\n{section}\n\n{END}{after}"
