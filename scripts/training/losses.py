"""What the table learns from: which text belongs to which, and what the starting model holds for alike.

A batch's likenesses are a large matrix, and on a processor the passes over it cost more than the products. So the
contrastive loss computes its own gradient, in place: one exponential, two sums, one product.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor
from torch.nn import functional


class _InBatch(torch.autograd.Function):
    """InfoNCE of unit vectors in both directions. Cosines are at most 1, so no maximum need be taken out."""

    @staticmethod
    def forward(
        ctx: Any, queries: Tensor, texts: Tensor, scale: float, ignored: Tensor | None, known: Tensor | None
    ) -> Tensor:
        likeness = queries @ texts.T
        logits = likeness.sub_(1.0).mul_(scale)
        if known is not None:
            logits.add_(known)
        right = logits.diagonal().sum()
        shares = logits.exp_()
        if ignored is not None:
            shares.masked_fill_(ignored, 0.0)
        by_query, by_text = shares.sum(1), shares.sum(0)
        ctx.save_for_backward(queries, texts, shares, by_query, by_text)
        ctx.scale = scale
        count = len(queries)
        return (by_query.log().mean() + by_text.log().mean()) / 2 - right / count

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor | None, ...]:
        queries, texts, shares, by_query, by_text = ctx.saved_tensors
        slope = shares.mul_(0.5 / by_query[:, None] + 0.5 / by_text[None, :])
        slope.diagonal().sub_(1.0)
        factor = gradients[0] * (ctx.scale / len(queries))
        return slope @ texts * factor, slope.T @ queries * factor, None, None, None


def contrastive(
    queries: Tensor, texts: Tensor, scale: float, ignored: Tensor | None = None, known: Tensor | None = None
) -> Tensor:
    """InfoNCE in both directions: query i belongs to text i, the others of the batch are the wrong ones.

    `ignored` marks pairs (query, text) that are neither right nor wrong; never the diagonal. `known` is what another
    search, fused with this one, adds to the likeness of each pair. The gradient can be taken once.
    """
    loss: Tensor = _InBatch.apply(functional.normalize(queries), functional.normalize(texts), scale, ignored, known)
    return loss


def agreement(vectors: Tensor, teacher: Tensor, scale: float) -> Tensor:
    """Kullback-Leibler divergence of each text's likeness to the others of the batch, from the teacher's."""
    itself = torch.eye(len(vectors), dtype=torch.bool, device=vectors.device)
    ours = functional.normalize(vectors)
    theirs = functional.normalize(teacher)
    wanted = (scale * theirs @ theirs.T).masked_fill(itself, -1e4).softmax(1)
    given = (scale * ours @ ours.T).masked_fill(itself, -1e4).log_softmax(1)
    return functional.kl_div(given, wanted, reduction="batchmean")
