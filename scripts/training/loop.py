"""The training itself: epochs of contrastive steps, a checkpoint after each."""

from __future__ import annotations

import math
import sys
import time
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from training.dataset import Dataset
from training.lexical import word_likeness
from training.losses import agreement, contrastive
from training.neighbourhoods import neighbourhoods, paper_vectors
from training.ragged import Ragged, joined
from training.recipes import Recipe
from training.table import Table, summed
from training.views import Step, epoch_batches, steps

WARM_UP = 0.05
TOLD_EVERY = 20


def train(
    table: Table, dataset: Dataset, recipe: Recipe, *, teacher: np.ndarray | None, checkpoint: Path, device: str
) -> list[float]:
    """Trains `table` in place and gives the mean loss of each epoch; goes on from `checkpoint` where there is one.

    The same recipe, data and seed give the same steps; sums in another order (threads, device) change last digits.
    """
    keep_freed_memory()
    torch.set_float32_matmul_precision("medium")  # bfloat16 inside products, where the processor has it
    table.to(device)
    optimiser = torch.optim.Adam(
        [
            {"params": [table.own, table.log_weight], "rate": recipe.rate},
            {"params": [table.map], "rate": recipe.map_rate},
        ],
        lr=recipe.rate,
        betas=(0.9, 0.98),
        fused=True,
    )
    total = recipe.epochs * (len(dataset) // recipe.batch)
    losses = _resumed(table, optimiser, checkpoint)
    for epoch in range(len(losses), recipe.epochs):
        rng = np.random.default_rng([recipe.seed, epoch])
        groups = None
        if recipe.grouped:
            groups = neighbourhoods(paper_vectors(dataset, table.rows().detach()), recipe.seed)
        batches = epoch_batches(groups, len(dataset), recipe, rng)
        began, sum_ = time.perf_counter(), 0.0
        for number, step in enumerate(steps(dataset, batches, recipe, rng), 1):
            _set_rates(optimiser, (epoch * len(batches) + number) / total)
            loss = step_loss(table, step, recipe, dataset, teacher)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            sum_ += float(loss.detach())
            if number % TOLD_EVERY == 0 or number == len(batches):
                seconds = time.perf_counter() - began
                print(
                    f"epoch {epoch + 1}/{recipe.epochs}, step {number}/{len(batches)}: loss {sum_ / number:.4f}, "
                    f"{seconds / number:.2f} s a step",
                    file=sys.stderr,
                    flush=True,
                )
        losses.append(sum_ / len(batches))
        state = {"table": table.state_dict(), "optimiser": optimiser.state_dict(), "losses": losses}
        torch.save(state, checkpoint.with_suffix(".part"))
        checkpoint.with_suffix(".part").replace(checkpoint)
    return losses


def keep_freed_memory() -> None:
    """Lets glibc keep large freed blocks: asked for anew at each step they cost half of the time."""
    if sys.platform == "linux":
        import ctypes

        library = ctypes.CDLL(None)
        if hasattr(library, "mallopt"):
            library.mallopt(-3, 1 << 30)  # M_MMAP_THRESHOLD
            library.mallopt(-1, -1)  # M_TRIM_THRESHOLD


def step_loss(table: Table, step: Step, recipe: Recipe, dataset: Dataset, teacher: np.ndarray | None) -> Tensor:
    """The weighted sum of the recipe's losses on one step's texts, over the whole vector or one of its prefixes."""
    rows = table.rows()
    texts = (step.titles, step.abstracts, step.spans, step.phrases, *step.citing, *step.cited)
    sums = torch.split(summed(rows, joined(texts)), [len(text) for text in texts])
    width = _width(rows.shape[1], recipe, int(step.papers[0]))
    titles, abstracts, spans, phrases, *whole = (part[:, :width] for part in sums)
    loss = recipe.weight_penalty * table.penalty()
    if recipe.title:
        known = _by_words(step.titles, dataset.abstracts.take(step.papers), recipe, dataset, rows)
        loss = loss + recipe.title * contrastive(titles, abstracts, recipe.scale, known=known)
    if recipe.span:
        known = _by_words(step.spans, step.abstracts, recipe, dataset, rows)
        loss = loss + recipe.span * contrastive(spans, titles + abstracts, recipe.scale, known=known)
    if recipe.phrase:
        with_title = torch.from_numpy(step.with_title).to(rows.device)[:, None]
        same_phrase = torch.from_numpy(step.same_phrase).to(rows.device)
        loss = loss + recipe.phrase * contrastive(phrases, abstracts + with_title * titles, recipe.scale, same_phrase)
    if recipe.citation and len(whole[0]):
        loss = loss + recipe.citation * contrastive(whole[0] + whole[1], whole[2] + whole[3], recipe.scale)
    if recipe.teacher and teacher is not None:
        chosen, vectors = _taught(step, dataset, teacher)
        loss = loss + recipe.teacher * agreement((titles + abstracts)[chosen], vectors.to(rows.device), recipe.scale)
    return loss


def _by_words(queries: Ragged, texts: Ragged, recipe: Recipe, dataset: Dataset, rows: Tensor) -> Tensor | None:
    """What BM25 adds to the likeness of each query with each text, where the recipe counts it in."""
    if not recipe.lexical:
        return None
    return torch.from_numpy(word_likeness(queries, texts, dataset.rarity)).to(rows.device).mul_(recipe.lexical)


def _taught(step: Step, dataset: Dataset, teacher: np.ndarray) -> tuple[Tensor, Tensor]:
    rows = dataset.teacher_rows[step.papers]
    chosen = np.flatnonzero(rows >= 0)
    return torch.from_numpy(chosen), torch.from_numpy(teacher[rows[chosen]].astype(np.float32))


def _width(dimension: int, recipe: Recipe, turn: int) -> int:
    """The whole vector, or for some steps one of the prefixes."""
    smaller = [width for width in recipe.smaller if width < dimension]
    draw = turn % 100
    if not smaller or draw >= 100 * recipe.smaller_share:
        return dimension
    return smaller[draw % len(smaller)]


def _set_rates(optimiser: torch.optim.Optimizer, done: float) -> None:
    """Up over the first steps, then down along a cosine."""
    factor = done / WARM_UP if done < WARM_UP else 0.5 * (1 + math.cos(math.pi * (done - WARM_UP) / (1 - WARM_UP)))
    for group in optimiser.param_groups:
        group["lr"] = group["rate"] * max(factor, 0.01)


def _resumed(table: Table, optimiser: torch.optim.Optimizer, checkpoint: Path) -> list[float]:
    if not checkpoint.is_file():
        return []
    state = torch.load(checkpoint, weights_only=True)
    table.load_state_dict(state["table"])
    optimiser.load_state_dict(state["optimiser"])
    return list(state["losses"])
