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

from evaluation import material
from training.loop import train
from training.preparing import Preparation
from training.recipes import RECIPES
from training.shipping import MOST_BYTES, write_folder
from training.table import Table


def main() -> None:
    """Trains the recipe that was asked for and writes the model's folder."""
    options = _options()
    if options.list:
        print("\n".join(RECIPES))
        return
    import torch

    torch.manual_seed(0)
    torch.set_num_threads(options.threads)
    recipe = RECIPES[options.recipe]
    began = time.perf_counter()
    parts = Preparation(material.folder(), options.work).prepare(recipe.vocabulary, with_teacher=recipe.teacher > 0)
    counts = parts.dataset.token_counts(len(parts.start))
    table = Table(parts.start, counts, recipe.dimension)
    _note(f"{len(parts.dataset):,} papers, {len(parts.start):,} tokens, {recipe.dimension} dimensions")
    train(
        table,
        parts.dataset,
        recipe,
        teacher=parts.teacher,
        checkpoint=options.work / f"{options.recipe}.checkpoint",
        device=options.device,
    )
    size = write_folder(options.out, table.rows().detach().cpu().numpy(), parts.tokenizer)
    _note(f"{options.out}: {size / 1e6:.2f} MB, {time.perf_counter() - began:.0f} s in all")
    if size > MOST_BYTES:
        raise SystemExit(f"that is more than the {MOST_BYTES / 1e6:.0f} MB that may be shipped")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--recipe", choices=sorted(RECIPES), default="base")
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
