#!/usr/bin/env python3
"""Trains the paper encoder: a table of token vectors, learnt from the titles and abstracts of the evaluation material.

    python scripts/train_encoder.py --recipe shipped --out FOLDER [--work FOLDER] [--device cpu|cuda]

What is prepared (vocabulary, token arrays, the starting model's vectors) and a checkpoint after every epoch lie in
the working folder: a run that was broken off goes on from there, another recipe begins at the training. `--list` names
the recipes.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import numpy as np
from evaluation import material
from training.loop import train
from training.preparing import Preparation, Prepared
from training.recipes import AVERAGES, RECIPES, Average, Recipe
from training.shipping import MOST_BYTES, write_folder
from training.table import Table, averaged


def main() -> None:
    """Trains what was asked for and writes the model's folder."""
    options = _options()
    if options.list:
        print("\n".join([*RECIPES, *AVERAGES]))
        return
    import torch

    torch.set_num_threads(options.threads)
    began = time.perf_counter()
    average = AVERAGES.get(options.recipe, Average((options.recipe,)))
    first = RECIPES[average.recipes[0]]
    taught = any(RECIPES[name].teacher for name in average.recipes)
    parts = Preparation(material.folder(), options.work).prepare(first.vocabulary, with_teacher=taught)
    _note(f"{len(parts.dataset):,} papers, {len(parts.start):,} tokens, {first.dimension} dimensions")
    tables = [_trained(name, parts, options) for name in average.recipes]
    shares = [(1.0 - average.start) / len(tables)] * len(tables)
    if average.start:
        tables, shares = [*tables, _fresh(parts, first).rows().detach().numpy()], [*shares, average.start]
    size = write_folder(options.out, averaged(tables, shares), parts.tokenizer)
    _note(f"{options.out}: {size / 1e6:.2f} MB, {time.perf_counter() - began:.0f} s in all")
    if size > MOST_BYTES:
        raise SystemExit(f"that is more than the {MOST_BYTES / 1e6:.0f} MB that may be shipped")


def _trained(name: str, parts: Prepared, options: argparse.Namespace) -> np.ndarray:
    """The token vectors that a recipe gives."""
    recipe = RECIPES[name]
    _note(f"recipe {name}")
    table = _fresh(parts, recipe)
    checkpoint = options.work / f"{name}.checkpoint"
    train(table, parts.dataset, recipe, teacher=parts.teacher, checkpoint=checkpoint, device=options.device)
    rows: np.ndarray = table.rows().detach().cpu().numpy()
    return rows


def _fresh(parts: Prepared, recipe: Recipe) -> Table:
    return Table(parts.start, parts.dataset.token_counts(len(parts.start)), recipe.dimension)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--recipe", choices=sorted({*RECIPES, *AVERAGES}), default="shipped")
    parser.add_argument("--out", type=Path, default=Path("encoder"), help="folder for the model")
    parser.add_argument("--work", type=Path, default=Path("encoder-work"), help="folder for what is prepared")
    parser.add_argument("--device", default="cpu", help="cpu, or cuda where there is one")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--list", action="store_true", help="name the recipes and stop")
    return parser.parse_args()


def _note(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
